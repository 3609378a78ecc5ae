/**
 * The report of a round: what became of the promise, in figures. Words are the window's and the command line's, from these
 * and from sentence-facts.ts.
 */

import type { Draft } from '../contract/document.ts'
import type { RoundReport } from '../contract/report.ts'
import { changesOf } from './changes.ts'
import { cellPlace } from './cell-places.ts'
import type { Grid } from './cell-places.ts'
import { differencesOf } from './differences.ts'
import type { InCells } from './differences.ts'
import { pixelMask } from './feather.ts'
import { ssim } from './figures.ts'
import type { KeepPlan } from './keep-plan.ts'
import { ownersOf } from './owners.ts'
import type { Cells, Pixels } from './pixels.ts'
import { shareOf, touchedShare } from './region.ts'
import { seamOf } from './seam.ts'

type InstanceReport = RoundReport['instances'][number]

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
    putBack: old && inCells && plan.pixelRegion && putBackOf(old, picture, plan.pixelRegion, inCells),
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

function putBackOf(parent: Pixels, picture: Pixels, region: Cells, inCells: InCells): RoundReport['putBack'] {
  const { cells } = region
  const difference = inCells((cell) => cells[cell] === 0)
  if (!difference) return null
  const { largest } = difference
  return { share: 1 - shareOf(cells), largest, pixels: largest === 0 ? 0 : changedOutside(parent, picture, region) }
}

function changedOutside(parent: Pixels, picture: Pixels, region: Cells): number {
  const isIn = pixelMask(picture, region, 0)
  const differs = (byte: number): boolean => parent.rgb[byte] !== picture.rgb[byte]
  return isIn.reduce((count, inside, at) => {
    const isOther = inside === 0 && (differs(3 * at) || differs(3 * at + 1) || differs(3 * at + 2))
    return count + Number(isOther)
  }, 0)
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
