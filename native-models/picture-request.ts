/**
 * What the pipeline is asked for: one picture, and what it goes on from. Nothing here runs a network.
 */
import type { ModelConfig } from './model-config.ts'
import type { MapSize } from './networks.ts'
import type { Hold } from './sampler/hold.ts'
import { looksAhead, trackSteps, type RunShape } from './sampler/passes.ts'
import { TorchGenerator } from './sampler/randn.ts'
import { requireRunnable, type MultiInstance, type SampleOptions } from './sampler/sampler.ts'
import type { SolverName } from './sampler/schedule.ts'
import type { Grounding } from './unifusion/slots.ts'

export interface InstanceRequest {
  readonly caption: string
  /** This instance in slot 0 and nothing else, for its own track of the multi-instance sampler. */
  readonly alone: Grounding
  /** Latent cells that it covers, 1 or 0, [h·w]; needed to merge by place. */
  readonly place_hw?: Uint8Array
}

export interface PictureRequest {
  readonly prompt: string
  readonly negativePrompt: string
  readonly instances: readonly InstanceRequest[]
  /** All instances, in the order of `instances`. */
  readonly grounding: Grounding
  /** Pixels, multiples of the model's `sideMultiple`. */
  readonly width: number
  readonly height: number
  readonly seed: number
  readonly solver: SolverName
  readonly steps: number
  readonly guidance: number
  /** Share of the steps that are grounded. */
  readonly alpha: number
  /** Share of the steps in which each instance also runs alone. */
  readonly mis: number
  readonly merge: MultiInstance['merge']
  /** Which of `instances` also run alone, in rising order; all of them unless given. */
  readonly alone?: readonly number[]
  /** Of those, by their number in `instances`: latents at the end of the multi-instance phase, so that they need not run. */
  readonly tracks?: ReadonlyMap<number, Float32Array>
  /** What is kept of a parent. */
  readonly hold?: Hold
}

/** Steps of one track; `instance` is its number in the request, or null for the joint run. */
export interface TrackProgress {
  readonly instance: number | null
  readonly done: number
  readonly total: number
}

export function shapeOf(request: PictureRequest): RunShape {
  const { solver, steps, mis: share, tracks, hold } = request
  const alone = aloneOf(request)
  const given = alone.filter((instance) => tracks?.has(instance)).length
  return { solver, steps, multiInstance: { share, instances: alone.length, given }, hold }
}

/** Instances of the multi-instance phase: the number of their tracks in the sampler is one more than their place here. */
export function aloneOf({ alone, instances }: PictureRequest): readonly number[] {
  return alone ?? instances.map((_, instance) => instance)
}

/** Instances whose own tracks run. */
export function runningAlone(request: PictureRequest): number[] {
  const runs = trackSteps(shapeOf(request)).length > 1
  return runs ? aloneOf(request).filter((instance) => !request.tracks?.has(instance)) : []
}

/** Of the joint run, then of each instance's own track that runs. */
export function tracksDone(request: PictureRequest, answered: readonly number[]): TrackProgress[] {
  const ahead = looksAhead(request.solver)
  const [joint, ...own] = trackSteps(shapeOf(request)) as [number, ...number[]]
  const doneOf = (track: number): number => Math.max(0, (answered[track] ?? 0) - ahead)
  const alone = aloneOf(request)
  return [
    { instance: null, done: doneOf(0), total: joint },
    ...runningAlone(request).map((instance, i) => ({
      instance,
      done: doneOf(alone.indexOf(instance) + 1),
      total: own[i]!,
    })),
  ]
}

/** @throws RangeError with one sentence for everything that the sampler would refuse, before a network runs */
export function sampleOptionsOf(
  request: PictureRequest,
  config: Pick<ModelConfig, 'alphasCumprod' | 'unet'>,
  { height, width }: MapSize,
): SampleOptions & { readonly multiInstance: MultiInstance } {
  requireTracks(request)
  requireCells(request, height, width)
  const { instances, mis: share, merge, tracks, hold } = request
  const alone = aloneOf(request)
  const everywhere = new Uint8Array(height * width).fill(1)
  const phase = { share, instances: alone.length, given_N: alone.map((instance) => tracks?.get(instance)) }
  const places_Nhw = alone.map((instance) => instances[instance]!.place_hw ?? everywhere)
  const options = {
    solver: request.solver,
    steps: request.steps,
    alphasCumprod: config.alphasCumprod,
    noise_BChw: new TorchGenerator(request.seed).randn(config.unet.channels * height * width),
    grounding: request.alpha,
    multiInstance: merge === 'place' ? { ...phase, merge, places_Nhw } : { ...phase, merge },
    ...(hold && { hold }),
  }
  requireRunnable(options)
  return options
}

function requireTracks(request: PictureRequest): void {
  const { instances, tracks = new Map<number, Float32Array>() } = request
  const alone = aloneOf(request)
  if (!alone.every((instance, i) => instances[instance] && instance > (alone[i - 1] ?? -1)))
    throw new RangeError(
      `Instances ${alone.join(', ')} were to run alone, but there are ${instances.length}: give their numbers from 0 on in rising order, each once.`,
    )
  const stranger = [...tracks.keys()].find((instance) => !alone.includes(instance))
  if (stranger !== undefined)
    throw new RangeError(
      `There are latents of a track of instance ${stranger}, which does not run alone: leave them out.`,
    )
}

function requireCells({ hold }: PictureRequest, height: number, width: number): void {
  if (hold && hold.region_hw.length !== height * width)
    throw new RangeError(
      `The region has ${hold.region_hw.length} cells, but this picture has ${width} x ${height}: give one value per latent cell.`,
    )
}
