/**
 * One job at the engine: its pictures one after the other, each a run of its own and a round as soon as it is there, so
 * that whatever ends the job leaves those before it. Variants are siblings: each goes on from the same parent.
 */
import type { ModelFacts } from '../conditions/plan.ts'
import type { Draft } from '../contract/document.ts'
import type { Job } from '../contract/jobs.ts'
import type { Preview, RunProgress, TrackName } from '../contract/result.ts'
import { variantSeed, type Run } from '../contract/run.ts'
import type { WatchTracks } from '../engine-host/connection.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import { drawRound, type Drawn } from './draw-round.ts'
import { planRound, trackNames, type RoundPlan, type RoundStore } from './round-plan.ts'

export interface JobRun {
  readonly draft: Draft
  /** With the settings of all variants. */
  readonly run: Run
  readonly store: RoundStore
  readonly facts: ModelFacts
  /** Waited for before the first pass only where something was drawn already. */
  readonly model: Promise<{ readonly digest: string }>
  /** Variants that an earlier try has drawn already. */
  readonly drawn: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
  readonly onPreview: ((preview: Preview, track?: TrackName) => void) | undefined
  readonly watchTracks: WatchTracks
  /** Each picture; the next one waits until it is stored. */
  readonly onPicture: (picture: JobPicture) => Promise<void>
}

export interface JobPicture {
  readonly variant: number
  readonly run: Run
  readonly drawn: Drawn
  /** Names of the tracks of its instances, from the digest of the model. */
  readonly names: (model: string) => ReadonlyMap<string, string>
}

/** @throws EngineError of the first picture that could not be drawn; what `onPicture` throws */
export async function runJob(engine: EngineHost, job: JobRun): Promise<void> {
  const { draft, run, store, facts, drawn: first, signal, onPreview, watchTracks, onPicture } = job
  const model = store.rounds.length > 0 ? (await job.model).digest : undefined
  const variants = Array.from({ length: run.settings.variants }, (_, variant) => variantRun(run, variant))
  const plans = variants.map((one): RoundPlan => planRound({ draft, run: one, facts, model }, store))
  for (const [variant, one] of variants.entries()) {
    if (variant < first) continue
    // What variants before it have left is the same for it, as long as it goes by the same plan.
    const plan = plans[variant]!
    const onProgress = (progress: RunProgress): void => job.onProgress(ofAll(progress, variant, plans))
    const drawn = await drawRound(engine, { draft, run: one, plan }, store, {
      signal,
      onProgress,
      onPreview,
      watchTracks,
    })
    await onPicture({ variant, run: one, drawn, names: (digest) => trackNames(one, facts, digest) })
  }
}

export function variantRun(run: Run, variant: number): Run {
  const { settings } = run
  return { ...run, settings: { ...settings, seed: variantSeed(settings, variant), variants: 1 } }
}

/** Of a picture's progress that of the job. */
function ofAll(progress: RunProgress, variant: number, plans: readonly RoundPlan[]): RunProgress {
  const { done, total, secondsLeft } = progress
  const passesOf = (some: readonly RoundPlan[]): number => some.reduce((sum, { passes }) => sum + passes, 0)
  const [before, after] = [passesOf(plans.slice(0, variant)), passesOf(plans.slice(variant + 1))]
  const isTimed = secondsLeft !== undefined && total > done
  const afterThis = isTimed ? (after * secondsLeft) / (total - done) : 0
  return {
    ...progress,
    variant,
    done: before + done,
    total: before + total + after,
    ...(secondsLeft !== undefined && { secondsLeft: secondsLeft + afterThis }),
  }
}

/** States that a job does not leave by itself. */
export function isOver({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'stopped' || state === 'failed'
}
