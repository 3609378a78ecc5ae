/** How one instance differs from its parent's: by its words and by its locations in use. */

import { locationFormats } from '../contract/scene.ts'
import type { Box, Instance, Point, Scene } from '../contract/scene.ts'
import { used } from '../scene/locations.ts'
import type { Locations } from '../scene/locations.ts'
import { placeBounds } from '../scene/place.ts'

export type OwnEdit = {
  readonly kinds: readonly ('moved' | 'resized' | 'reshaped' | 'reworded')[]
  /** Bounds of the places in scene pixels; null without one. */
  readonly before: Box | null
  readonly after: Box | null
}

/** Scene pixels; less comes of scaling to and fro. */
const tolerance = 0.01

const remembered = new WeakMap<Instance, { before: Instance; width: number; height: number; edit: OwnEdit }>()

/** @param scene either scene; both have its size */
export function ownEdit(scene: Scene, before: Instance, after: Instance): OwnEdit {
  const { width, height } = scene
  const known = remembered.get(after)
  if (known?.before === before && known.width === width && known.height === height) return known.edit
  const edit = compare(scene, before, after)
  remembered.set(after, { before, width, height, edit })
  return edit
}

function compare(scene: Scene, before: Instance, after: Instance): OwnEdit {
  const bounds = { before: placeBounds(scene, before), after: placeBounds(scene, after) }
  const isReworded = before.caption.trim() !== after.caption.trim()
  const isPlacedAnew = before !== after && !areSame(used(before), used(after))
  return {
    kinds: [
      ...(isPlacedAnew ? placeKinds(bounds.before, bounds.after) : []),
      ...(isReworded ? ['reworded' as const] : []),
    ],
    ...bounds,
  }
}

/**
 * Another size is a resize. It is a move too unless in each direction an edge or the centre stays, as it does when a
 * handle is dragged. What leaves the bounds as they are is another shape, or another location of the same place.
 */
function placeKinds(before: Box | null, after: Box | null): ('moved' | 'resized' | 'reshaped')[] {
  if (before === null || after === null) return ['reshaped']
  const isResized = !(near(widthOf(before), widthOf(after)) && near(heightOf(before), heightOf(after)))
  const isMoved = !(stays(before.x0, before.x1, after.x0, after.x1) && stays(before.y0, before.y1, after.y0, after.y1))
  const isShifted = !(near(before.x0, after.x0) && near(before.y0, after.y0))
  if (!isResized) return isShifted ? ['moved'] : ['reshaped']
  return isMoved ? ['moved', 'resized'] : ['resized']
}

function stays(from: number, to: number, newFrom: number, newTo: number): boolean {
  return near(from, newFrom) || near(to, newTo) || near(from + to, newFrom + newTo)
}

function widthOf(box: Box): number {
  return box.x1 - box.x0
}

function heightOf(box: Box): number {
  return box.y1 - box.y0
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= tolerance
}

function areSame(a: Locations, b: Locations): boolean {
  return locationFormats.every((format) => {
    if (format === 'mask') return a.mask?.counts === b.mask?.counts && a.mask?.size.join() === b.mask?.size.join()
    return a[format] === b[format] || areNear(numbersOf(a, format), numbersOf(b, format))
  })
}

function areNear(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => near(value, b[i]!))
}

/** Every coordinate of a location, with the lengths of its strokes or rings between them. */
function numbersOf(locations: Locations, format: 'box' | 'point' | 'scribble' | 'polygon'): number[] {
  if (format === 'box') {
    const { box } = locations
    return box ? [box.x0, box.y0, box.x1, box.y1] : []
  }
  if (format === 'point') return locations.point ? coordinates(locations.point) : []
  return (locations[format] ?? []).flatMap((list) => [list.length, ...list.flatMap(coordinates)])
}

function coordinates({ x, y }: Point): [number, number] {
  return [x, y]
}
