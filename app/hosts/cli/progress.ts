/** A bar with the time left, on stderr and only where that is a terminal. */
import { SingleBar } from 'cli-progress'
import type { RunProgress } from '../../contract/result.ts'

export interface ProgressBar {
  show(progress: RunProgress): void
  /** Takes the bar away, so that other lines can be written. */
  stop(): void
}

/** What a run does in each phase. */
export const phaseTitles = {
  load: 'opening the model',
  text: 'reading the words',
  grounding: 'placing the instances',
  denoise: 'drawing',
  decode: 'developing',
}

/**
 * @param unit what is counted, such as "passes"
 * @param titles what to say in each phase
 */
export function progressBar(
  unit: string,
  titles: Readonly<Record<string, string>>,
  stream: NodeJS.WriteStream = process.stderr,
): ProgressBar {
  if (!stream.isTTY) return { show() {}, stop() {} }
  const bar = new SingleBar({
    stream,
    format: `{bar} {percentage} % | {value}/{total} ${unit} | {left}{phase}`,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false, // Ctrl-C is session.ts's
  })
  return {
    show({ phase, done, total, secondsLeft }) {
      if (total === 0) return // nothing to count yet
      const values = {
        phase: titles[phase] ?? phase,
        left: secondsLeft === undefined ? '' : `${duration(secondsLeft)} left | `,
      }
      if (bar.isActive) {
        bar.setTotal(total)
        bar.update(done, values)
      } else bar.start(total, done, values)
    },
    stop: () => bar.stop(),
  }
}

/** "8 s", "3 min 20 s", "1 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
