/** Plane geometry over scene points and boxes. Every function takes values and gives new ones. */

import type { Box, Point } from '../contract/scene.ts'

/** The smallest box round the points. @throws RangeError without a point: the scene's schema asks for one */
export function boundsOf(points: readonly Point[]): Box {
  if (points.length === 0) throw new RangeError('no point, no bounds')
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity }
  for (const { x, y } of points) {
    box.x0 = Math.min(box.x0, x)
    box.y0 = Math.min(box.y0, y)
    box.x1 = Math.max(box.x1, x)
    box.y1 = Math.max(box.y1, y)
  }
  return box
}

/** The smallest box round two boxes; either may be missing. */
export function uniteBoxes(a: Box | null, b: Box | null): Box | null {
  if (a === null || b === null) return a ?? b
  return { x0: Math.min(a.x0, b.x0), y0: Math.min(a.y0, b.y0), x1: Math.max(a.x1, b.x1), y1: Math.max(a.y1, b.y1) }
}

export function centreOf(box: Box): Point {
  return { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 }
}

/** From the upper left one clockwise. */
export function cornersOf({ x0, y0, x1, y1 }: Box): Point[] {
  return [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ]
}

/** The part of a box inside a picture; null when they share no area. */
export function clipToPicture(box: Box, width: number, height: number): Box | null {
  const clip = {
    x0: Math.max(0, box.x0),
    y0: Math.max(0, box.y0),
    x1: Math.min(width, box.x1),
    y1: Math.min(height, box.y1),
  }
  return clip.x0 < clip.x1 && clip.y0 < clip.y1 ? clip : null
}

/** Area of one ring by the shoelace formula, in square pixels, whichever way it turns. */
export function ringArea(ring: readonly Point[]): number {
  const twice = ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length]!
    return sum + p.x * q.y - q.x * p.y
  }, 0)
  return Math.abs(twice) / 2
}

/** Convex hull (Andrew's monotone chain), without points on its edges. One or two points, or a line, stay as they are. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y)
  const unique = sorted.filter((p, i) => i === 0 || p.x !== sorted[i - 1]!.x || p.y !== sorted[i - 1]!.y)
  if (unique.length < 3) return unique
  const lower = halfHull(unique)
  const upper = halfHull(unique.toReversed())
  return [...lower.slice(0, -1), ...upper.slice(0, -1)]
}

function halfHull(points: readonly Point[]): Point[] {
  const chain: Point[] = []
  for (const p of points) {
    while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, p) <= 0) chain.pop()
    chain.push(p)
  }
  return chain
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/** A circle as a ring of 64 points. */
export function circle(centre: Point, radius: number): Point[] {
  return Array.from({ length: 64 }, (_, i) => {
    const angle = (i * Math.PI) / 32
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) }
  })
}
