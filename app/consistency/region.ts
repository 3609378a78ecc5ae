/**
 * The region: where the picture changes, in latent cells.
 *
 * The touched place (old and new place of every edited instance) grown by a margin, less the protected place (kept
 * instances that are locked, but for what an edited one has or had in front of them). Rules by number: README.md.
 */

import type { Draft } from '../contract/document.ts'
import type { Scene } from '../contract/scene.ts'
import { depthOrder } from '../scene/place.ts'
import { cellPlace } from './cell-places.ts'
import type { Grid } from './cell-places.ts'
import { changesOf } from './changes.ts'
import type { Changes, InstanceEdit, WholeReason } from './changes.ts'
import { growCells } from './grow.ts'

/** Room for shadow and contact, as a share of the picture's shorter side. */
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

/**
 * @param parent as in changesOf
 * @param grid latent cells of the picture to be drawn: Estimate's width and height by its cell
 * @throws RangeError for a grid without a cell
 */
export function regionOf(parent: Draft | null, draft: Draft, grid: Grid): Region {
  const { gridWidth: width, gridHeight: height } = grid
  if (!(width >= 1 && height >= 1)) throw new RangeError(`a grid of ${width} x ${height} cells`)
  const changes = changesOf(parent, draft)
  const cells = changes.whole === null ? grown(touchedCells(changes, draft.scene, grid), draft.scene, grid) : null
  const region = cells ?? new Uint8Array(width * height).fill(1)
  if (changes.whole === null || changes.whole === 'caption') spare(region, changes, draft, grid)
  const count = region.reduce((sum, cell) => sum + cell, 0)
  return { cells: region, width, height, share: count / region.length, whole: changes.whole }
}

/** The old and the new place of every edited instance. */
function touchedCells(changes: Changes, scene: Scene, grid: Grid): Uint8Array {
  const cells = new Uint8Array(grid.gridWidth * grid.gridHeight)
  const old = oldInstances(changes)
  for (const edit of changes.instances.values()) {
    if (edit.kinds.length === 0) continue
    const before = old.get(edit.id)
    if (before) unite(cells, cellPlace(scene, before, grid).cells)
    if (edit.state !== 'removed') unite(cells, cellPlace(scene, edit.instance, grid).cells)
  }
  return cells
}

function grown(cells: Uint8Array, scene: Scene, { gridWidth, gridHeight }: Grid): Uint8Array {
  const margin = marginShare * Math.min(scene.width, scene.height)
  return growCells(cells, gridWidth, gridHeight, {
    x: (margin * gridWidth) / scene.width,
    y: (margin * gridHeight) / scene.height,
  })
}

/** Takes the protected place out of the region. */
function spare(region: Uint8Array, changes: Changes, draft: Draft, grid: Grid): void {
  const protectedPlace = protectedCells(changes, draft, grid)
  for (let i = 0; i < region.length; i++) region[i]! &= 1 - protectedPlace[i]!
}

/** What stays as it is even in the region's margin. @returns 1 where protected, row by row */
function protectedCells(changes: Changes, draft: Draft, grid: Grid): Uint8Array {
  const all = new Uint8Array(grid.gridWidth * grid.gridHeight)
  const edits = [...changes.instances.values()]
  const held = edits.filter((edit) => edit.kinds.length === 0 && isLocked(draft, edit))
  if (held.length === 0) return all
  const inFront = editedInFront(changes, draft.scene, grid)
  for (const { id, instance } of held) {
    const { cells } = cellPlace(draft.scene, instance, grid)
    const lost = inFront(id)
    for (let i = 0; i < all.length; i++) all[i]! |= cells[i]! & (1 - lost[i]!)
  }
  return all
}

function isLocked({ notes, keep }: Draft, { id }: InstanceEdit): boolean {
  return ((Object.hasOwn(notes, id) ? notes[id]!.keep : undefined) ?? keep) === 'locked'
}

/** For a kept instance, the places of edited ones in front of it: where they are now, and where they were. */
function editedInFront(changes: Changes, scene: Scene, grid: Grid): (id: string) => Uint8Array {
  const isEdited = (id: string) => changes.instances.get(id)!.kinds.length > 0
  const now = fronts(scene, grid, isEdited)
  const before = changes.parentScene && fronts(changes.parentScene, grid, isEdited)
  return (id) => {
    const cells = now(id)
    if (before) unite(cells, before(id))
    return cells
  }
}

function fronts(scene: Scene, grid: Grid, isEdited: (id: string) => boolean): (id: string) => Uint8Array {
  const order = depthOrder(scene).map((at) => scene.instances[at]!)
  return (id) => {
    const cells = new Uint8Array(grid.gridWidth * grid.gridHeight)
    const rank = order.findIndex((instance) => instance.id === id)
    for (const instance of order.slice(rank + 1)) {
      if (isEdited(instance.id)) unite(cells, cellPlace(scene, instance, grid).cells)
    }
    return cells
  }
}

function oldInstances({ parentScene }: Changes): Map<string, Scene['instances'][number]> {
  return new Map(parentScene?.instances.map((instance) => [instance.id, instance]))
}

function unite(target: Uint8Array, more: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! |= more[i]!
}
