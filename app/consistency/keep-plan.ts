/** What a round keeps of its parent, and how: what the window can say before anything runs. Rules by number: README.md. */

import type { Draft, KeepMode } from '../contract/document.ts'
import type { KeepReason } from '../contract/report.ts'
import type { Grid } from './cell-places.ts'
import { changesOf } from './changes.ts'
import type { Changes } from './changes.ts'
import type { Cells } from './pixels.ts'
import { protectedCells } from './protected.ts'
import { canHold, isHeldInPart, regionOf, withMargin } from './region.ts'
import type { HandMade, Region } from './region.ts'

/** After this share of the steps a harmonised round lets go, so that light and contact may adapt near the region. */
export const harmoniseUntil = 0.8

export type KeepPlan = {
  /** The mode that the round really runs in. */
  readonly mode: KeepMode
  /** Null where that is the mode that was asked for. */
  readonly reason: KeepReason | null
  /** Cells that are drawn anew. In a free round nothing is held, and these are where things change. */
  readonly region: Region
  /** Share of the steps after which the rest is let go; 0 where nothing is held. */
  readonly until: number
  /** Cells in which pixels may differ from the parent's, which are put back in all others; null where none is put back. */
  readonly pixelRegion: Cells | null
}

/**
 * @param parent as in changesOf
 * @param grid as in regionOf
 * @throws RangeError as regionOf
 */
export function keepPlanOf(parent: Draft | null, draft: Draft, grid: Grid, hand: HandMade = {}): KeepPlan {
  const changes = changesOf(parent, draft)
  const region = regionOf(parent, draft, grid, hand)
  if (!canHold(changes)) return drawnFreely(region, isHoldAsked(changes, draft, hand) ? impediment(changes) : null)
  if (draft.keep !== 'free') return held(draft.keep, null, region, pixelRegionOf(changes, draft, grid, region, hand))
  const isHeld = isHeldInPart(changes, draft, hand) && region.share < 1
  if (!isHeld) return drawnFreely(region, null)
  const pixelRegion = pixelRegionOf(changes, draft, grid, region, hand)
  const isExact = pixelRegion.cells.every((cell, i) => cell === region.cells[i])
  return held(isExact ? 'locked' : 'harmonise', 'heldInPart', region, pixelRegion)
}

function drawnFreely(region: Region, reason: KeepReason | null): KeepPlan {
  return { mode: 'free', reason, region, until: 0, pixelRegion: null }
}

function held(
  mode: 'locked' | 'harmonise',
  reason: KeepReason | null,
  region: Region,
  pixelRegion: Cells | null,
): KeepPlan {
  return { mode, reason, region, until: mode === 'locked' ? 1 : harmoniseUntil, pixelRegion }
}

function isHoldAsked(changes: Changes, draft: Draft, hand: HandMade): boolean {
  return draft.keep !== 'free' || isHeldInPart(changes, draft, hand)
}

function impediment({ whole }: Changes): KeepReason | null {
  return whole === 'caption' ? null : whole
}

/** The region; and where something adapts to it, a margin more, but for locked instances and, in a free round, what was painted. */
function pixelRegionOf(changes: Changes, draft: Draft, grid: Grid, region: Region, { taken }: HandMade): Cells {
  const { cells, width, height } = region
  if (draft.keep === 'locked') return { cells, width, height }
  const exact = protectedCells(changes, draft, grid, ['locked'])
  const isPainted = (i: number): boolean => draft.keep === 'free' && taken !== undefined && taken[i] !== 0
  const near = withMargin(cells, draft.scene, grid)
  return {
    cells: near.map((cell, i) => (cells[i] === 0 && (exact[i] === 1 || isPainted(i)) ? 0 : cell)),
    width,
    height,
  }
}
