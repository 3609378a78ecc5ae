/** Part e: cancelling a run. The caller is free at once; the engine is another process, which opens the model again. */
import { EngineHost } from '../../app/engine-host/engine-host.ts'
import { forkEngine } from '../../app/engine-host/fork.ts'
import { runSchema, type Run } from '../../app/contract/run.ts'
import { load, spread } from './measures.ts'
import { digits, type PartOptions, type Row } from './row.ts'

interface Cancelled {
  readonly freed: number
  readonly answers: number
  readonly open: number
}

export async function restart({ rounds, starter }: PartOptions): Promise<Row[]> {
  const host = new EngineHost(forkEngine())
  const run = longRun(starter)
  await host.call('load', run.model)
  const all: Cancelled[] = []
  for (let i = 0; i < 2 * rounds; i++) all.push(await cancelOnce(host, run))
  await host.close()
  const row = (what: string, of: (one: Cancelled) => number, unit: string, atMost: number): Row => {
    const { median } = spread(all.map(of))
    const worst = Math.max(...all.map(of))
    return {
      part: 'e',
      what,
      value: median,
      unit,
      target: { atMost },
      note: `wall, median of ${all.length}, worst ${digits(worst)}`,
      load: load(),
    }
  }
  return [
    row('cancelling inside a pass: the caller is free after', ({ freed }) => freed, 'ms', 100),
    row('cancelling inside a pass: a new engine answers after', ({ answers }) => answers / 1000, 's', 1),
    row('cancelling inside a pass: the starter model is open again after', ({ open }) => open / 1000, 's', 1),
  ]
}

async function cancelOnce(host: EngineHost, run: Run): Promise<Cancelled> {
  const abort = new AbortController()
  let cancelledAt = 0
  const onProgress = ({ done }: { done: number }): void => {
    if (done < 5 || cancelledAt > 0) return
    cancelledAt = performance.now()
    abort.abort()
  }
  await host.generate(run, { signal: abort.signal, onProgress }).catch(() => {})
  const freed = performance.now() - cancelledAt
  await host.start()
  const answers = performance.now() - cancelledAt
  await host.call('load', run.model)
  return { freed, answers, open: performance.now() - cancelledAt }
}

/** Long enough to be cancelled in the middle. */
function longRun(starter: string): Run {
  return runSchema.parse({
    format: 'diorama/run',
    version: 1,
    scene: {
      format: 'diorama/scene',
      version: 1,
      caption: 'a red ball in a meadow',
      width: 128,
      height: 128,
      instances: [{ id: 'ball', caption: 'a red ball', box: { x0: 20, y0: 20, x1: 90, y1: 90 } }],
    },
    settings: { steps: 50 },
    model: { path: starter, device: 'cpu' },
  })
}
