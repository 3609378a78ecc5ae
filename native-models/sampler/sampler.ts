/**
 * A whole run, from noise to latents: the steps of a solver, alone or with the multi-instance phase before them
 * (InstanceDiffusion, Wang et al. 2024).
 *
 * Pure: asks for predictions by yielding, keeps nothing. Who answers makes the network passes, counts and cancels.
 */
import { ddimStep } from './ddim.ts'
import { dpmSolverStep } from './dpm-solver.ts'
import {
  type Hold,
  type Holding,
  type TrajectoryStep,
  holdingOf,
  nothingHeld,
  requireHold,
  requireLatents,
} from './hold.ts'
import { mergeByPlace, mergeEverywhere, placedOver, requirePlaces } from './merge.ts'
import { multiInstancePhase } from './passes.ts'
import { plmsStep } from './plms.ts'
import { type GateShares, type SolverName, gates, scheduleFor, stepCount } from './schedule.ts'
import type { Schedule } from './schedule.ts'
import type { Query, SolverStep, State, Stepped } from './solver.ts'
import { unipcStep } from './unipc.ts'

/** Track 0 is the joint run of the whole scene; track j is the run of instance j alone, in its multi-instance phase. */
export interface Ask {
  readonly track: number
  readonly x_BChw: Float32Array
  readonly timestep: number
  /** Strength of the gated self-attention, 0..1. */
  readonly gate: number
}

/** All asks of one step of all tracks: they are independent, so they may be answered in any order or as one batch. */
export interface Predict {
  readonly kind: 'predict'
  readonly asks: readonly Ask[]
}

export interface Step {
  readonly kind: 'step'
  readonly track: number
  readonly step: number
  /** The run's number of steps, the same for every track. */
  readonly steps: number
  /** After the step; of the joint run's last step before the merge, still unmerged. */
  readonly x_BChw: Float32Array
  /** The step's estimate of the clean latents, for previews. */
  readonly x0_BChw: Float32Array
  /** The guided estimate asked at this step, before any multistep formula. */
  readonly eps_BChw: Float32Array
}

export type Yield = Predict | Step

/** One guided noise estimate per ask, in order; nothing for a step. */
export type Answers = readonly Float32Array[] | undefined

/** `published` averages all tracks over the whole latent; `place` only where an instance stands. */
export type MultiInstance = {
  readonly share: number
  /** That take part in the phase. */
  readonly instances: number
  /** By instance: its latents at the end of the phase, where it need not run again. */
  readonly given_N?: readonly (Float32Array | undefined)[]
} & (
  | { readonly merge: 'published' }
  | {
      readonly merge: 'place'
      /** One an instance, 1 in each latent cell that it covers: h * w cells. */
      readonly places_Nhw: readonly Uint8Array[]
    }
)

export interface SampleOptions {
  readonly solver: SolverName
  readonly steps: number
  readonly alphasCumprod: ArrayLike<number>
  readonly noise_BChw: Float32Array
  /** The share of steps with grounding, or shares of full, decaying and no grounding. */
  readonly grounding: number | GateShares
  readonly multiInstance?: MultiInstance
  /** Acts on the joint run only: an instance's own track depends on no parent. */
  readonly hold?: Hold
}

export interface SampleResult {
  readonly x_BChw: Float32Array
  /**
   * Latents of every track at the end of the multi-instance phase, joint run first; undefined for one that did not run.
   * Empty without such a phase.
   */
  readonly trackLatents: readonly (Float32Array | undefined)[]
  /** What the joint run went on from after the multi-instance phase. */
  readonly merged_BChw?: Float32Array
  /** Latents before each step of the joint run, as the network saw them. */
  readonly trajectory: readonly TrajectoryStep[]
}

interface Run {
  readonly solverStep: SolverStep
  readonly schedule: Schedule
  readonly gates: readonly number[]
  readonly holding: Holding
}

interface Track {
  readonly track: number
  readonly state: State
}

export const SOLVER_STEPS: Record<SolverName, SolverStep> = {
  plms: plmsStep,
  ddim: ddimStep,
  dpmpp2m: dpmSolverStep,
  unipc: unipcStep,
}

/**
 * Runs a solver from noise to latents.
 *
 * Tracks start from the same array object, so the answerer can see that their first unconditional estimate is the same.
 *
 * @throws RangeError for steps, shares, places, tracks or a hold that cannot be run, before the first ask
 */
export function* sample(options: SampleOptions): Generator<Yield, SampleResult, Answers> {
  requireRunnable(options)
  const run = runOf(options)
  const steps = run.schedule.timesteps.length
  const { multiInstance, noise_BChw } = options
  const { instances, mergeAt } = multiInstancePhase(steps, multiInstance)
  const start: State = { x_BChw: noise_BChw, past: [] }
  const own = ownTracks(instances, multiInstance?.given_N)
  const isJointFirst = !options.hold?.startsFromTracks
  const tracks = [...(isJointFirst ? [0] : []), ...own].map((track): Track => ({ track, state: start }))
  const before: TrajectoryStep[] = []
  const apart = yield* stepsTogether(run, tracks, 0, mergeAt, before)
  const joint = apart.find(({ track }) => track === 0)?.state ?? start
  const trackLatents = mergeAt > 0 ? byTrack(apart, instances) : []
  const merged = mergeAt > 0 ? mergedAt(mergeAt, run.holding, trackLatents, multiInstance!) : undefined
  // the joint run's past goes on with the merged latents
  const together = [{ track: 0, state: merged ? { ...joint, x_BChw: merged } : joint }]
  const after: TrajectoryStep[] = []
  const [end] = yield* stepsTogether(run, together, mergeAt, steps, after)
  return {
    x_BChw: run.holding.end(end!.state.x_BChw),
    trackLatents,
    ...(merged && { merged_BChw: merged }),
    trajectory: [...before, ...after],
  }
}

/** @throws RangeError */
export function requireRunnable({ noise_BChw, multiInstance, hold, ...shape }: SampleOptions): void {
  const steps = stepCount(shape.solver, shape.steps)
  const { instances } = multiInstancePhase(steps, multiInstance)
  if (hold) requireHold(hold, noise_BChw.length, steps)
  if (multiInstance?.merge === 'place' && instances > 0)
    requirePlaces(noise_BChw.length, instances, multiInstance.places_Nhw)
  if (hold?.startsFromTracks && (multiInstance?.merge !== 'place' || instances === 0))
    throw new RangeError(
      'A run can start from the tracks of its instances only after a multi-instance phase of at least one step and one instance, merged by place.',
    )
  const { given_N = [] } = multiInstance ?? {}
  if (given_N.length > (multiInstance?.instances ?? 0))
    throw new RangeError(`There are tracks for ${given_N.length} instances, but ${multiInstance?.instances} take part.`)
  for (const given of given_N) if (given) requireLatents('The given latents of a track', given, noise_BChw.length)
}

function runOf(options: SampleOptions): Run {
  const schedule = scheduleFor(options.solver, options.steps, options.alphasCumprod)
  return {
    solverStep: SOLVER_STEPS[options.solver],
    schedule,
    gates: gates(schedule.timesteps.length, options.grounding),
    holding: options.hold ? holdingOf(options.hold, schedule, options.noise_BChw) : nothingHeld,
  }
}

/** Numbers of the instances' tracks that have to run. */
function ownTracks(instances: number, given: MultiInstance['given_N'] = []): number[] {
  return Array.from({ length: instances }, (_, n) => n + 1).filter((track) => !given[track - 1])
}

function byTrack(tracks: readonly Track[], instances: number): (Float32Array | undefined)[] {
  const latents = new Map(tracks.map(({ track, state }) => [track, state.x_BChw]))
  return Array.from({ length: instances + 1 }, (_, track) => latents.get(track))
}

/** What the joint run goes on from: the tracks that ran, and those that are given, in the order of the instances. */
function mergedAt(
  step: number,
  holding: Holding,
  [joint, ...own]: readonly (Float32Array | undefined)[],
  multiInstance: MultiInstance,
): Float32Array {
  const instances = own.map((latents, n) => latents ?? multiInstance.given_N![n]!)
  if (joint) return mergedTracks([joint, ...instances], multiInstance)
  // that it merges by place was checked
  return placedOver(holding.parentAt(step), instances, (multiInstance as Placed).places_Nhw)
}

type Placed = Extract<MultiInstance, { merge: 'place' }>

/** What the multi-instance phase makes of its tracks, joint run first. */
export function mergedTracks(tracks: readonly Float32Array[], multiInstance: MultiInstance): Float32Array {
  return multiInstance.merge === 'place' ? mergeByPlace(tracks, multiInstance.places_Nhw) : mergeEverywhere(tracks)
}

/** @param trajectory what the joint run has before each step is added */
function* stepsTogether(
  run: Run,
  tracks: readonly Track[],
  from: number,
  to: number,
  trajectory: TrajectoryStep[],
): Generator<Yield, readonly Track[], Answers> {
  let now = tracks
  for (let step = from; step < to && now.length > 0; step++) {
    const held = now.map((each) => heldTrack(run, each, step))
    const joint = held.find(({ track }) => track === 0)
    if (joint) trajectory.push({ step, x_BChw: joint.state.x_BChw })
    now = yield* stepTogether(run, held, step)
  }
  return now
}

/** A look ahead is not held: from held latents it leads where the parent's led, so that no edit is no change. */
function heldTrack({ holding }: Run, { track, state }: Track, step: number): Track {
  return track === 0 ? { track, state: { ...state, x_BChw: holding.before(state.x_BChw, step) } } : { track, state }
}

/** One step of every track, side by side: each prediction asks for all of them at once. */
function* stepTogether(run: Run, tracks: readonly Track[], step: number): Generator<Yield, Track[], Answers> {
  const running = tracks.map(({ state }) => run.solverStep(state, step, run.schedule))
  let turns = running.map((each) => each.next())
  while (turns.some((turn) => !turn.done)) {
    const asks = turns.map((turn, i): Ask => {
      const { x_BChw, step: at } = turn.value as Query
      return { track: tracks[i]!.track, x_BChw, timestep: run.schedule.timesteps[at]!, gate: run.gates[step]! }
    })
    const answers = checkedAnswers(asks, yield { kind: 'predict', asks })
    turns = running.map((each, i) => each.next(answers[i]!))
  }
  const done = turns.map((turn, i) => ({ track: tracks[i]!.track, ...(turn.value as Stepped) }))
  return yield* report(done, step, run.schedule.timesteps.length)
}

function* report(
  done: readonly (Stepped & { readonly track: number })[],
  step: number,
  steps: number,
): Generator<Yield, Track[], Answers> {
  for (const { track, state, x0_BChw, eps_BChw } of done)
    yield { kind: 'step', track, step, steps, x_BChw: state.x_BChw, x0_BChw, eps_BChw }
  return done.map(({ track, state }) => ({ track, state }))
}

function checkedAnswers(asks: readonly Ask[], answers: Answers): readonly Float32Array[] {
  const fits = answers?.length === asks.length && asks.every((ask, i) => answers[i]!.length === ask.x_BChw.length)
  if (!answers || !fits)
    throw new RangeError(
      `The sampler asked for ${asks.length} noise estimates of ${asks[0]!.x_BChw.length} values and got something else: answer each ask, in order.`,
    )
  return answers
}
