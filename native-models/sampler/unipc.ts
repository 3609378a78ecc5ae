/**
 * UniPC (Zhao et al. 2023, arXiv 2302.04867): order 2, B(h) = e^h - 1 ("bh2", with -h for h), on estimates of the clean latents.
 *
 * One prediction a step: the estimate made at a step's start first corrects the step before (UniC) and then predicts
 * the next one (UniP, which at this order and B(h) is DPM-Solver++ 2M).
 */
import { dpmSolverUpdate } from './dpm-solver.ts'
import type { Schedule } from './schedule.ts'
import { type Query, type State, type Stepped, cleanLatents, noiseLevel, weightedSum } from './solver.ts'

/** Estimates kept: the corrector looks at the two before the newest. */
const PAST = 2

export function* unipcStep(state: State, step: number, schedule: Schedule): Generator<Query, Stepped, Float32Array> {
  const eps_BChw = yield { x_BChw: state.x_BChw, step }
  const x0_BChw = cleanLatents(state.x_BChw, eps_BChw, schedule.signal[step]!)
  const from_BChw = correctUnchanged(state, x0_BChw, step, schedule)
  const x_BChw = dpmSolverUpdate(from_BChw, x0_BChw, state.past.at(-1), step, schedule)
  const past = [...state.past, x0_BChw].slice(-PAST)
  return { state: { x_BChw, past, lastStep: { from_BChw, to_BChw: x_BChw } }, x0_BChw, eps_BChw }
}

/** Latents changed since the step that made them, by a merge or a hold, stay: taking that step again would undo the change. */
function correctUnchanged(state: State, x0: Float32Array, step: number, schedule: Schedule): Float32Array {
  const { x_BChw, past, lastStep } = state
  if (!lastStep) return x_BChw
  const corrected = correct(lastStep.from_BChw, x0, past, step, schedule)
  return x_BChw.map((x, i) => (x === lastStep.to_BChw[i] ? corrected[i]! : x))
}

/**
 * UniC: takes the step before this one again, now knowing the estimate at its end.
 *
 * @param from latents where that step started
 * @param x0 the estimate at its end, which is this step's start
 */
function correct(
  from: Float32Array,
  x0: Float32Array,
  past: readonly Float32Array[],
  step: number,
  schedule: Schedule,
): Float32Array {
  const [start, end] = [noiseLevel(schedule, step - 1), noiseLevel(schedule, step)]
  const h = end.lambda - start.lambda
  const towards = -end.alpha * Math.expm1(-h)
  const keep: [number, Float32Array] = [end.sigma / start.sigma, from]
  const [startX0, lastX0] = past.toReversed()
  if (!lastX0) return weightedSum(keep, [towards / 2, startX0!], [towards / 2, x0])
  const r = (noiseLevel(schedule, step - 2).lambda - start.lambda) / h
  const [rho, rhoEnd] = correctorWeights(-h, r)
  return weightedSum(
    keep,
    [towards * (1 - rho / r - rhoEnd), startX0!],
    [(towards * rho) / r, lastX0],
    [towards * rhoEnd, x0],
  )
}

/**
 * Weights of the differences to the estimate before and to the one at the end: the paper's 2 x 2 system R rho = b.
 *
 * @param z -h, the data-prediction form's argument of the phi functions
 * @param r place of the estimate before, in steps from this one's start (negative)
 */
function correctorWeights(z: number, r: number): [rho: number, rhoEnd: number] {
  const phi1 = Math.expm1(z) / z
  const phi2 = (phi1 - 1) / z
  const phi3 = (phi2 - 1 / 2) / z
  const [b1, b2] = [phi2 / phi1, (2 * phi3) / phi1]
  const rho = (b1 - b2) / (1 - r)
  return [rho, b1 - rho]
}
