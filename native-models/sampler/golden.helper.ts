/** Golden numbers of the published code for these tests, and a way to run the sampler on answers that are known. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Ask, type SampleOptions, type SampleResult, type Step, sample } from './sampler.ts'

const TINY = join(import.meta.dirname, '../../test/fixtures/tiny')

interface GoldenCase {
  readonly id: string
  readonly kind: string
  readonly params: Record<string, unknown>
  readonly inputs: Record<string, string>
  readonly outputs: Record<string, string>
}

export const goldenCases: readonly GoldenCase[] = JSON.parse(readFileSync(join(TINY, 'cases.json'), 'utf8')).cases

const file = readFileSync(join(TINY, 'golden.safetensors'))
const headerEnd = 8 + Number(file.readBigUInt64LE(0))
const header: Record<string, { dtype: string; data_offsets: [number, number] }> = JSON.parse(
  file.subarray(8, headerEnd).toString(),
)

/** A tensor of the golden file; whole numbers come as their values. */
export function golden(name: string): Float32Array {
  const { dtype, data_offsets } = header[name]!
  const bytes = Uint8Array.from(file.subarray(headerEnd + data_offsets[0], headerEnd + data_offsets[1])).buffer
  return dtype === 'I32' ? Float32Array.from(new Int32Array(bytes)) : new Float32Array(bytes)
}

/** Splits a trace into its tensors. */
export function split(trace: Float32Array, length: number): Float32Array[] {
  return Array.from({ length: trace.length / length }, (_, i) => trace.slice(i * length, (i + 1) * length))
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
}

/** Largest difference as a share of the largest expected value. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return largestDifference(actual, expected) / largestDifference(expected, new Float32Array(expected.length))
}

export interface Recording {
  readonly result: SampleResult
  readonly predictions: readonly (readonly Ask[])[]
  readonly steps: readonly Step[]
}

/** Runs a sampler to its end, answering each ask by a function. */
export function play(options: SampleOptions, answer: (ask: Ask) => Float32Array): Recording {
  const run = sample(options)
  const [predictions, steps]: [(readonly Ask[])[], Step[]] = [[], []]
  let turn = run.next()
  while (!turn.done) {
    if (turn.value.kind === 'step') {
      steps.push(turn.value)
      turn = run.next()
    } else {
      predictions.push(turn.value.asks)
      turn = run.next(turn.value.asks.map(answer))
    }
  }
  return { result: turn.value, predictions, steps }
}
