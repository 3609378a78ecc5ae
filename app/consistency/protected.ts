/**
 * The protected place: what stays as it is even in the region's margin. Kept instances that are held, but for what an
 * edited one has or had in front of them.
 */

import type { Draft, KeepMode } from '../contract/document.ts'
import type { Scene } from '../contract/scene.ts'
import { depthOrder } from '../scene/place.ts'
import { cellPlace, unite } from './cell-places.ts'
import type { Grid } from './cell-places.ts'
import type { Changes } from './changes.ts'

/** An instance's own note, else the round's mode. */
export function keepOf({ notes, keep }: Pick<Draft, 'notes' | 'keep'>, id: string): KeepMode {
  return (Object.hasOwn(notes, id) ? notes[id]!.keep : undefined) ?? keep
}

/** Instances without an edit that are to be kept in this way. */
export function keptAs(changes: Changes, draft: Draft, keep: KeepMode): string[] {
  const kept = [...changes.instances.values()].filter(({ kinds }) => kinds.length === 0)
  return kept.map(({ id }) => id).filter((id) => keepOf(draft, id) === keep)
}

/** @returns 1 where kept instances of these ways are protected, row by row */
export function protectedCells(changes: Changes, draft: Draft, grid: Grid, ways: readonly KeepMode[]): Uint8Array {
  const all = new Uint8Array(grid.gridWidth * grid.gridHeight)
  const held = ways.flatMap((way) => keptAs(changes, draft, way))
  if (held.length === 0) return all
  const inFront = editedInFront(changes, draft.scene, grid)
  for (const id of held) {
    const { cells } = cellPlace(draft.scene, changes.instances.get(id)!.instance, grid)
    const lost = inFront(id)
    for (let i = 0; i < all.length; i++) all[i]! |= cells[i]! & (1 - lost[i]!)
  }
  return all
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
