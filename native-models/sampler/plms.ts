/**
 * PLMS (Liu et al. 2022), as the published code runs it: DDIM updates along an Adams-Bashforth mean of past noise estimates.
 *
 * The published first step asks twice, the second time one step ahead but with the first step's gate.
 */
import { ddimUpdate } from './ddim.ts'
import type { Schedule } from './schedule.ts'
import { type Query, type State, type Stepped, weightedSum } from './solver.ts'

/** Past guided estimates kept, beside the newest. */
const PAST = 3

export function* plmsStep(state: State, step: number, schedule: Schedule): Generator<Query, Stepped, Float32Array> {
  const eps_BChw = yield { x_BChw: state.x_BChw, step }
  const direction =
    state.past.length === 0
      ? yield* improvedEuler(state.x_BChw, eps_BChw, step, schedule)
      : adamsBashforth(eps_BChw, state.past)
  const { x_BChw, x0_BChw } = ddimUpdate(state.x_BChw, direction, step, schedule)
  return { state: { x_BChw, past: [...state.past, eps_BChw].slice(-PAST) }, x0_BChw, eps_BChw }
}

/** Without a past: the mean of the estimate here and of the one where it leads. */
function* improvedEuler(
  x_BChw: Float32Array,
  eps: Float32Array,
  step: number,
  schedule: Schedule,
): Generator<Query, Float32Array, Float32Array> {
  const ahead = ddimUpdate(x_BChw, eps, step, schedule)
  // a run of one step has nothing ahead: the published code asks at the same timestep again
  const aheadStep = Math.min(step + 1, schedule.timesteps.length - 1)
  const epsAhead = yield { x_BChw: ahead.x_BChw, step: aheadStep }
  return weightedSum([1 / 2, eps], [1 / 2, epsAhead])
}

function adamsBashforth(eps: Float32Array, past: readonly Float32Array[]): Float32Array {
  const [last, second, third] = past.toReversed()
  if (!second) return weightedSum([3 / 2, eps], [-1 / 2, last!])
  if (!third) return weightedSum([23 / 12, eps], [-16 / 12, last!], [5 / 12, second])
  return weightedSum([55 / 24, eps], [-59 / 24, last!], [37 / 24, second], [-9 / 24, third])
}
