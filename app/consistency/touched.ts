/** The touched place: the old and the new place of every edited instance, and of those that are drawn anew each round. */

import type { Draft } from '../contract/document.ts'
import { cellPlace, unite } from './cell-places.ts'
import type { Grid } from './cell-places.ts'
import type { Changes } from './changes.ts'
import { keptAs } from './kept.ts'

/** Edited instances, and in a round that holds the rest those that are noted free. */
export function redrawnIds(changes: Changes, draft: Draft): Set<string> {
  const edited = [...changes.instances.values()].filter(({ kinds }) => kinds.length > 0).map(({ id }) => id)
  return new Set([...edited, ...(draft.keep === 'free' ? [] : keptAs(changes, draft, 'free'))])
}

/** @returns 1 where the place of a redrawn instance is or was, row by row */
export function touchedCells(changes: Changes, draft: Draft, grid: Grid): Uint8Array {
  const { scene } = draft
  const cells = new Uint8Array(grid.gridWidth * grid.gridHeight)
  const old = new Map(changes.parentScene?.instances.map((instance) => [instance.id, instance]))
  for (const id of redrawnIds(changes, draft)) {
    const { instance, state } = changes.instances.get(id)!
    const before = old.get(id)
    if (before) unite(cells, cellPlace(scene, before, grid).cells)
    if (state !== 'removed') unite(cells, cellPlace(scene, instance, grid).cells)
  }
  return cells
}
