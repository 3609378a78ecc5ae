/**
 * One job at the engine: its pictures one after the other, each a run of its own and a round as soon as it is there, so
 * that whatever ends the job leaves those before it.
 */
import type { Job } from '../contract/jobs.ts'
import type { Preview, RunProgress, RunResult } from '../contract/result.ts'
import { variantSeed, type Run } from '../contract/run.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'

export interface JobRun {
  /** With the settings of all variants. */
  readonly run: Run
  /** Variants that an earlier try has drawn already. */
  readonly drawn: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
  readonly onPreview: ((preview: Preview) => void) | undefined
  /** Each picture; the next one waits until it is stored. */
  readonly onPicture: (variant: number, run: Run, result: RunResult) => Promise<void>
}

/** @throws EngineError of the first picture that could not be drawn; what `onPicture` throws */
export async function runJob(engine: EngineHost, job: JobRun): Promise<void> {
  const { run, drawn, signal, onPreview, onPicture } = job
  const { variants } = run.settings
  for (let variant = drawn; variant < variants; variant++) {
    const one = variantRun(run, variant)
    const onProgress = (progress: RunProgress): void => job.onProgress(ofAll(progress, variant, variants))
    const result = await engine.generate(one, { signal, onProgress, onPreview })
    await onPicture(variant, one, result)
  }
}

export function variantRun(run: Run, variant: number): Run {
  const { settings } = run
  return { ...run, settings: { ...settings, seed: variantSeed(settings, variant), variants: 1 } }
}

/** Pictures of a job take the same number of passes. */
function ofAll(progress: RunProgress, variant: number, variants: number): RunProgress {
  const { done, total, secondsLeft } = progress
  const isTimed = secondsLeft !== undefined && total > done
  const afterThis = isTimed ? ((variants - 1 - variant) * total * secondsLeft) / (total - done) : 0
  return {
    ...progress,
    variant,
    done: variant * total + done,
    total: variants * total,
    ...(secondsLeft !== undefined && { secondsLeft: secondsLeft + afterThis }),
  }
}

/** States that a job does not leave by itself. */
export function isOver({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'stopped' || state === 'failed'
}
