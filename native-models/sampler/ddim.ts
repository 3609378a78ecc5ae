/** DDIM without noise (Song et al. 2021), as the published code runs it. */
import type { Schedule } from './schedule.ts'
import { type Query, type State, type Stepped, cleanLatents, weightedSum } from './solver.ts'

/** Moves latents along a noise estimate to the noise level after the step. */
export function ddimUpdate(x_BChw: Float32Array, eps: Float32Array, step: number, schedule: Schedule) {
  const after = schedule.signal[step + 1]!
  const x0_BChw = cleanLatents(x_BChw, eps, schedule.signal[step]!)
  return { x0_BChw, x_BChw: weightedSum([Math.sqrt(after), x0_BChw], [Math.sqrt(1 - after), eps]) }
}

export function* ddimStep(state: State, step: number, schedule: Schedule): Generator<Query, Stepped, Float32Array> {
  const eps_BChw = yield { x_BChw: state.x_BChw, step }
  const { x_BChw, x0_BChw } = ddimUpdate(state.x_BChw, eps_BChw, step, schedule)
  return { state: { x_BChw, past: [] }, x0_BChw, eps_BChw }
}
