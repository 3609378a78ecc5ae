/** A bar with the time left, on stderr and only where that is a terminal. */
import { SingleBar } from 'cli-progress'
import type { RunPhase, RunProgress } from '../../contract/run.ts'

const titles: Record<RunPhase, string> = {
  load: 'opening the model',
  text: 'reading the words',
  grounding: 'placing the instances',
  denoise: 'drawing',
  decode: 'developing',
}

export interface ProgressBar {
  show(progress: RunProgress): void
  /** Takes the bar away, so that other lines can be written. */
  stop(): void
}

/** @param title what is drawn, such as "picture 2 of 4" */
export function progressBar(title: string, stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY) return { show() {}, stop() {} }
  const bar = new SingleBar({
    stream,
    format: `{bar} {percentage} % | {value}/{total} passes | {left} | ${title}{phase}`,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false, // Ctrl-C is main.ts's
  })
  let startedMs: number | undefined
  return {
    show({ phase, done, total }) {
      if (phase === 'denoise') startedMs ??= performance.now()
      const values = { phase: titles[phase], left: timeLeft(startedMs, done, total) }
      if (bar.isActive) {
        bar.setTotal(total)
        bar.update(done, values)
      } else bar.start(total, done, values)
    },
    stop() {
      bar.stop()
    },
  }
}

function timeLeft(startedMs: number | undefined, done: number, total: number): string {
  if (startedMs === undefined || done === 0) return 'time left unknown'
  const seconds = ((performance.now() - startedMs) / done) * (total - done) / 1000
  return `${duration(seconds)} left`
}

/** "8 s", "3 min 20 s", "1 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
