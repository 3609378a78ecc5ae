/** Golden numbers of the published code for these tests, and a way to run the sampler on answers that are known. */
import { Golden, type GoldenCase, tinyFolder } from '../../test/golden.ts'
import { type Ask, type SampleOptions, type SampleResult, type Step, sample } from './sampler.ts'

export const tiny = new Golden(tinyFolder)

/** An output of a case. */
export function outputOf(of: GoldenCase, name: string): Float32Array {
  return tiny.output(of, name, 'F32').data
}

/** Splits a trace into its tensors. */
export function split(trace: Float32Array, length: number): Float32Array[] {
  return Array.from({ length: trace.length / length }, (_, i) => trace.slice(i * length, (i + 1) * length))
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
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
