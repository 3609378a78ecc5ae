/** Part b: how much of a render's wall time is not spent in the networks, inside the process and for a whole command. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Model } from '../../native-models/pipeline.ts'
import { recommendedSettings } from '../../native-models/recommended.ts'
import { openSession, type Session } from '../../native-models/session/session.ts'
import { exampleRequest, exampleScene } from './examples.ts'
import { load, spread, timed } from './measures.ts'
import { digits, type PartOptions, type Row } from './row.ts'

const commandLine = path.join(import.meta.dirname, '../../app/hosts/cli/main.ts')

export async function render({ starter, rounds, folder }: PartOptions): Promise<Row[]> {
  const inside = await insideProcess(starter, rounds)
  const whole = Array.from({ length: rounds }, () => wholeCommand(starter, folder))
  const share = spread(inside.shares)
  const wholeShares = whole.map(({ seconds, phases }) => 100 * (1 - (phases * (1 - share.median / 100)) / seconds))
  const settings = `${inside.passes} passes, six instances, the model's own settings`
  return [
    {
      part: 'b',
      what: 'outside the networks, one more picture of an open starter model',
      value: share.median,
      unit: '%',
      target: { atMost: 5 },
      note: `of ${digits(spread(inside.seconds).median)} s wall, lowest ${digits(share.min)} %; ${settings}`,
      load: load(),
    },
    {
      part: 'b',
      what: 'outside the networks, first picture in a process (opening included)',
      value: inside.firstShare,
      unit: '%',
      note: `of ${digits(inside.firstSeconds)} s wall`,
      load: load(),
    },
    {
      part: 'b',
      what: 'outside the networks, the whole command `render`',
      value: spread(wholeShares).median,
      unit: '%',
      note: `of ${digits(spread(whole.map(({ seconds }) => seconds)).median)} s wall: two processes started, devices tried, graphs opened, picture written`,
      load: load(),
    },
  ]
}

interface Inside {
  readonly passes: number
  readonly firstSeconds: number
  readonly firstShare: number
  readonly seconds: readonly number[]
  readonly shares: readonly number[]
}

async function insideProcess(starter: string, rounds: number): Promise<Inside> {
  let running = 0
  const opener: typeof openSession = async (graphBytes, options) => {
    const session = await openSession(graphBytes, options)
    return watched(session, (seconds) => (running += seconds))
  }
  const results: { seconds: number; share: number; passes: number }[] = []
  let model: Model | undefined
  for (let round = 0; round <= rounds; round++) {
    running = 0
    let passes = 0
    const { wall: seconds } = await timed(async () => {
      model ??= Model.open(starter, { device: 'cpu', opener })
      const request = await exampleRequest(model, recommendedSettings(model.checkpoint.metadata))
      passes = (await model.generate(request)).passes
    })
    results.push({ seconds, share: 100 * (1 - running / seconds), passes })
  }
  await model!.close()
  const [first, ...later] = results as [(typeof results)[0], ...typeof results]
  return {
    passes: first.passes,
    firstSeconds: first.seconds,
    firstShare: first.share,
    seconds: later.map(({ seconds }) => seconds),
    shares: later.map(({ share }) => share),
  }
}

function watched(session: Session, spent: (seconds: number) => void): Session {
  const run: Session['run'] = async (feeds) => {
    const started = performance.now()
    const outputs = await session.run(feeds)
    spent((performance.now() - started) / 1000)
    return outputs
  }
  return { inputNames: session.inputNames, outputNames: session.outputNames, run, release: () => session.release() }
}

/** @returns wall seconds of the command, and what it says itself about text, grounding, denoising and decoding */
function wholeCommand(starter: string, folder: string): { seconds: number; phases: number } {
  const out = mkdtempSync(path.join(folder, 'diorama-bench-'))
  try {
    const started = performance.now()
    const args = [commandLine, 'render', exampleScene, '--model', starter, '--device', 'cpu', '--out', out, '--json']
    const said = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    const seconds = (performance.now() - started) / 1000
    const {
      text = 0,
      grounding = 0,
      denoise = 0,
      decode = 0,
    } = (JSON.parse(said) as { seconds: Record<string, number> }).seconds
    return { seconds, phases: text + grounding + denoise + decode }
  } finally {
    rmSync(out, { recursive: true })
  }
}
