/**
 * The region: where the picture changes, in latent cells.
 *
 * The touched place grown by a margin, less the protected place, and then what the artist painted. Rules by number:
 * README.md.
 */

import type { Draft } from '../contract/document.ts'
import type { Scene } from '../contract/scene.ts'
import type { Grid } from './cell-places.ts'
import { changesOf } from './changes.ts'
import type { Changes, WholeReason } from './changes.ts'
import { growCells } from './grow.ts'
import { keptAs } from './kept.ts'
import { protectedCells } from './protected.ts'
import { touchedCells } from './touched.ts'

/** Of the picture's shorter side. */
export const marginShare = 1 / 16

export type Region = {
  /** 1 where the picture changes, row by row: [height, width]. */
  readonly cells: Uint8Array
  readonly width: number
  readonly height: number
  /** Of the picture, 0 to 1. */
  readonly share: number
  /** Why it would be the whole picture; null where the edits alone decide. */
  readonly whole: WholeReason | null
}

/** What the artist painted by hand: not 0 in cells of the grid, row by row. A cell that is both is added. */
export type HandMade = { readonly added?: Uint8Array | undefined; readonly taken?: Uint8Array | undefined }

/**
 * @param parent as in changesOf
 * @param grid latent cells of the picture to be drawn: Estimate's width and height by its cell
 * @throws RangeError for a grid without a cell, or cells that were painted on another grid
 */
export function regionOf(parent: Draft | null, draft: Draft, grid: Grid, hand: HandMade = {}): Region {
  const { gridWidth: width, gridHeight: height } = grid
  if (!(width >= 1 && height >= 1)) throw new RangeError(`a grid of ${width} x ${height} cells`)
  requireOnGrid(hand, width * height)
  const changes = changesOf(parent, draft)
  const cells = canHold(changes)
    ? byHand(spared(drawnCells(changes, draft, grid, hand), changes, draft, grid), hand)
    : everyCell(grid)
  return { cells, width, height, share: shareOf(cells), whole: changes.whole }
}

/** At the same size, from the same model, a parent's latents stand for the same picture. */
export function canHold({ whole }: Changes): boolean {
  return whole === null || whole === 'caption'
}

/**
 * In a free round the mode holds nothing, so it is for notes and for the hand to say what stays.
 *
 * @returns whether they do, where the parent can be held
 */
export function isHeldInPart(changes: Changes, draft: Draft, { taken }: HandMade): boolean {
  if (draft.keep !== 'free') return false
  return [...keptAs(changes, draft, 'locked'), ...keptAs(changes, draft, 'harmonise')].length > 0 || isAny(taken)
}

/** Ways of keeping by which a kept instance is protected. */
export function protectedWays({ keep }: Draft): readonly ('locked' | 'harmonise')[] {
  return keep === 'free' ? ['locked', 'harmonise'] : ['locked']
}

/** Share of the picture that was touched, before the margin and all that follows. */
export function touchedShare(parent: Draft | null, draft: Draft, grid: Grid): number {
  const changes = changesOf(parent, draft)
  return changes.whole === null ? shareOf(touchedCells(changes, draft, grid)) : 1
}

export function shareOf(cells: Uint8Array): number {
  return cells.reduce((sum, cell) => sum + cell, 0) / cells.length
}

function drawnCells(changes: Changes, draft: Draft, grid: Grid, hand: HandMade): Uint8Array {
  if (changes.whole !== null || isHeldInPart(changes, draft, hand)) return everyCell(grid)
  return withMargin(touchedCells(changes, draft, grid), draft.scene, grid)
}

function everyCell({ gridWidth, gridHeight }: Grid): Uint8Array {
  return new Uint8Array(gridWidth * gridHeight).fill(1)
}

/** Room for shadow and contact round the cells. */
export function withMargin(cells: Uint8Array, scene: Scene, { gridWidth, gridHeight }: Grid): Uint8Array {
  const margin = marginShare * Math.min(scene.width, scene.height)
  return growCells(cells, gridWidth, gridHeight, {
    x: (margin * gridWidth) / scene.width,
    y: (margin * gridHeight) / scene.height,
  })
}

/** Takes the protected place out of the cells. */
function spared(cells: Uint8Array, changes: Changes, draft: Draft, grid: Grid): Uint8Array {
  const protectedPlace = protectedCells(changes, draft, grid, protectedWays(draft))
  for (let i = 0; i < cells.length; i++) cells[i]! &= 1 - protectedPlace[i]!
  return cells
}

function byHand(cells: Uint8Array, { added, taken }: HandMade): Uint8Array {
  if (taken) for (let i = 0; i < cells.length; i++) if (taken[i] !== 0) cells[i] = 0
  if (added) for (let i = 0; i < cells.length; i++) if (added[i] !== 0) cells[i] = 1
  return cells
}

function requireOnGrid(hand: HandMade, count: number): void {
  for (const cells of [hand.added, hand.taken]) {
    if (cells && cells.length !== count) throw new RangeError(`${cells.length} cells painted on a grid of ${count}`)
  }
}

function isAny(cells: Uint8Array | undefined): boolean {
  return cells?.some((cell) => cell !== 0) ?? false
}
