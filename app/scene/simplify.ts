/** Lines drawn by hand: thinned, smoothed, and as even steps. */

import type { Point } from '../contract/scene.ts'

/** At full smoothing the mean is taken over this share of the line on both sides of a point. */
const widestShare = 1 / 8
/** A line is smoothed as this many points or as many as it has, whichever is more, up to the second. */
const smoothPoints = { least: 64, most: 1024 }

/**
 * Leaves out points as long as the line stays near them (Douglas-Peucker). The ends stay.
 *
 * @param tolerance how far a point that is left out may lie from the line, in the points' unit
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points]
  const isKept = new Uint8Array(points.length)
  isKept[0] = isKept[points.length - 1] = 1
  const open: [from: number, to: number][] = [[0, points.length - 1]]
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part
    const at = farthest(points, from, to, tolerance)
    if (at === null) continue
    isKept[at] = 1
    open.push([from, at], [at, to])
  }
  return points.filter((_, i) => isKept[i] === 1)
}

/** The point between the two that lies farthest from the line through them; null when all are near. */
function farthest(points: readonly Point[], from: number, to: number, tolerance: number): number | null {
  let [at, most]: [number | null, number] = [null, tolerance]
  for (let i = from + 1; i < to; i++) {
    const away = distanceToSegment(points[i]!, points[from]!, points[to]!)
    if (away > most) [at, most] = [i, away]
  }
  return at
}

/** How far a point is from the nearest point of a segment, which may be a point itself. */
export function distanceToSegment({ x, y }: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const squared = dx * dx + dy * dy
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / squared))
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy)
}

/** The same for a closed ring, of which at least three points stay. */
export function simplifyRing(ring: readonly Point[], tolerance: number): Point[] {
  if (ring.length < 4) return [...ring]
  const across = ring.reduce((best, p, i) => (distance(p, ring[0]!) > distance(ring[best]!, ring[0]!) ? i : best), 0)
  const there = simplify(ring.slice(0, across + 1), tolerance)
  const back = simplify([...ring.slice(across), ring[0]!], tolerance)
  const simple = [...there.slice(0, -1), ...back.slice(0, -1)]
  if (simple.length >= 3) return simple
  return [0, 1, 2].map((third) => ring[Math.floor((third * ring.length) / 3)]!)
}

/**
 * The line less its tremble. Its ends stay where they are; it may have more points than before.
 *
 * @param amount 0, which gives the same points, to 100
 */
export function smooth(points: readonly Point[], amount: number): Point[] {
  if (amount <= 0 || points.length < 3) return [...points]
  const even = resample(points, Math.min(smoothPoints.most, Math.max(smoothPoints.least, points.length)))
  const sums = [{ x: 0, y: 0 }]
  for (const { x, y } of even) {
    const last = sums.at(-1)!
    sums.push({ x: last.x + x, y: last.y + y })
  }
  const widest = Math.round((Math.min(100, amount) / 100) * widestShare * even.length)
  return even.map((_, i) => {
    const reach = Math.min(widest, i, even.length - 1 - i)
    const [from, to] = [sums[i - reach]!, sums[i + reach + 1]!]
    const count = 2 * reach + 1
    return { x: (to.x - from.x) / count, y: (to.y - from.y) / count }
  })
}

/** The line as `count` points, at least two, in even steps along it. A line without length gives its first point. */
export function resample(points: readonly Point[], count: number): Point[] {
  const first = points[0]
  if (!first) return []
  const ends = [0]
  for (let i = 1; i < points.length; i++) ends.push(ends[i - 1]! + distance(points[i - 1]!, points[i]!))
  const length = ends.at(-1)!
  if (length === 0) return [first]
  let at = 1
  return Array.from({ length: count }, (_, i) => {
    const along = (length * i) / (count - 1)
    while (at < points.length - 1 && ends[at]! < along) at++
    const [p, q] = [points[at - 1]!, points[at]!]
    const step = ends[at]! - ends[at - 1]!
    const share = step === 0 ? 0 : Math.min(1, (along - ends[at - 1]!) / step)
    return { x: p.x + share * (q.x - p.x), y: p.y + share * (q.y - p.y) }
  })
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
