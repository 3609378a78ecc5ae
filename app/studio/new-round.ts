/** A picture that was drawn, or as far as it had come, as a round: the PNG with its record, its latents, what is noted. */
import type { Draft } from '../contract/document.ts'
import type { RunProgress, RunResult, RunWarning } from '../contract/result.ts'
import type { Round } from '../contract/project.ts'
import type { Run } from '../contract/run.ts'
import { encodePng, type Pixels } from '../exchange/png.ts'

/** What is known of a round before it is in a project. */
export type NewRound = Omit<Round, 'id' | 'parent' | 'level' | 'createdAt' | 'picture'>

export interface DrawnRound {
  readonly round: NewRound
  readonly png: Uint8Array
  readonly latents?: Float32Array
}

export interface Drawing {
  readonly job: string
  readonly variant: number
  /** As it was when the job was queued. */
  readonly draft: Draft
  readonly run: Run
  readonly model: Round['model']
}

/** Its draft has the seed of its own picture, so that going on from it goes on from that noise. */
export async function finishedRound(drawing: Drawing, result: RunResult): Promise<DrawnRound> {
  const { seed, latents_Chw, ...pixels } = result.pictures[0]!
  const { warnings, passes, device } = result
  const seconds = result.seconds['total'] ?? 0
  const facts = { kind: 'generated', warnings, passes, seconds, device } as const
  return { ...(await roundOf(drawing, pixels, seed, facts)), latents: latents_Chw }
}

export interface Unfinished {
  /** Of the picture's size. */
  readonly pixels: Pixels
  readonly progress: RunProgress | undefined
  readonly seconds: number
  readonly warnings: RunWarning[]
  readonly device: Round['device']
}

/** A run that was stopped, as far as it had come. */
export async function unfinishedRound(drawing: Drawing, so: Unfinished): Promise<DrawnRound> {
  const { pixels, progress, seconds, warnings, device } = so
  const facts = { kind: 'draft', warnings, passes: progress?.done ?? 0, seconds, device } as const
  return roundOf(drawing, pixels, drawing.run.settings.seed, facts)
}

type Facts = Pick<Round, 'kind' | 'warnings' | 'passes' | 'seconds' | 'device'>

async function roundOf(
  { job, variant, draft, run, model }: Drawing,
  pixels: Pixels,
  seed: number,
  { device: { device, reason }, ...facts }: Facts,
): Promise<DrawnRound> {
  const { width, height } = pixels
  const settings = { ...run.settings, seed, variants: 1, size: { width, height } }
  // The record names no folder of the user's.
  const png = await encodePng(pixels, { scene: run.scene, settings, model: model.name, device })
  const ownDraft: Draft = { ...draft, settings: { ...draft.settings, seed } }
  const round = { ...facts, job, variant, draft: ownDraft, width, height, seed, model, device: { device, reason } }
  return { round, png }
}
