/** `diorama eval`: how often a model of the starter's world puts the right thing in the right place. */
import { Option, type Command } from 'commander'
import { evaluatedFormats, type EvaluationInput, type EvaluationReport } from '../../contract/evaluation.ts'
import { mergeNames, samplerNames, settingsSchema, type ModelUse, type Settings } from '../../contract/run.ts'
import { deviceOption, requireDevice } from './device.ts'
import { addEvalRounds } from './eval-rounds.ts'
import { modelFile } from './model-file.ts'
import { decimal, integer, list, oneOf } from './numbers.ts'
import { columns, printJson, printLine } from './output.ts'
import { progressBar } from './progress.ts'
import { withEngine, type EngineSession } from './session.ts'

interface EvalOptions extends Partial<Pick<Settings, 'steps' | 'sampler' | 'guidance'>> {
  readonly layouts: number
  readonly formats: EvaluationInput['formats']
  readonly mis: EvaluationInput['mis']
  readonly merge: EvaluationInput['merges']
  readonly device: ModelUse['device']
  readonly json?: true
}

export function addEval(program: Command): void {
  const command = program
    .command('eval')
    .description('measure a model of the starter world: is the right thing in the right place')
    .enablePositionalOptions()
    .argument('<model>', 'starter, or the path of a checkpoint of its world')
    .option('--layouts <n>', 'how many of the held-out scenes', integer(1, 10_000), 48)
    .option('--formats <names>', `which of ${evaluatedFormats.join(', ')}`, list(oneOf(evaluatedFormats)), [
      ...evaluatedFormats,
    ])
    .option('--mis <shares>', 'shares of the multi-instance phase to compare', list(decimal(0, 1)), [0, 0.36])
    .option('--merge <rules>', `which of ${mergeNames.join(', ')}`, list(oneOf(mergeNames)), ['place', 'published'])
    .option('--steps <n>', 'steps from noise to picture (default: what suits the model)', integer(1, 1000))
    .addOption(
      new Option('--sampler <name>', 'how the steps are made (default: what suits the model)').choices(samplerNames),
    )
    .option('--guidance <scale>', 'how strictly the words are followed', decimal(0, 100))
    .addOption(deviceOption())
    .option('--json', 'answer with one JSON object')
    .action((name: string, options: EvalOptions) => withEngine((session) => evaluate(session, name, options)))
  addEvalRounds(command)
}

async function evaluate(session: EngineSession, name: string, options: EvalOptions): Promise<void> {
  const { host, signal } = session
  const { layouts, formats, mis, merge: merges, device, json, ...given } = options
  const use: ModelUse = { path: modelFile(name), device }
  await requireDevice(session, device)
  const { recommended } = await host.call('load', use, { signal })
  const settings = settingsSchema.parse({ ...recommended, ...given })
  const bar = progressBar('pictures', { evaluate: 'drawing and looking' })
  const input = { ...use, layouts, formats, mis, merges, settings }
  const report = await host.call('evaluate', input, { signal, onProgress: bar.show }).finally(bar.stop)
  if (json) printJson(report)
  else printLine(table(report))
}

/** Shares in per cent; the recogniser on real pictures of the same scenes stands above the model's rows. */
function table({ layouts, instances, recogniser, rows }: EvaluationReport): string {
  const head = [
    'formats',
    'mis',
    'merge',
    'steps',
    'sampler',
    'present',
    'class',
    'colour',
    'texture',
    'success',
    'seconds',
  ]
  const real = ['(real pictures)', '', '', '', '', ...shares(recogniser), '']
  const lines = rows.map((row) => [
    row.formats,
    String(row.mis),
    row.mis > 0 ? row.merge : '',
    String(row.steps),
    row.sampler,
    ...shares(row),
    row.seconds.toFixed(2),
  ])
  return `${layouts} scenes, ${instances} instances; shares in per cent.\n${columns([head, real, ...lines])}`
}

function shares(found: EvaluationReport['recogniser']): string[] {
  return [found.present, found.class, found.colour, found.texture, found.success].map((share) =>
    (100 * share).toFixed(1),
  )
}
