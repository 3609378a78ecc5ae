/**
 * The baseline for rounds that hold: blended latent diffusion (Avrahami et al. 2022). Before every step the clean latents
 * outside the region are noised afresh; no trajectory is known, and nothing is pasted back.
 */
import { stepsOf } from '../conditions/plan.ts'
import type { RoundRun } from '../contract/hold.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import type { RoundPlan } from '../studio/round-plan.ts'
import { noised } from '../../native-models/sampler/hold.ts'
import { TorchGenerator } from '../../native-models/sampler/randn.ts'
import { scheduleFor, sdAlphasCumprod } from '../../native-models/sampler/schedule.ts'

type Engine = Pick<EngineHost, 'generateRound' | 'encode'>

/** The plan without what the baseline does not have. The region is the same. */
export function blendingPlan(plan: RoundPlan): RoundPlan {
  return { ...plan, hold: { ...plan.hold, mode: 'harmonise', until: 1, pixelRegion: null, startsFromTracks: false } }
}

/** The engine, given latents of fresh noise as the parent's trajectory. */
export function blendingEngine(engine: Engine): Engine {
  return {
    encode: (...input) => engine.encode(...input),
    generateRound: (round, hooks) => engine.generateRound(withFreshNoise(round), hooks),
  }
}

/** For models with the noise schedule of Stable Diffusion 1.x, as the starter model and the published one have. */
function withFreshNoise(round: RoundRun): RoundRun {
  const { hold, run } = round
  if (!hold) return round
  const { settings } = run
  const { signal } = scheduleFor(settings.sampler, settings.steps, sdAlphasCumprod())
  // Its own stream: the run's noise would be the parent's, where the seed is.
  const noise = new TorchGenerator((settings.seed ^ 0x80000000) >>> 0)
  const trajectory = Array.from({ length: stepsOf(settings).made }, (_, step) => ({
    step,
    x_Chw: noised(hold.clean_Chw, noise.randn(hold.clean_Chw.length), signal[step]!),
  }))
  return { ...round, hold: { ...hold, trajectory } }
}
