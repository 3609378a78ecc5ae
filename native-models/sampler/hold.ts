/**
 * Keeps a part of the picture as its parent has it: before the joint run's network passes, latents outside a region are
 * replaced by the parent's of the same step.
 *
 * Blended diffusion and RePaint (Avrahami 2022, Lugmayr 2022) noise the clean latents afresh at every step. The parent's own
 * trajectory, where it is known, leaves nothing to chance.
 */
import type { Schedule } from './schedule.ts'
import { weightedSum } from './solver.ts'

export interface TrajectoryStep {
  readonly step: number
  /** Latents before that step. */
  readonly x_BChw: Float32Array
}

export interface Hold {
  /** 1 in each latent cell that is drawn anew, h * w; for all channels and batch entries alike. */
  readonly region_hw: Uint8Array
  /** Share of the steps after which the rest is let go; 1 holds it to the end. */
  readonly until: number
  /** The parent's latents at the end of its run. */
  readonly clean_BChw: Float32Array
  /** The parent's latents before steps of the same schedule; before the others they are made from `clean_BChw` and the noise. */
  readonly trajectory: readonly TrajectoryStep[]
  /** The multi-instance phase without a joint run, which begins at its end from the tracks and the parent's latents. */
  readonly startsFromTracks: boolean
}

/** A hold at work in one run. */
export interface Holding {
  /** The parent's latents before a step; behind the last one its clean ones. */
  parentAt(step: number): Float32Array
  /** What the joint run has before a step: the very same array where nothing is held. */
  before(x_BChw: Float32Array, step: number): Float32Array
  /** What the run ends with. */
  end(x_BChw: Float32Array): Float32Array
}

export function holdingOf(hold: Hold, schedule: Schedule, noise_BChw: Float32Array): Holding {
  const steps = schedule.timesteps.length
  const known = new Map(hold.trajectory.map(({ step, x_BChw }) => [step, x_BChw]))
  const parentAt = (step: number): Float32Array =>
    step < steps ? (known.get(step) ?? noised(hold.clean_BChw, noise_BChw, schedule.signal[step]!)) : hold.clean_BChw
  return {
    parentAt,
    before: (x_BChw, step) => (isHeld(hold, step, steps) ? composed(x_BChw, parentAt(step), hold.region_hw) : x_BChw),
    end: (x_BChw) => (hold.until === 1 ? composed(x_BChw, hold.clean_BChw, hold.region_hw) : x_BChw),
  }
}

export const nothingHeld: Holding = {
  parentAt: () => {
    throw new RangeError('A run without a hold has no parent.')
  },
  before: (x_BChw) => x_BChw,
  end: (x_BChw) => x_BChw,
}

/** Whether the hold acts before that step of so many. */
export function isHeld({ until }: Pick<Hold, 'until'>, step: number, steps: number): boolean {
  return step < until * steps
}

/** @returns `inside` where the region is, `outside` elsewhere; a new array in any case */
export function composed(inside: Float32Array, outside: Float32Array, region_hw: Uint8Array): Float32Array {
  const cells = region_hw.length
  return inside.map((value, i) => (region_hw[i % cells] ? value : outside[i]!))
}

/** q(x_t | x_0): the clean latents at a noise level. */
export function noised(clean: Float32Array, noise: Float32Array, signal: number): Float32Array {
  return weightedSum([Math.sqrt(signal), clean], [Math.sqrt(1 - signal), noise])
}

/** @throws RangeError unless everything has the size of the run's latents and stands at a step of the run */
export function requireHold(hold: Hold, latentValues: number, steps: number): void {
  const { region_hw, until, clean_BChw, trajectory } = hold
  if (!(until >= 0 && until <= 1))
    throw new RangeError(`The hold lasts until ${until}: give a share of the steps from 0 to 1.`)
  if (region_hw.length === 0 || latentValues % region_hw.length !== 0)
    throw new RangeError(
      `The region has ${region_hw.length} cells, which does not fit latents of ${latentValues} values: give one value per latent cell.`,
    )
  requireLatents("The parent's clean latents", clean_BChw, latentValues)
  const seen = new Set<number>()
  for (const { step, x_BChw } of trajectory) {
    if (!Number.isInteger(step) || step < 0 || step >= steps || seen.has(step))
      throw new RangeError(
        `The parent's trajectory has step ${step}, but this run has steps 0 to ${steps - 1}, each once: give the trajectory of the same schedule, or none.`,
      )
    seen.add(step)
    requireLatents(`The parent's latents before step ${step}`, x_BChw, latentValues)
  }
}

/** @throws RangeError */
export function requireLatents(what: string, x_BChw: Float32Array, latentValues: number): void {
  if (x_BChw.length !== latentValues)
    throw new RangeError(
      `${what} are ${x_BChw.length} values, but this run's are ${latentValues}: give latents of the same size.`,
    )
}
