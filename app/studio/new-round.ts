/** A picture that was drawn, or as far as it had come, as a round: the PNG with its record, its latents, what is noted. */
import type { ModelFacts } from '../conditions/plan.ts'
import type { Draft } from '../contract/document.ts'
import type { RunProgress, RunWarning } from '../contract/result.ts'
import type { Round } from '../contract/project.ts'
import type { Run } from '../contract/run.ts'
import { encodePng, type Pixels } from '../exchange/png.ts'
import { makeId } from '../project/ids.ts'
import type { Project, RoundExtras } from '../project/project.ts'
import type { Drawn } from './draw-round.ts'
import { trackNames } from './round-plan.ts'

/** What is known of a round before it is in a project. */
export type NewRound = Omit<Round, 'id' | 'parent' | 'level' | 'createdAt' | 'picture'>

/** With what rounds after it can use. */
export interface DrawnRound extends Pick<RoundExtras, 'trajectory' | 'tracks'> {
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

/**
 * Its draft has the seed of its own picture, so that going on from it goes on from that noise.
 *
 * @param names of the tracks of its instances
 */
export async function finishedRound(
  drawing: Drawing,
  { result, picture, report }: Pick<Drawn, 'result' | 'picture' | 'report'>,
  names: ReadonlyMap<string, string>,
): Promise<DrawnRound> {
  const { width, height, rgb, seed, latents_Chw, record } = picture
  const { warnings, passes, device } = result
  const facts = { kind: 'generated', warnings, passes, seconds: report.seconds, device, report } as const
  const tracks = (record?.tracks ?? []).flatMap(({ instanceId, x_Chw }) => {
    const key = names.get(instanceId)
    return key === undefined ? [] : [{ key, x_Chw }]
  })
  const round = await roundOf(drawing, { width, height, rgb }, seed, facts)
  return { ...round, latents: latents_Chw, trajectory: record?.trajectory ?? [], tracks }
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

type Facts = Pick<Round, 'kind' | 'warnings' | 'passes' | 'seconds' | 'device' | 'report'>

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

export interface Keeping extends Pick<Drawing, 'draft' | 'run' | 'model'> {
  readonly facts: ModelFacts
  /** Whether the draft of the project goes on from it. */
  readonly setParent?: boolean
}

/** A round that was drawn without a queue, put into its project. */
export async function keepDrawn(
  project: Pick<Project, 'addRound'>,
  { facts, setParent = false, ...drawing }: Keeping,
  drawn: Drawn,
): Promise<{ readonly round: Round; readonly png: Uint8Array; readonly tracks: readonly string[] }> {
  const names = trackNames(drawing.run, facts, drawing.model.digest)
  const finished = await finishedRound({ ...drawing, job: makeId(Date.now()), variant: 0 }, drawn, names)
  const { round } = project.addRound(finished.round, finished.png, { ...extrasOf(finished), setParent })
  return { round, png: finished.png, tracks: (finished.tracks ?? []).map(({ key }) => key) }
}

/** What is stored with the round. */
export function extrasOf({ latents, trajectory = [], tracks = [] }: DrawnRound): RoundExtras {
  const parts = latents ? [{ role: 'latents', kind: 'latents', bytes: bytesOf(latents) } as const] : []
  return { parts, trajectory, tracks }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
