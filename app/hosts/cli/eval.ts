/** `diorama eval`: how often a model of the starter's world puts the right thing in the right place. */
import { Option, type Command } from 'commander'
import {
  evaluatedFormats,
  evaluationSets,
  evaluationTables,
  type EvaluationInput,
  type EvaluationTable,
} from '../../contract/evaluation.ts'
import { mergeNames, samplerNames, settingsSchema, type ModelUse, type Settings } from '../../contract/run.ts'
import { deviceOption, requireDevice } from './device.ts'
import { addEvalRounds } from './eval-rounds.ts'
import { evaluationText } from './eval-text.ts'
import { modelFile } from './model-file.ts'
import { decimal, integer, list, oneOf } from './numbers.ts'
import { printJson, printLine } from './output.ts'
import { userPath } from './paths.ts'
import { withPictures } from './pictures.ts'
import { progressBar } from './progress.ts'
import { withEngine, type EngineSession } from './session.ts'

interface EvalOptions extends Partial<Pick<Settings, 'steps' | 'sampler' | 'guidance'>> {
  readonly set: EvaluationInput['set']
  readonly layouts: number
  readonly table: readonly EvaluationTable[]
  readonly formats: EvaluationInput['formats']
  readonly mis?: EvaluationInput['mis']
  readonly merge?: EvaluationInput['merges']
  readonly device: ModelUse['device']
  readonly pictures?: string
  readonly json?: true
}

export function addEval(program: Command): void {
  const command = program
    .command('eval')
    .description('measure a model of the starter world: is the right thing in the right place')
    .enablePositionalOptions()
    .argument('<model>', 'starter, or the path of a checkpoint of its world')
    .addOption(
      new Option('--set <name>', 'which held-out scenes: as training draws them, by number of things, by overlap')
        .choices(evaluationSets)
        .default('usual'),
    )
    .option('--layouts <n>', 'how many of them', integer(1, 10_000), 48)
    .option('--table <names>', `which of ${evaluationTables.join(', ')}`, list(oneOf(evaluationTables)), ['main'])
    .option('--formats <names>', `which of ${evaluatedFormats.join(', ')}`, list(oneOf(evaluatedFormats)), [
      'box',
      'point',
      'scribble',
      'mask',
      'all',
    ])
    .option(
      '--mis <shares>',
      'shares of the multi-instance phase to compare (default: what suits the model)',
      list(decimal(0, 1)),
    )
    .option(
      '--merge <rules>',
      `which of ${mergeNames.join(', ')} (default: what suits the model)`,
      list(oneOf(mergeNames)),
    )
    .option('--steps <n>', 'steps from noise to picture (default: what suits the model)', integer(1, 1000))
    .addOption(
      new Option('--sampler <name>', 'how the steps are made (default: what suits the model)').choices(samplerNames),
    )
    .option('--guidance <scale>', 'how strictly the words are followed', decimal(0, 100))
    .addOption(deviceOption())
    .option('--pictures <folder>', 'write what was drawn, each beside its real picture')
    .option('--json', 'answer with one JSON object')
    .action((name: string, options: EvalOptions) => withEngine((session) => evaluate(session, name, options)))
  addEvalRounds(command)
}

async function evaluate(session: EngineSession, name: string, options: EvalOptions): Promise<void> {
  const { host, signal } = session
  const { set, layouts, table, formats, mis, merge, device, pictures: folder, json, ...given } = options
  const use: ModelUse = { path: modelFile(name), device }
  await requireDevice(session, device)
  const { recommended } = await host.call('load', use, { signal })
  const settings = settingsSchema.parse({ ...recommended, ...given })
  const pictures = folder === undefined ? undefined : userPath(folder)
  const input: EvaluationInput = {
    ...use,
    set,
    layouts,
    tables: [...table],
    formats,
    mis: mis ?? [settings.mis],
    merges: merge ?? [settings.merge],
    settings,
    ...(pictures !== undefined && { pictures }),
  }
  const bar = progressBar('pictures', { evaluate: 'drawing and looking' })
  const work = () => host.call('evaluate', input, { signal, onProgress: bar.show })
  const report = await withPictures(pictures, work).finally(bar.stop)
  if (json) printJson(report)
  else printLine(evaluationText(report))
}
