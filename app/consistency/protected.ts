/**
 * The protected place: what stays as it is even in the region's margin. Kept instances that are held, but for what an
 * edited one has or had in front of them.
 */

import type { Draft, KeepMode } from '../contract/document.ts'
import type { Instance, Scene } from '../contract/scene.ts'
import { centreOf } from '../scene/geometry.ts'
import { depthOrder, hasShape, placeBounds } from '../scene/place.ts'
import { cellPlace, packed, unpacked } from './cell-places.ts'
import type { Grid } from './cell-places.ts'
import type { Changes } from './changes.ts'
import { keptAs } from './kept.ts'
import { touchedCells } from './touched.ts'

/** Of the bounds of a place that is no shape, across and down: what is taken to be the thing itself. */
const coreShare = 0.8

/** @returns 1 where kept instances of these ways are protected, row by row */
export function protectedCells(changes: Changes, draft: Draft, grid: Grid, ways: readonly KeepMode[]): Uint8Array {
  const count = grid.gridWidth * grid.gridHeight
  const held = ways.flatMap((way) => keptAs(changes, draft, way))
  if (held.length === 0) return new Uint8Array(count)
  const all = noBits(grid)
  const inFront = editedInFront(changes, draft.scene, grid)
  const contested = packed(touchedCells(changes, draft, grid)).bits
  for (const id of held) {
    const { instance } = changes.instances.get(id)!
    const { bits } = cellPlace(draft.scene, instance, grid)
    const lost = inFront(id)
    const core = bits.some((word, i) => (word & contested[i]!) !== 0) ? coreBits(instance, draft, grid) : bits
    for (let i = 0; i < all.length; i++) all[i]! |= bits[i]! & ~lost[i]! & (core[i]! | ~contested[i]!)
  }
  return unpacked(all, count)
}

/** For a kept instance, the places of edited ones in front of it: where they are now, and where they were. */
function editedInFront(changes: Changes, scene: Scene, grid: Grid): (id: string) => Uint32Array {
  const isEdited = (id: string) => changes.instances.get(id)!.kinds.length > 0
  const now = fronts(scene, grid, isEdited)
  const before = changes.parentScene && fronts(changes.parentScene, grid, isEdited)
  return (id) => {
    const bits = now(id).slice()
    if (before) uniteBits(bits, before(id))
    return bits
  }
}

/**
 * A box, a scribble or a point says where a thing is, and not what is seen in each corner there: that may be the edited one.
 *
 * @returns 1 in the cells of a kept instance that stay whatever is touched there: all of a shape or of what its own note
 *   locks, else those with their centre in an ellipse in the middle of its bounds
 */
function coreBits(instance: Instance, { scene, notes }: Draft, grid: Grid): Uint32Array {
  const place = cellPlace(scene, instance, grid).bits
  const isLocked = Object.hasOwn(notes, instance.id) && notes[instance.id]!.keep === 'locked'
  const bounds = isLocked || hasShape(instance) ? null : placeBounds(scene, instance)
  if (!bounds) return place
  const { gridWidth, gridHeight } = grid
  const [across, down] = [scene.width / gridWidth, scene.height / gridHeight]
  const [radiusX, radiusY] = [(coreShare * (bounds.x1 - bounds.x0)) / 2, (coreShare * (bounds.y1 - bounds.y0)) / 2]
  const { x, y } = centreOf(bounds)
  const core = noBits(grid)
  for (let i = 0; i < gridWidth * gridHeight; i++) {
    if (((place[i >> 5]! >>> (i & 31)) & 1) === 0) continue
    const dx = (((i % gridWidth) + 0.5) * across - x) / radiusX
    const dy = ((Math.floor(i / gridWidth) + 0.5) * down - y) / radiusY
    if (dx * dx + dy * dy <= 1) core[i >> 5]! |= 1 << (i & 31)
  }
  return core
}

/** For each instance, what lies in front of it; found from front to back, once for all of them. */
function fronts(scene: Scene, grid: Grid, isEdited: (id: string) => boolean): (id: string) => Uint32Array {
  const order = depthOrder(scene).map((at) => scene.instances[at]!)
  const inFront = new Map<string, Uint32Array>()
  let bits = noBits(grid)
  for (const instance of order.toReversed()) {
    inFront.set(instance.id, bits)
    if (!isEdited(instance.id)) continue
    bits = bits.slice()
    uniteBits(bits, cellPlace(scene, instance, grid).bits)
  }
  // One that the scene does not have lies behind all of it.
  return (id) => inFront.get(id) ?? bits
}

function noBits({ gridWidth, gridHeight }: Grid): Uint32Array {
  return new Uint32Array(Math.ceil((gridWidth * gridHeight) / 32))
}

function uniteBits(target: Uint32Array, more: Uint32Array): void {
  for (let i = 0; i < target.length; i++) target[i]! |= more[i]!
}
