/** What a preview shows of a step: the clean latents that its tracks move towards, put together as the run will do it. */
import { composed, isHeld } from './sampler/hold.ts'
import { placedOver } from './sampler/merge.ts'
import { mergedTracks, type MultiInstance, type SampleOptions, type Step } from './sampler/sampler.ts'

export type PreviewedOptions = SampleOptions & { readonly multiInstance: MultiInstance }

/** @param steps all tracks' of one step; a track whose latents are given is not among them, nor in the preview */
export function previewLatents(steps: readonly Step[], { hold, multiInstance }: PreviewedOptions): Float32Array {
  const joint = steps.find(({ track }) => track === 0)
  const own = steps.filter(({ track }) => track !== 0)
  const phase = only(multiInstance, own)
  const x0_N = own.map(({ x0_BChw }) => x0_BChw)
  if (joint) {
    const x0 = own.length === 0 ? joint.x0_BChw : mergedTracks([joint.x0_BChw, ...x0_N], phase)
    return hold && isHeld(hold, joint.step, joint.steps) ? composed(x0, hold.clean_BChw, hold.region_hw) : x0
  }
  // tracks without a joint run stand before the parent's picture, and they are merged by place
  const places_Nhw = phase.merge === 'place' ? phase.places_Nhw : []
  return composed(placedOver(hold!.clean_BChw, x0_N, places_Nhw), hold!.clean_BChw, hold!.region_hw)
}

/** The same of one track alone: its own estimate, the joint run's with what is held of the parent. */
export function latentsOfTrack(
  { track, step, steps, x0_BChw }: Step,
  { hold }: Pick<SampleOptions, 'hold'>,
): Float32Array {
  const isHeldNow = track === 0 && hold && isHeld(hold, step, steps)
  return isHeldNow ? composed(x0_BChw, hold.clean_BChw, hold.region_hw) : x0_BChw
}

/** The phase with these tracks alone. */
function only(phase: MultiInstance, own: readonly Step[]): MultiInstance {
  if (phase.merge !== 'place') return phase
  return { ...phase, places_Nhw: own.map(({ track }) => phase.places_Nhw[track - 1]!) }
}
