/** Who owns each cell of a grid: the front instance of those whose place covers any part of it. */

import type { Scene } from '../contract/scene.ts'
import { depthOrder } from '../scene/place.ts'
import { cellPlace } from './cell-places.ts'
import type { Grid } from './cell-places.ts'

/** @returns as `ownerCells` of app/scene, but ids, and from places that are remembered; null where there is none */
export function ownersOf(scene: Scene, grid: Grid): (string | null)[] {
  const owners = Array<string | null>(grid.gridWidth * grid.gridHeight).fill(null)
  for (const at of depthOrder(scene)) {
    const instance = scene.instances[at]!
    const { cells } = cellPlace(scene, instance, grid)
    for (let i = 0; i < cells.length; i++) if (cells[i] === 1) owners[i] = instance.id
  }
  return owners
}
