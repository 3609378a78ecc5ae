/**
 * The handles of what is selected: where they stand and what a press there means.
 *
 * The canvas draws what this gives and the Select tool hits what this gives, so the two cannot differ. Sizes and zones are
 * in screen pixels, places in scene pixels.
 */
import type { Draft } from '../../../app/contract/document.ts'
import type { Box, Instance, Point } from '../../../app/contract/scene.ts'
import { locationBounds } from '../../../app/scene/arrange.ts'
import { uniteBoxes } from '../../../app/scene/geometry.ts'
import { isHidden, isPinned } from '../../../app/scene/groups.ts'
import { formatsOf } from '../../../app/scene/locations.ts'
import { distance } from './press.ts'
import { instanceOf } from './target.ts'
import type { Pointer } from './tool.ts'

/** -1 left or top, 0 middle, 1 right or bottom. */
export type Direction = { readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 }

export interface Handle {
  readonly direction: Direction
  readonly point: Point
  /** Of its cursor's arrow, in degrees: 0 left-right, 45 from upper left to lower right, 90 up-down, 135. */
  readonly angle: number
}

export interface Handles {
  /** Round the locations in use of all that is selected and may move. */
  readonly bounds: Box
  readonly handles: readonly Handle[]
  readonly canRotate: boolean
}

export type Grip = { readonly grip: 'resize'; readonly handle: Handle } | { readonly grip: 'rotate' }

/** Half the width of the square zone round a handle. */
const zone = { mouse: 7, pen: 7, touch: 16 } as const

/** The ring round a corner, outside the bounds, in which a drag rotates. */
const rotationReach = 24

/** A side shorter than this has handles at its corners only. */
const leastSide = 28

/** Bounds narrower than this are all inside: pressed there, the thing moves. */
const leastInside = 20

const directions: readonly Direction[] = [
  { x: -1, y: -1 },
  { x: 0, y: -1 },
  { x: 1, y: -1 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
  { x: -1, y: 1 },
  { x: -1, y: 0 },
]

/** @param scale CSS pixels in a scene pixel @returns null where there is nothing that has a size and may change it */
export function handlesOf(draft: Draft, selection: readonly string[], scale: number): Handles | null {
  const instances = selection.flatMap((id) => instanceOf(draft, id) ?? []).filter(({ id }) => isFree(draft, id))
  const bounds = instances.map(locationBounds).reduce(uniteBoxes, null)
  if (bounds === null) return null
  const [width, height] = [bounds.x1 - bounds.x0, bounds.y1 - bounds.y0]
  if (width === 0 && height === 0) return null
  const handles = directions
    .filter(({ x, y }) => isUseful(x, y, width, scale) && isUseful(y, x, height, scale))
    .map((direction) => handleAt(bounds, direction))
  return { bounds, handles, canRotate: instances.every(isTurnable) }
}

/** Pinned and hidden things have no handles. */
export function isFree(draft: Draft, id: string): boolean {
  return !isPinned(draft, id) && !isHidden(draft, id)
}

/** A line has no handles that would pull it across; a short side has none in its middle. */
function isUseful(along: number, across: number, length: number, scale: number): boolean {
  if (length === 0) return along === 0 && across !== 0
  return along !== 0 || across === 0 || length * scale >= leastSide
}

function handleAt(bounds: Box, direction: Direction): Handle {
  const angle = (Math.atan2(direction.y, direction.x) * 180) / Math.PI
  return { direction, point: anchorOf(bounds, direction), angle: (angle + 180) % 180 }
}

/** The corner, the middle of a side or the centre of a box. */
export function anchorOf({ x0, y0, x1, y1 }: Box, { x, y }: Direction): Point {
  return { x: (x0 + x1 + x * (x1 - x0)) / 2, y: (y0 + y1 + y * (y1 - y0)) / 2 }
}

/** Boxes have no angle, and a point does not show one. */
function isTurnable(instance: Instance): boolean {
  const formats = formatsOf(instance)
  return !formats.includes('box') && formats.some((format) => format !== 'point')
}

/** What a press would take hold of. */
export function gripAt(
  { bounds, handles, canRotate }: Handles,
  point: Point,
  scale: number,
  device: Pointer['device'],
): Grip | null {
  const isInside = point.x > bounds.x0 && point.x < bounds.x1 && point.y > bounds.y0 && point.y < bounds.y1
  const narrowest = Math.min(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) * scale
  if (isInside && narrowest < leastInside) return null
  const near = handles.filter((handle) => screenDistance(handle.point, point, scale) <= zone[device])
  const handle = near.toSorted((a, b) => distance(a.point, point) - distance(b.point, point))[0]
  if (handle) return { grip: 'resize', handle }
  const isAtCorner = corners.some((corner) => distance(anchorOf(bounds, corner), point) * scale <= rotationReach)
  return canRotate && !isInside && isAtCorner ? { grip: 'rotate' } : null
}

const corners = directions.filter(({ x, y }) => x !== 0 && y !== 0)

/** Of squares: the larger of the two differences. */
function screenDistance(a: Point, b: Point, scale: number): number {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) * scale
}
