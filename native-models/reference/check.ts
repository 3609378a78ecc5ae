/** Runs every case of a folder of golden data and says how far each answer is from the expected one. */
import type { AttentionForm } from '../graph/graph.ts'
import { modelConfig } from '../model-config.ts'
import { Networks } from '../networks.ts'
import type { DeviceName } from '../session/session.ts'
import { partCases, type CaseContext, type Outputs } from './cases.ts'
import { openGolden, type AnyCase, type GoldenCase, type GoldenFolder, type GoldenModel } from './golden.ts'
import { requireParams } from './params.ts'
import { CaseReport, reportOf, sentence, type CheckReport } from './report.ts'
import { runCases } from './runs.ts'

/** Runs one case that is not of the networks: compares every output that it expects. */
export type CheckCase = (each: AnyCase, golden: GoldenFolder, report: CaseReport) => void

export interface CheckOptions {
  readonly device: DeviceName
  readonly threads?: number
  /** What the device computes rightly, by its self-test. */
  readonly attention?: AttentionForm | undefined
  readonly onCase?: (done: number, total: number) => void
  /** Kinds of cases that the caller knows how to run. */
  readonly others?: Readonly<Record<string, CheckCase>>
}

/** @throws GoldenError or CheckpointError if the folder cannot be read at all */
export async function checkFolder(
  folder: string,
  { others = {}, onCase, ...device }: CheckOptions,
): Promise<CheckReport> {
  const golden = openGolden(folder)
  const networks = golden.model && networksOf(golden.model, device)
  const reports: CaseReport[] = []
  for (const [done, each] of golden.cases.entries()) {
    onCase?.(done, golden.cases.length)
    const report = new CaseReport(each.id)
    reports.push(report)
    const other = others[each.kind]
    if (other) report.attempt(each.kind, () => other(each, golden, report))
    else await checkNetworks(golden, networks, each, report)
  }
  await networks?.release()
  return reportOf(reports)
}

function networksOf(model: GoldenModel, options: Pick<CheckOptions, 'device' | 'threads'>): Networks {
  const { unet, text, vae } = model.sizes
  const hints = { heads: unet?.numHeads, groups: unet?.groups, textHeads: text?.heads, scaleFactor: vae?.scaleFactor }
  const config = modelConfig(model.checkpoint, hints)
  return new Networks(model.checkpoint, config, options, replacement(model))
}

function replacement({ firstConv }: GoldenModel): ConstructorParameters<typeof Networks>[3] {
  return (
    firstConv && {
      checkpoint: firstConv,
      keys: { 'input_blocks.0.0.weight': 'weight', 'input_blocks.0.0.bias': 'bias' },
    }
  )
}

async function checkNetworks(
  golden: GoldenFolder,
  networks: Networks | undefined,
  each: AnyCase & Partial<GoldenCase>,
  report: CaseReport,
): Promise<void> {
  const { inputs = {}, outputs: expected = {}, params = {} as GoldenCase['params'] } = each
  let outputs: Outputs = {}
  let reason = 'The case ran, but has no such output.'
  try {
    outputs = await answersOf(golden, networks, { ...each, inputs, outputs: expected, params })
  } catch (error) {
    reason = sentence(error)
    if (Object.keys(expected).length === 0) report.fail(each.kind, reason)
  }
  for (const [name, array] of Object.entries(expected)) {
    const answer = outputs[name]
    if (answer) report.attempt(name, () => report.compare(name, answer, golden.array(array).values))
    else report.fail(name, reason)
  }
}

async function answersOf(
  golden: GoldenFolder,
  networks: Networks | undefined,
  { kind, inputs, outputs, params }: GoldenCase,
): Promise<Outputs> {
  const run = partCases[kind] ?? runCases[kind]
  if (!run) throw new RangeError(`Cases of the kind "${kind}" are not known to this version.`)
  if (Object.keys(outputs).length === 0) throw new RangeError('The case expects no outputs.')
  requireParams(kind, params)
  if (!golden.model || !networks) throw new RangeError('The folder names no checkpoint to run the case with.')
  const context: CaseContext = {
    model: golden.model,
    networks,
    params,
    has: (name) => name in inputs,
    expects: (name) => name in outputs,
    input(name) {
      const array = inputs[name]
      if (!array) throw new RangeError(`The case has no input "${name}".`)
      return golden.array(array)
    },
  }
  return run(context)
}
