/** Which instances lie under the pointer, and which a marquee touches. Hidden ones cannot be picked. */

import type { Draft } from '../contract/document.ts'
import type { Box, Instance, Point, Rle } from '../contract/scene.ts'
import { isHidden } from './groups.ts'
import { used } from './locations.ts'
import { depthOrder } from './place.ts'
import { columnStretches, readRuns } from './rle.ts'
import { distanceToSegment } from './simplify.ts'

/** How near is on it; screen pixels. A point's is its ring. */
const reach = { point: 10, line: 6, edge: 4 } as const

/**
 * @param point scene pixels @param scale screen pixels in a scene pixel
 * @returns ids, the front one first
 */
export function instancesAt(draft: Draft, point: Point, scale: number): string[] {
  return pickable(draft)
    .filter((instance) => isAt(instance, point, scale))
    .map(({ id }) => id)
}

/** @param box scene pixels @returns ids of what the box touches, the front one first */
export function instancesTouching(draft: Draft, box: Box): string[] {
  return pickable(draft)
    .filter((instance) => touches(instance, box))
    .map(({ id }) => id)
}

function pickable(draft: Draft): Instance[] {
  return depthOrder(draft.scene)
    .reverse()
    .map((at) => draft.scene.instances[at]!)
    .filter(({ id }) => !isHidden(draft, id))
}

function isAt(instance: Instance, at: Point, scale: number): boolean {
  const { box, point, scribble, mask, polygon } = used(instance)
  const edge = reach.edge / scale
  return (
    (point !== undefined && Math.hypot(at.x - point.x, at.y - point.y) <= reach.point / scale) ||
    (scribble?.some((stroke) => isNearLine(stroke, at, reach.line / scale)) ?? false) ||
    (box !== undefined && isInBox(box, at, edge)) ||
    (polygon !== undefined && (isInRings(polygon, at) || polygon.some((ring) => isNearLine(closed(ring), at, edge)))) ||
    (mask !== undefined && maskTouches(mask, around(at, edge)))
  )
}

function touches(instance: Instance, area: Box): boolean {
  const { box, point, scribble, mask, polygon } = used(instance)
  return (
    (point !== undefined && isInBox(area, point, 0)) ||
    (scribble?.some((stroke) => lineTouches(stroke, area)) ?? false) ||
    (box !== undefined && box.x0 <= area.x1 && area.x0 <= box.x1 && box.y0 <= area.y1 && area.y0 <= box.y1) ||
    (polygon !== undefined &&
      (polygon.some((ring) => lineTouches(closed(ring), area)) || isInRings(polygon, { x: area.x0, y: area.y0 }))) ||
    (mask !== undefined && maskTouches(mask, area))
  )
}

function around({ x, y }: Point, by: number): Box {
  return { x0: x - by, y0: y - by, x1: x + by, y1: y + by }
}

function isInBox({ x0, y0, x1, y1 }: Box, { x, y }: Point, slack: number): boolean {
  return x >= x0 - slack && x <= x1 + slack && y >= y0 - slack && y <= y1 + slack
}

function closed(ring: readonly Point[]): Point[] {
  return [...ring, ring[0]!]
}

function isNearLine(line: readonly Point[], at: Point, by: number): boolean {
  return line.some((p, i) => distanceToSegment(at, line[Math.max(0, i - 1)]!, p) <= by)
}

/** By the even-odd rule, as places are filled. */
function isInRings(rings: readonly (readonly Point[])[], { x, y }: Point): boolean {
  let isInside = false
  for (const ring of rings) {
    for (const [i, p] of ring.entries()) {
      const q = ring[(i + 1) % ring.length]!
      if (p.y > y !== q.y > y && x < p.x + ((y - p.y) / (q.y - p.y)) * (q.x - p.x)) isInside = !isInside
    }
  }
  return isInside
}

function lineTouches(line: readonly Point[], box: Box): boolean {
  return line.some((p, i) => segmentTouches(line[Math.max(0, i - 1)]!, p, box))
}

/** Cuts the segment at the box's edges (Liang and Barsky) and sees whether something is left. */
function segmentTouches(a: Point, b: Point, { x0, y0, x1, y1 }: Box): boolean {
  let [from, to] = [0, 1]
  const cuts = [
    [a.x - b.x, a.x - x0],
    [b.x - a.x, x1 - a.x],
    [a.y - b.y, a.y - y0],
    [b.y - a.y, y1 - a.y],
  ] as const
  for (const [slope, room] of cuts) {
    if (slope === 0 && room < 0) return false
    if (slope < 0) from = Math.max(from, room / slope)
    if (slope > 0) to = Math.min(to, room / slope)
  }
  return from <= to
}

/** Whether a pixel of the mask lies in the box at least in part. */
function maskTouches(mask: Rle, { x0, y0, x1, y1 }: Box): boolean {
  return stretchesOf(mask).some(([x, top, bottom]) => x < x1 && x + 1 > x0 && top < y1 && bottom + 1 > y0)
}

type Stretch = readonly [x: number, top: number, bottom: number]
const remembered = new WeakMap<Rle, readonly Stretch[]>()

/** The pointer asks at every move, so a mask is unfolded once. */
function stretchesOf(mask: Rle): readonly Stretch[] {
  const known = remembered.get(mask)
  if (known) return known
  const stretches = [...columnStretches(readRuns(mask))]
  remembered.set(mask, stretches)
  return stretches
}
