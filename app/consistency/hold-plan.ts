/** What a round runs, beside what it keeps: which instances run alone first, and whether the joint run waits for them. */

import type { Draft } from '../contract/document.ts'
import type { Grid } from './cell-places.ts'
import { changesOf } from './changes.ts'
import { keepPlanOf } from './keep-plan.ts'
import type { KeepPlan } from './keep-plan.ts'
import { ownersOf } from './owners.ts'
import { isHeldInPart } from './region.ts'
import type { HandMade, Region } from './region.ts'
import { redrawnIds, touchedCells } from './touched.ts'

export type HoldPlan = KeepPlan & {
  /** Instances that run alone in the multi-instance phase, in the scene's order; undefined for all of them. */
  readonly alone: readonly string[] | undefined
  /** The joint run begins after that phase: each track stands in its place, the parent's latents everywhere else. */
  readonly startsFromTracks: boolean
}

/**
 * @param mergeAt steps of the multi-instance phase; 0 without one
 * @param grid latent cells of the picture to be drawn, as many as the engine's
 * @throws RangeError as regionOf
 */
export function holdPlanOf(
  parent: Draft | null,
  draft: Draft,
  grid: Grid,
  { mergeAt, hand = {} }: { readonly mergeAt: number; readonly hand?: HandMade | undefined },
): HoldPlan {
  const plan = keepPlanOf(parent, draft, grid, hand)
  const mergesByPlace = mergeAt >= 1 && draft.settings.merge === 'place'
  if (plan.mode === 'free' || !mergesByPlace) return { ...plan, alone: undefined, startsFromTracks: false }
  const owners = ownersOf(draft.scene, grid)
  const inRegion = new Set(owners.filter((_, i) => plan.region.cells[i] === 1))
  return {
    ...plan,
    alone: draft.scene.instances.map(({ id }) => id).filter((id) => inRegion.has(id)),
    startsFromTracks: areAllOwned(parent, draft, grid, { hand, owners, region: plan.region }),
  }
}

type Owned = { readonly hand: HandMade; readonly owners: readonly (string | null)[]; readonly region: Region }

/** Whether an instance that is drawn anew owns each cell of the region that was touched or painted. */
function areAllOwned(parent: Draft | null, draft: Draft, grid: Grid, { hand, owners, region }: Owned): boolean {
  const changes = changesOf(parent, draft)
  if (changes.whole !== null || isHeldInPart(changes, draft, hand)) return false
  const redrawn = redrawnIds(changes, draft)
  const touched = touchedCells(changes, draft, grid)
  let isAny = false
  for (let i = 0; i < touched.length; i++) {
    const isDrawn = region.cells[i] === 1 && (touched[i] === 1 || (hand.added?.[i] ?? 0) !== 0)
    if (!isDrawn) continue
    const owner = owners[i] ?? null
    if (owner === null || !redrawn.has(owner)) return false
    isAny = true
  }
  return isAny
}
