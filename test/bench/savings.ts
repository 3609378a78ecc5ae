/**
 * Part c: what is saved against the published implementation. Each saving off against all on (the same pictures), and
 * the published schedule against ours. One thread; processor seconds.
 */
import { readFileSync } from 'node:fs'
import type { EvaluationReport } from '../../app/contract/evaluation.ts'
import type { Settings } from '../../app/contract/run.ts'
import { allSavings, type Savings } from '../../native-models/pass-runner.ts'
import { Model, type Picture } from '../../native-models/pipeline.ts'
import { recommendedSettings } from '../../native-models/recommended.ts'
import { float32, relativeError } from '../../native-models/session/tensor.ts'
import { exampleRequest } from './examples.ts'
import { load, spread, timed } from './measures.ts'
import { digits, type PartOptions, type Row } from './row.ts'

const noSavings = Object.fromEntries(Object.keys(allSavings).map((name) => [name, false])) as unknown as Savings

/** Enough for each saving to show; not so many that measuring them all takes long. */
const fewSteps = 10

const says: Readonly<Record<keyof Savings, string>> = {
  keysOnce: 'keys and values of words and grounding tokens once per run',
  timeOnce: 'time projections once per run',
  skipFusers: 'no fusers where the gate is 0',
  mergeSlots: 'one token for all empty slots',
  shareUnconditional: 'the first unconditional estimate once for all tracks',
}

export async function savings(options: PartOptions): Promise<Row[]> {
  const model = Model.open(options.starter, { device: 'cpu', threads: 1 })
  const rows = [...(await eachSaving(model, options)), ...(await schedules(model, options))]
  await model.close()
  return rows
}

interface Timed {
  readonly picture: Picture
  readonly cpu: number
}

async function draw(model: Model, settings: Partial<Settings>, policy: Savings): Promise<Timed> {
  const request = await exampleRequest(model, { ...recommendedSettings(model.checkpoint.metadata), ...settings })
  let picture: Picture | undefined
  const { cpu } = await timed(async () => (picture = await model.generate(request, {}, policy)))
  return { picture: picture!, cpu }
}

async function eachSaving(model: Model, { rounds }: PartOptions): Promise<Row[]> {
  const settings = { sampler: 'plms', steps: fewSteps, mis: 0.36, merge: 'place', alpha: 0.8 } as const
  const names = Object.keys(allSavings) as (keyof Savings)[]
  const policies = [allSavings, ...names.map((name) => ({ ...allSavings, [name]: false })), noSavings]
  const all = await inTurn(
    rounds,
    policies.map((policy) => () => draw(model, settings, policy)),
  )
  const [on, ...off] = all as [Timed[], ...Timed[][]]
  const best = spread(on.map(({ cpu }) => cpu)).min
  return off.map((runs, i) => {
    const name = names[i]
    const extra = spread(runs.map(({ cpu }) => cpu)).min
    const { picture } = runs[0]!
    const error = relativeError([latents(picture)], [latents(on[0]!.picture)])
    return {
      part: 'c',
      what: `starter, six instances, ${fewSteps} steps, saved by ${name ? `${name} (${says[name]})` : 'all of these together'}`,
      value: 100 * (1 - best / extra),
      unit: '%',
      note: `${digits(extra)} s, ${picture.passes} passes without; ${digits(best)} s, ${on[0]!.picture.passes} passes with; latents differ by ${error.toExponential(0)}`,
      load: load(),
    }
  })
}

async function schedules(model: Model, { rounds, evaluation }: PartOptions): Promise<Row[]> {
  const ways = [
    {
      name: 'published: PLMS 50, merge published, no savings',
      settings: { sampler: 'plms', steps: 50, merge: 'published' },
      policy: noSavings,
    },
    {
      name: 'ours at the same steps: PLMS 50, merge place',
      settings: { sampler: 'plms', steps: 50, merge: 'place' },
      policy: allSavings,
    },
    {
      name: 'ours: DPM-Solver++ 2M 20, merge place',
      settings: { sampler: 'dpmpp2m', steps: 20, merge: 'place' },
      policy: allSavings,
    },
    {
      name: 'ours: UniPC 20, merge place',
      settings: { sampler: 'unipc', steps: 20, merge: 'place' },
      policy: allSavings,
    },
  ] as const
  const rules = { mis: 0.36, alpha: 0.8 }
  const tries = ways.map(
    ({ settings, policy }) =>
      () =>
        draw(model, { ...rules, ...settings }, policy),
  )
  const all = await inTurn(rounds, tries)
  const seconds = all.map((runs) => spread(runs.map(({ cpu }) => cpu)).min)
  const report = evaluation ? (JSON.parse(readFileSync(evaluation, 'utf8')) as EvaluationReport) : undefined
  return ways.map(({ name, settings }, i) => ({
    part: 'c',
    what: `starter, six instances, MIS 0.36, ${name}`,
    value: seconds[i]!,
    unit: 's',
    note: `${all[i]![0]!.picture.passes} passes, ${digits(seconds[0]! / seconds[i]!)} times as fast as published; ${success(report, settings)}`,
    load: load(),
  }))
}

/** What `diorama eval --json` found for these settings, over all formats. */
function success(
  report: EvaluationReport | undefined,
  settings: Pick<Settings, 'sampler' | 'steps' | 'merge'>,
): string {
  const main = report?.tables.find(({ name }) => name === 'main')
  const rows = (main?.rows ?? []).filter(
    ({ mis, merge, steps, sampler, grounding }) =>
      grounding && mis === 0.36 && merge === settings.merge && steps === settings.steps && sampler === settings.sampler,
  )
  if (rows.length === 0) return 'success not evaluated'
  const mean = rows.reduce((total, row) => total + row.success, 0) / rows.length
  return `instance success ${digits(100 * mean)} % over ${rows.length} formats`
}

/** Each way once a round, so that a busy spell hits all of them; a first round that does not count opens the graphs. */
async function inTurn<T>(rounds: number, ways: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const results = ways.map((): T[] => [])
  await ways[0]!()
  for (let round = 0; round < rounds; round++) {
    for (const [i, way] of ways.entries()) results[i]!.push(await way())
  }
  return results
}

function latents({ latents_Chw }: Picture) {
  return float32(latents_Chw, [latents_Chw.length])
}
