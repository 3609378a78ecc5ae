/**
 * A whole run, from noise to latents: the steps of a solver, alone or with the multi-instance phase before them
 * (InstanceDiffusion, Wang et al. 2024).
 *
 * Pure: asks for predictions by yielding, keeps nothing. Who answers makes the network passes, counts and cancels.
 */
import { ddimStep } from './ddim.ts'
import { dpmSolverStep } from './dpm-solver.ts'
import { mergeByPlace, mergeEverywhere, requirePlaces } from './merge.ts'
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
export type MultiInstance = { readonly share: number; readonly instances: number } & (
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
  /** Changes latents before the network sees them, once for each distinct tensor of a step: for example, holds some in place. */
  readonly beforePredict?: (x_BChw: Float32Array, step: number) => Float32Array
}

export interface SampleResult {
  readonly x_BChw: Float32Array
  /** Latents of every track at the end of the multi-instance phase, joint run first; empty without one. */
  readonly trackLatents: readonly Float32Array[]
  /** What the joint run went on from after the multi-instance phase. */
  readonly merged_BChw?: Float32Array
}

interface Run {
  readonly solverStep: SolverStep
  readonly schedule: Schedule
  readonly gates: readonly number[]
  readonly beforePredict: (x_BChw: Float32Array, step: number) => Float32Array
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
 * @throws RangeError for steps, shares or places that cannot be run, before the first ask
 */
export function* sample(options: SampleOptions): Generator<Yield, SampleResult, Answers> {
  const run = runOf(options)
  const steps = run.schedule.timesteps.length
  const { instances, mergeAt } = multiInstancePhase(steps, options.multiInstance)
  if (options.multiInstance?.merge === 'place' && instances > 0)
    requirePlaces(options.noise_BChw.length, instances, options.multiInstance.places_Nhw)
  const start: State = { x_BChw: options.noise_BChw, past: [] }
  let tracks = Array.from({ length: instances + 1 }, () => start)
  for (let step = 0; step < mergeAt; step++) tracks = yield* stepTogether(run, tracks, step)
  const trackLatents = mergeAt > 0 ? tracks.map((track) => track.x_BChw) : []
  const merged = mergeAt > 0 && options.multiInstance ? mergedTracks(trackLatents, options.multiInstance) : undefined
  // the joint run's past goes on with the merged latents
  let joint: State = merged ? { ...tracks[0]!, x_BChw: merged } : start
  for (let step = mergeAt; step < steps; step++) joint = (yield* stepTogether(run, [joint], step))[0]!
  return { x_BChw: joint.x_BChw, trackLatents, ...(merged && { merged_BChw: merged }) }
}

/**
 * How many network passes `sample` will ask for, by kind.
 *
 * @param options steps as asked for; `guided` is false at guidance scale 1, where no unconditional pass runs
 * @returns unconditional counts the estimate that all tracks share at their first step once
 */
export function expectedPasses(options: {
  readonly solver: SolverName
  readonly steps: number
  readonly guided: boolean
  readonly multiInstance?: { readonly share: number; readonly instances: number }
}): { conditional: number; unconditional: number } {
  const [joint, ...instances] = trackSteps(options) as [number, ...number[]]
  const ahead = looksAhead(options.solver)
  const conditional = joint + ahead + instances.reduce((sum, steps) => sum + steps + ahead, 0)
  return { conditional, unconditional: options.guided ? conditional - instances.length : 0 }
}

/** Steps of each track, joint run first. */
export function trackSteps(options: {
  readonly solver: SolverName
  readonly steps: number
  readonly multiInstance?: { readonly share: number; readonly instances: number }
}): number[] {
  const steps = stepCount(options.solver, options.steps)
  const { instances, mergeAt } = multiInstancePhase(steps, options.multiInstance)
  return [steps, ...Array<number>(instances).fill(mergeAt)]
}

/** Asks that a track makes beside one a step: PLMS looks one step ahead in the first. */
export function looksAhead(solver: SolverName): number {
  return solver === 'plms' ? 1 : 0
}

function runOf(options: SampleOptions): Run {
  const schedule = scheduleFor(options.solver, options.steps, options.alphasCumprod)
  return {
    solverStep: SOLVER_STEPS[options.solver],
    schedule,
    gates: gates(schedule.timesteps.length, options.grounding),
    beforePredict: options.beforePredict ?? ((x_BChw) => x_BChw),
  }
}

/** @returns how many instance tracks there are and after how many steps they merge; 0 and 0 without such a phase */
function multiInstancePhase(
  steps: number,
  multiInstance: { readonly share: number; readonly instances: number } | undefined,
): { instances: number; mergeAt: number } {
  const { share, instances } = multiInstance ?? { share: 0, instances: 0 }
  if (!(share >= 0 && share <= 1))
    throw new RangeError(`The multi-instance share is ${share}: give a share of the steps from 0 to 1.`)
  const mergeAt = Math.trunc(steps * share)
  return mergeAt > 0 && instances > 0 ? { instances, mergeAt } : { instances: 0, mergeAt: 0 }
}

/** What the multi-instance phase makes of its tracks, joint run first. */
export function mergedTracks(tracks: readonly Float32Array[], multiInstance: MultiInstance): Float32Array {
  return multiInstance.merge === 'place' ? mergeByPlace(tracks, multiInstance.places_Nhw) : mergeEverywhere(tracks)
}

/** One step of every track, side by side: each prediction asks for all of them at once. */
function* stepTogether(run: Run, tracks: readonly State[], step: number): Generator<Yield, State[], Answers> {
  const prepare = onceEach(run.beforePredict)
  const starts = tracks.map((track) => ({ ...track, x_BChw: prepare(track.x_BChw, step) }))
  const gate = run.gates[step]!
  const running = starts.map((start) => run.solverStep(start, step, run.schedule))
  let turns = running.map((track) => track.next())
  while (turns.some((turn) => !turn.done)) {
    const asks = turns.map((turn, track): Ask => {
      const query = turn.value as Query
      // a look ahead has latents of its own, which were not prepared above
      const x_BChw = query.step === step ? query.x_BChw : prepare(query.x_BChw, query.step)
      return { track, x_BChw, timestep: run.schedule.timesteps[query.step]!, gate }
    })
    const answers = checkedAnswers(asks, yield { kind: 'predict', asks })
    turns = running.map((track, i) => track.next(answers[i]!))
  }
  return yield* report(
    turns.map((turn) => turn.value as Stepped),
    step,
    run.schedule.timesteps.length,
  )
}

function* report(done: readonly Stepped[], step: number, steps: number): Generator<Yield, State[], Answers> {
  for (const [track, { state, x0_BChw, eps_BChw }] of done.entries())
    yield { kind: 'step', track, step, steps, x_BChw: state.x_BChw, x0_BChw, eps_BChw }
  return done.map(({ state }) => state)
}

/** Keeps what is shared between tracks shared: equal array objects are changed once, into one array object. */
function onceEach(change: Run['beforePredict']): Run['beforePredict'] {
  const known = new Map<Float32Array, Float32Array>()
  return (x_BChw, step) => {
    const changed = known.get(x_BChw) ?? change(x_BChw, step)
    known.set(x_BChw, changed)
    return changed
  }
}

function checkedAnswers(asks: readonly Ask[], answers: Answers): readonly Float32Array[] {
  const fits = answers?.length === asks.length && asks.every((ask, i) => answers[i]!.length === ask.x_BChw.length)
  if (!answers || !fits)
    throw new RangeError(
      `The sampler asked for ${asks.length} noise estimates of ${asks[0]!.x_BChw.length} values and got something else: answer each ask, in order.`,
    )
  return answers
}
