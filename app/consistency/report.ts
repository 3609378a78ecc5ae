/**
 * The report of a round: what became of the promise, in figures. Words are the window's and the command line's, from these
 * and from sentence-facts.ts.
 */

import type { Draft, KeepMode } from '../contract/document.ts'
import { changesOf } from './changes.ts'
import type { InstanceState } from './changes.ts'
import { cellPlace } from './cell-places.ts'
import type { Grid } from './cell-places.ts'
import { differencesOf } from './differences.ts'
import type { Difference, InCells } from './differences.ts'
import { pixelMask } from './feather.ts'
import { ssim } from './figures.ts'
import type { KeepPlan, KeepReason } from './keep-plan.ts'
import { ownersOf } from './owners.ts'
import type { Cells, Pixels } from './pixels.ts'
import { shareOf, touchedShare } from './region.ts'
import { seamOf } from './seam.ts'
import type { Seam } from './seam.ts'

export type InstanceReport = {
  readonly id: string
  readonly state: InstanceState
  /** Share of its place that lies in the region: 0 to 1. Of a removed one, of where it was. */
  readonly regionShare: number
  /** Of a kept one, between the two pictures where it is the front one; null for others, and where nothing of it is seen. */
  readonly difference: Difference | null
}

export type RoundReport = {
  /** As the round ran, and why where that was not asked for. */
  readonly mode: KeepMode
  readonly reason: KeepReason | null
  /** Shares of the picture, 0 to 1; touched is the region before its margin. */
  readonly regionShare: number
  readonly touchedShare: number
  /** Outside the region; null without a parent of this size, and when everything is in it. `ssim` is null where no window fits. */
  readonly outside: (Difference & { readonly ssim: number | null }) | null
  /** Where the parent's pixels were put back: `largest` must be 0. Null where none was. */
  readonly putBack: { readonly share: number; readonly largest: number } | null
  /** As in the draft, removed ones last. */
  readonly instances: readonly InstanceReport[]
  readonly seam: Seam | null
  /** Passes of the network that ran, and those that were taken from earlier rounds instead. */
  readonly passes: number
  readonly reused: number
  readonly seconds: number
}

export type Reported = {
  /** What the round goes on from; null for a first one. */
  readonly parent: { readonly draft: Draft; readonly picture: Pixels } | null
  readonly draft: Draft
  /** As it was kept: with the parent's pixels put back. */
  readonly picture: Pixels
  /** Of this parent and draft. */
  readonly plan: KeepPlan
  readonly passes: number
  readonly reused: number
  readonly seconds: number
}

/** @throws RangeError for a picture that the plan's cells do not fit */
export function reportOf(reported: Reported): RoundReport {
  const { parent, draft, picture, plan, passes, reused, seconds } = reported
  const { region, mode, reason } = plan
  const old = parent && isAlike(parent.picture, picture) ? parent.picture : null
  const inCells = old && differencesOf(old, picture, region)
  return {
    mode,
    reason,
    regionShare: region.share,
    touchedShare: touchedShare(parent?.draft ?? null, draft, gridOf(region)),
    outside: old && inCells && outsideOf(old, picture, region, inCells),
    putBack: inCells && plan.pixelRegion && putBackOf(plan.pixelRegion, inCells),
    instances: instancesOf(reported, inCells),
    seam: old && seamOf(old, picture, region),
    passes,
    reused,
    seconds,
  }
}

function isAlike(a: Pixels, b: Pixels): boolean {
  return a.width === b.width && a.height === b.height
}

function gridOf({ width, height }: Cells): Grid {
  return { gridWidth: width, gridHeight: height }
}

function outsideOf(parent: Pixels, picture: Pixels, region: Cells, inCells: InCells): RoundReport['outside'] {
  const difference = inCells((cell) => region.cells[cell] === 0)
  if (difference === null) return null
  const counted = pixelMask(picture, { ...region, cells: region.cells.map((cell) => 1 - cell) }, 0)
  return { ...difference, ssim: ssim(parent, picture, counted) }
}

function putBackOf({ cells }: Cells, inCells: InCells): RoundReport['putBack'] {
  const difference = inCells((cell) => cells[cell] === 0)
  return difference && { share: 1 - shareOf(cells), largest: difference.largest }
}

function instancesOf({ parent, draft, plan }: Reported, inCells: InCells | null): InstanceReport[] {
  const grid = gridOf(plan.region)
  const owners = ownersOf(draft.scene, grid)
  return [...changesOf(parent?.draft ?? null, draft).instances.values()].map(({ id, instance, state, kinds }) => {
    const { cells, count } = cellPlace(draft.scene, instance, grid)
    const drawn = cells.reduce((sum, cell, i) => sum + (cell & plan.region.cells[i]!), 0)
    const isKept = kinds.length === 0
    return {
      id,
      state,
      regionShare: count === 0 ? 0 : drawn / count,
      difference: isKept && inCells ? inCells((cell) => owners[cell] === id) : null,
    }
  })
}
