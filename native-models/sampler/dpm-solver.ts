/**
 * DPM-Solver++ 2M (Lu et al. 2022, arXiv 2211.01095, algorithm 2): second order, on estimates of the clean latents.
 *
 * One prediction a step. First order at the start, where there is no past, and where the run ends without noise.
 */
import type { Schedule } from './schedule.ts'
import { type Query, type State, type Stepped, cleanLatents, noiseLevel, weightedSum } from './solver.ts'

export function* dpmSolverStep(
  state: State,
  step: number,
  schedule: Schedule,
): Generator<Query, Stepped, Float32Array> {
  const eps_BChw = yield { x_BChw: state.x_BChw, step }
  const x0_BChw = cleanLatents(state.x_BChw, eps_BChw, schedule.signal[step]!)
  const x_BChw = dpmSolverUpdate(state.x_BChw, x0_BChw, state.past.at(-1), step, schedule)
  return { state: { x_BChw, past: [x0_BChw] }, x0_BChw, eps_BChw }
}

/**
 * Moves latents to the noise level after the step.
 *
 * @param x0 the estimate of the clean latents at this step
 * @param lastX0 the one a step earlier, if there was one
 */
export function dpmSolverUpdate(
  x_BChw: Float32Array,
  x0: Float32Array,
  lastX0: Float32Array | undefined,
  step: number,
  schedule: Schedule,
): Float32Array {
  const [here, after] = [noiseLevel(schedule, step), noiseLevel(schedule, step + 1)]
  const h = after.lambda - here.lambda
  const towards = -after.alpha * Math.expm1(-h)
  const keep: [number, Float32Array] = [after.sigma / here.sigma, x_BChw]
  if (!lastX0 || after.sigma === 0) return weightedSum(keep, [towards, x0])
  const r = (here.lambda - noiseLevel(schedule, step - 1).lambda) / h
  return weightedSum(keep, [towards * (1 + 1 / (2 * r)), x0], [-towards / (2 * r), lastX0])
}
