/** What every solver is: one step as a generator that asks for noise estimates and returns new values. */
import type { Schedule } from './schedule.ts'

/** One guided noise estimate is wanted for these latents, at the timestep of that step. */
export interface Query {
  readonly x_BChw: Float32Array
  readonly step: number
}

export interface State {
  readonly x_BChw: Float32Array
  /** What the multistep formulae look back on, oldest first: noise estimates (PLMS) or clean latents (the others). */
  readonly past: readonly Float32Array[]
  /** The last step's start and end, for a solver that corrects it afterwards (UniPC). */
  readonly lastStep?: { readonly from_BChw: Float32Array; readonly to_BChw: Float32Array }
}

export interface Stepped {
  readonly state: State
  /** The clean latents that this step moves towards, for previews. */
  readonly x0_BChw: Float32Array
  /** The guided estimate at this step, before any multistep formula. */
  readonly eps_BChw: Float32Array
}

export type SolverStep = (state: State, step: number, schedule: Schedule) => Generator<Query, Stepped, Float32Array>

type Term = readonly [weight: number, tensor: Float32Array]

/** A weighted sum of tensors of one shape, added up in double precision. */
export function weightedSum(first: Term, ...rest: Term[]): Float32Array {
  const sum = new Float64Array(first[1].length)
  for (const [weight, tensor] of [first, ...rest]) {
    if (weight === 0) continue
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * tensor[i]!
  }
  return new Float32Array(sum)
}

/** The clean latents that a noise estimate implies: (x - sigma e) / alpha. */
export function cleanLatents(x: Float32Array, eps: Float32Array, signal: number): Float32Array {
  return weightedSum([1 / Math.sqrt(signal), x], [-Math.sqrt((1 - signal) / signal), eps])
}

/** alpha, sigma and half the logarithm of the signal-to-noise ratio (lambda in both solver papers; infinite without noise). */
export function noiseLevel(schedule: Schedule, step: number): { alpha: number; sigma: number; lambda: number } {
  const signal = schedule.signal[step]!
  const [alpha, sigma] = [Math.sqrt(signal), Math.sqrt(1 - signal)]
  return { alpha, sigma, lambda: Math.log(alpha / sigma) }
}
