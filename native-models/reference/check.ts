/** Runs every case of a folder of golden data and says how far each answer is from the expected one. */
import { modelConfig } from '../model-config.ts'
import { Networks } from '../networks.ts'
import type { DeviceName } from '../session/session.ts'
import { partCases, type CaseContext } from './cases.ts'
import { openGolden, type GoldenArray, type GoldenCase, type GoldenFolder } from './golden.ts'
import { runCases } from './runs.ts'

export interface CheckedTensor {
  readonly case: string
  readonly name: string
  /** ‖a − b‖ / ‖b‖ */
  readonly relativeError: number
  readonly maxAbsolute: number
  /** Share of numbers that differ at all. */
  readonly differing: number
  /** Bytes of a picture: one that falls on the other side of a whole number is off by 1, so the share that differs tells, not the error. */
  readonly isBytes: boolean
}

export interface FailedOutput {
  readonly case: string
  readonly name: string
  readonly reason: string
}

export interface CheckReport {
  readonly tensors: readonly CheckedTensor[]
  /** Expected outputs that could not be made. */
  readonly failures: readonly FailedOutput[]
  /** The largest relative error of all outputs that are not bytes. */
  readonly worst?: CheckedTensor
  /** The bytes of which the largest share differs. */
  readonly worstBytes?: CheckedTensor
}

export interface CheckOptions {
  readonly device: DeviceName
  readonly threads?: number
  readonly onCase?: (done: number, total: number) => void
}

/** @throws GoldenError or CheckpointError if the folder cannot be read at all */
export async function checkFolder(folder: string, options: CheckOptions): Promise<CheckReport> {
  const golden = openGolden(folder)
  const { numHeads: heads, groups } = golden.sizes.unet
  const config = modelConfig(golden.checkpoint, { heads, groups, textHeads: golden.sizes.text.heads })
  const networks = new Networks(golden.checkpoint, config, options, replacement(golden))
  const tensors: CheckedTensor[] = []
  const failures: FailedOutput[] = []
  for (const [done, each] of golden.cases.entries()) {
    options.onCase?.(done, golden.cases.length)
    await checkCase(golden, networks, each, tensors, failures)
  }
  await networks.release()
  const worst = tensors.filter((tensor) => !tensor.isBytes).toSorted((a, b) => b.relativeError - a.relativeError)[0]
  const worstBytes = tensors.filter((tensor) => tensor.isBytes).toSorted((a, b) => b.differing - a.differing)[0]
  return { tensors, failures, ...(worst && { worst }), ...(worstBytes && { worstBytes }) }
}

function replacement({ firstConv }: GoldenFolder): ConstructorParameters<typeof Networks>[3] {
  return (
    firstConv && {
      checkpoint: firstConv,
      keys: { 'input_blocks.0.0.weight': 'weight', 'input_blocks.0.0.bias': 'bias' },
    }
  )
}

async function checkCase(
  golden: GoldenFolder,
  networks: Networks,
  each: GoldenCase,
  tensors: CheckedTensor[],
  failures: FailedOutput[],
): Promise<void> {
  const run = partCases[each.kind] ?? runCases[each.kind]
  const fail = (name: string, reason: string): unknown => failures.push({ case: each.id, name, reason })
  const context: CaseContext = {
    golden,
    networks,
    params: each.params,
    input(name) {
      const array = each.inputs[name]
      if (!array) throw new RangeError(`The case has no input "${name}".`)
      return golden.array(array)
    },
  }
  let outputs: Readonly<Record<string, ArrayLike<number>>> = {}
  let reason = `Cases of the kind "${each.kind}" are not known to this version.`
  try {
    if (run) outputs = await run(context)
    if (run) reason = 'The case ran, but has no such output.'
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error)
  }
  for (const [name, array] of Object.entries(each.outputs)) {
    const answer = outputs[name]
    if (!answer) {
      fail(name, reason)
      continue
    }
    const expected = golden.array(array)
    if (answer.length === expected.values.length)
      tensors.push({ case: each.id, name, ...distance(answer, expected), isBytes: answer instanceof Uint8Array })
    else
      fail(
        name,
        `There are ${answer.length} numbers, expected ${expected.values.length} ([${expected.shape.join(', ')}]).`,
      )
  }
}

/** Not a number anywhere counts as infinitely far. */
function distance(
  answer: ArrayLike<number>,
  { values }: GoldenArray,
): Omit<CheckedTensor, 'case' | 'name' | 'isBytes'> {
  let [off, size, maxAbsolute, differing] = [0, 0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const difference = Math.abs(answer[i]! - values[i]!)
    off += difference ** 2
    size += values[i]! ** 2
    if (difference !== 0) differing++
    maxAbsolute = Math.max(maxAbsolute, Number.isNaN(difference) ? Infinity : difference)
  }
  const relative = size > 0 ? Math.sqrt(off / size) : Math.sqrt(off)
  return {
    relativeError: Number.isNaN(relative) ? Infinity : relative,
    maxAbsolute,
    differing: differing / Math.max(1, values.length),
  }
}
