/**
 * What a round will run, told from the project before anything runs: what it keeps of its parent, which instances run alone,
 * and which of those need not, because an earlier round has left what they end with.
 */
import { createHash } from 'node:crypto'
import { passesOf, pictureSize, stepsOf, type ModelFacts } from '../conditions/plan.ts'
import { trackKeysOf } from '../conditions/track-keys.ts'
import { handMadeOf } from '../consistency/hand-made.ts'
import { holdPlanOf, keepPlanOf, type HoldPlan } from '../consistency/consistency.ts'
import type { Planned } from '../consistency/next-round.ts'
import { parentDraftOf } from '../consistency/parent-draft.ts'
import type { Draft } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import type { Run } from '../contract/run.ts'
import { isEmptied, type Project } from '../project/project.ts'
import type { Size } from '../scene/fit.ts'

/** A project, as far as rounds are drawn from it. */
export type RoundStore = Pick<
  Project,
  'rounds' | 'blob' | 'latents' | 'keepLatents' | 'trajectory' | 'track' | 'hasTracks'
>

export interface RoundWanted {
  readonly draft: Draft
  /** Of one picture. */
  readonly run: Run
  readonly facts: ModelFacts
  /** Digest of the model; undefined while it is not known, and then nothing is taken from earlier rounds. */
  readonly model: string | undefined
}

export interface PlannedParent {
  readonly round: Round
  readonly draft: Draft
  /** Drawn, or for a photograph begun, with the model of this run: latents that are kept with it are that model's. */
  readonly isOfModel: boolean
}

export interface RoundPlan {
  readonly size: Size
  /** What it goes on from, and that one's draft as it is compared with. */
  readonly parent: PlannedParent | null
  readonly hold: HoldPlan
  /** Instances that run alone in the multi-instance phase, or whose latents are taken; of those that the model is told of. */
  readonly alone: readonly string[]
  /** Of those, the names of the latents that are taken from the project. */
  readonly taken: ReadonlyMap<string, string>
  /** Evaluations of the network for the one picture, and how many fewer they are than for the whole scene drawn anew. */
  readonly passes: number
  readonly reused: number
}

/** What it keeps, without what it runs. */
export function planKeep(wanted: RoundWanted, store: RoundStore): Planned {
  const { parent, grid, hand } = groundsOf(wanted, store)
  return { parent, plan: keepPlanOf(parent?.draft ?? null, wanted.draft, grid, hand) }
}

export function planRound(wanted: RoundWanted, store: RoundStore): RoundPlan {
  const { draft, run, facts, model } = wanted
  const { settings } = run
  const { size, parent, grid, hand } = groundsOf(wanted, store)
  const { mergeAt } = stepsOf(settings)
  const plan = holdPlanOf(parent?.draft ?? null, draft, grid, { mergeAt, hand })
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

/** What a draft is compared with, on which cells, and what was painted on them. */
function groundsOf(wanted: RoundWanted, store: RoundStore) {
  const { draft, run, facts } = wanted
  const size = pictureSize(run.scene, run.settings, facts)
  const grid = { gridWidth: size.width / facts.cell, gridHeight: size.height / facts.cell }
  return { size, parent: parentOf(wanted, size, store), grid, hand: handMadeOf(draft, grid) }
}

/** By instance id, the names under which a project keeps what instances that ran alone end with. */
export function trackNames(run: Run, facts: ModelFacts, model: string): ReadonlyMap<string, string> {
  const keys = trackKeysOf(run, facts, model)
  return new Map([...keys].map(([id, key]) => [id, createHash('sha256').update(key).digest('hex')]))
}

/** Null also where only its place in the tree is left. */
function parentOf({ draft, model }: RoundWanted, size: Size, store: RoundStore): PlannedParent | null {
  const round = store.rounds.find(({ id }) => id === draft.parent)
  if (!round || isEmptied(round)) return null
  const drawing = model === undefined ? undefined : { model, ...size }
  return { round, draft: parentDraftOf(round, draft, drawing), isOfModel: round.model.digest === model }
}
