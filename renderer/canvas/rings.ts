/** Rings and lines made ready for drawing: stairs softened, corners rounded, lines thinned to even steps. */
import type { Point } from '../../app/contract/scene.ts'

/** The ring through the middles of its edges, half a pixel from each corner: steps of single pixels become slopes. */
export function softened(ring: readonly Point[]): Point[] {
  const points: Point[] = []
  for (const [i, from] of ring.entries()) {
    const to = ring[(i + 1) % ring.length]!
    const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y)
    const [dx, dy] = [Math.sign(to.x - from.x) / 2, Math.sign(to.y - from.y) / 2]
    points.push({ x: from.x + dx, y: from.y + dy })
    if (length > 1) points.push({ x: to.x - dx, y: to.y - dy })
  }
  return points
}

/** Points further apart than this are ends of a straight run, and stay; squared. */
const closeBy = 1.8 ** 2

/** The ring with each point drawn a little towards its close neighbours. */
export function smoothed(ring: readonly Point[]): Point[] {
  // A plain loop, for rings have thousands of points and are smoothed in the frame that ends a stroke.
  const points: Point[] = []
  let before = ring[ring.length - 1]!
  for (let i = 0; i < ring.length; i++) {
    const point = ring[i]!
    const after = ring[i + 1 < ring.length ? i + 1 : 0]!
    points.push(isClose(before, point) && isClose(point, after) ? towards(before, point, after) : point)
    before = point
  }
  return points
}

function isClose(a: Point, b: Point): boolean {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 <= closeBy
}

function towards(before: Point, { x, y }: Point, after: Point): Point {
  return { x: (before.x + 2 * x + after.x) / 4, y: (before.y + 2 * y + after.y) / 4 }
}

/** So small a ring would lose its shape. */
const fewPoints = 8

/** The ring without points that are nearer than `least` to the one kept before; one of few points stays as it is. */
export function thinned(ring: readonly Point[], least: number): readonly Point[] {
  const kept: Point[] = []
  let last: Point | null = null
  for (const point of ring) {
    if (last && (point.x - last.x) ** 2 + (point.y - last.y) ** 2 < least * least) continue
    kept.push(point)
    last = point
  }
  return kept.length < fewPoints ? ring : kept
}

type Corners = Pick<CanvasRenderingContext2D, 'moveTo' | 'arcTo' | 'closePath'>

/** Adds a ring with its corners rounded, as far as its edges leave room. */
export function addRounded(path: Corners, ring: readonly Point[], radius: number): void {
  const last = ring.at(-1)
  if (!last) return
  path.moveTo((last.x + ring[0]!.x) / 2, (last.y + ring[0]!.y) / 2)
  for (const [i, corner] of ring.entries()) {
    const [before, after] = [ring.at(i - 1)!, ring[(i + 1) % ring.length]!]
    const room = Math.min(distance(before, corner), distance(corner, after)) / 2
    path.arcTo(corner.x, corner.y, after.x, after.y, Math.min(radius, room))
  }
  path.closePath()
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** The line as `count` points in even steps along it; a line of fewer points stays as it is. */
export function resampled(line: readonly Point[], count: number): Point[] {
  if (line.length <= count) return [...line]
  const ends: number[] = [0]
  for (let i = 1; i < line.length; i++) ends.push(ends[i - 1]! + distance(line[i - 1]!, line[i]!))
  const length = ends.at(-1)!
  let at = 1
  return Array.from({ length: count }, (_, i) => {
    const along = (length * i) / (count - 1)
    while (at < line.length - 1 && ends[at]! < along) at++
    const [from, to] = [line[at - 1]!, line[at]!]
    const step = ends[at]! - ends[at - 1]!
    const share = step === 0 ? 0 : Math.min(1, (along - ends[at - 1]!) / step)
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
  })
}

/** The point nearest the upper left corner: where a tag stands on a shape. */
export function upperLeftOf(points: readonly Point[]): Point | null {
  let best: Point | null = null
  for (const point of points) if (!best || point.x + point.y < best.x + best.y) best = point
  return best
}
