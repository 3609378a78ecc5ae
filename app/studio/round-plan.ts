/**
 * What a round will run, told from the project before anything runs: what it keeps of its parent, which instances run alone,
 * and which of those need not, because an earlier round has left what they end with.
 */
import { createHash } from 'node:crypto'
import { passesOf, pictureSize, stepsOf, type ModelFacts } from '../conditions/plan.ts'
import { trackKeysOf } from '../conditions/track-keys.ts'
import { handMadeOf } from '../consistency/hand-made.ts'
import { holdPlanOf, type HoldPlan } from '../consistency/consistency.ts'
import { parentDraftOf } from '../consistency/parent-draft.ts'
import type { Draft } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import type { Run } from '../contract/run.ts'
import { isEmptied, type Project } from '../project/project.ts'
import type { Size } from '../scene/fit.ts'

/** A project, as far as rounds are drawn from it. */
export type RoundStore = Pick<Project, 'rounds' | 'blob' | 'latents' | 'trajectory' | 'track' | 'hasTracks'>

export interface RoundWanted {
  readonly draft: Draft
  /** Of one picture. */
  readonly run: Run
  readonly facts: ModelFacts
  /** Digest of the model; undefined while it is not known, and then nothing is taken from earlier rounds. */
  readonly model: string | undefined
}

export interface RoundPlan {
  readonly size: Size
  /** What it goes on from, and that one's draft as it is compared with. */
  readonly parent: { readonly round: Round; readonly draft: Draft } | null
  readonly hold: HoldPlan
  /** Instances that run alone in the multi-instance phase, or whose latents are taken; of those that the model is told of. */
  readonly alone: readonly string[]
  /** Of those, the names of the latents that are taken from the project. */
  readonly taken: ReadonlyMap<string, string>
  /** Evaluations of the network for the one picture, and how many fewer they are than for the whole scene drawn anew. */
  readonly passes: number
  readonly reused: number
}

export function planRound(wanted: RoundWanted, store: RoundStore): RoundPlan {
  const { draft, run, facts, model } = wanted
  const { settings } = run
  const size = pictureSize(run.scene, settings, facts)
  const parent = parentOf(wanted, size, store)
  const grid = { gridWidth: size.width / facts.cell, gridHeight: size.height / facts.cell }
  const { mergeAt } = stepsOf(settings)
  const plan = holdPlanOf(parent?.draft ?? null, draft, grid, { mergeAt, hand: handMadeOf(draft, grid) })
  const names = trackNames(run, facts, model ?? '')
  const told = [...names.keys()]
  const alone = plan.alone?.filter((id) => names.has(id)) ?? told
  // An instance that the model is not told of has no latents of its own to begin from.
  const startsFromTracks = plan.startsFromTracks && alone.length > 0 && alone.length === plan.alone?.length
  const has = model === undefined ? new Set<string>() : store.hasTracks(alone.map((id) => names.get(id)!))
  const taken = new Map(alone.map((id) => [id, names.get(id)!] as const).filter(([, name]) => has.has(name)))
  const passes = passesOf(settings, alone.length - taken.size, { isHeld: plan.until > 0, startsFromTracks })
  const reused = Math.max(0, passesOf(settings, told.length) - passes)
  return { size, parent, hold: { ...plan, startsFromTracks }, alone, taken, passes, reused }
}

/** By instance id, the names under which a project keeps what instances that ran alone end with. */
export function trackNames(run: Run, facts: ModelFacts, model: string): ReadonlyMap<string, string> {
  const keys = trackKeysOf(run, facts, model)
  return new Map([...keys].map(([id, key]) => [id, createHash('sha256').update(key).digest('hex')]))
}

/** Null also where only its place in the tree is left. */
function parentOf({ draft, model }: RoundWanted, size: Size, store: RoundStore): RoundPlan['parent'] {
  const round = store.rounds.find(({ id }) => id === draft.parent)
  if (!round || isEmptied(round)) return null
  const drawing = model === undefined ? undefined : { model, ...size }
  return { round, draft: parentDraftOf(round, draft, drawing) }
}
