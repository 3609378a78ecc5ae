/** The points by which the network knows a mask: a polygon's and a scribble's, as in the published evaluation. */

import { traceContours } from './contour.ts'

/** Points in pixels, x and y alternating. */
type Points = number[]

/** @returns positions of the pixels that are 1, counted row by row */
export function foreground(plane: Uint8Array): Int32Array {
  const pixels = new Int32Array(plane.reduce((sum, pixel) => sum + pixel, 0))
  let count = 0
  for (let i = 0; i < plane.length; i++) if (plane[i] === 1) pixels[count++] = i
  return pixels
}

/**
 * Half of the points inside, half on the outline, all in order of their distance to the origin.
 *
 * @param plane 0 or 1, row by row: [height, width]; not empty
 * @param pick chooses pixels, with repetition, for a mask with fewer of them than half the points
 * @returns `count` points; those on the outline are a pixel to the right and down, as published
 */
export function polygonPoints(
  plane: Uint8Array,
  width: number,
  height: number,
  count: number,
  pick: (pixels: number, count: number) => ArrayLike<number>,
): Points {
  const pixels = foreground(plane)
  const half = count / 2
  const chosen = pixels.length < half ? pick(pixels.length, half) : spreadFromCentre(pixels, width, half)
  const inside = pointsOf(pixels, chosen, width)
  return byDistance([...inside, ...outline(plane, width, height, half)])
}

function pointsOf(pixels: Int32Array, chosen: ArrayLike<number>, width: number): Points {
  return Array.from(chosen).flatMap((i) => [pixels[i]! % width, Math.floor(pixels[i]! / width)])
}

/**
 * Sorts the pixels by their distance to the centroid (equal ones by row), cuts them into `count` equal runs and takes the
 * middle of each. Only the distances are sorted: they tell which of the pixels at that distance is meant.
 */
function spreadFromCentre(pixels: Int32Array, width: number, count: number): number[] {
  const distances = centroidDistances(pixels, width)
  const sorted = distances.slice().sort()
  const run = Math.floor(pixels.length / count)
  const chosen = Array.from<number>({ length: count })
  const wanted = new Map<number, Map<number, number>>()
  for (let i = 0; i < count; i++) {
    const rank = i * run + Math.floor(run / 2)
    const distance = sorted[rank]!
    if (!wanted.has(distance)) wanted.set(distance, new Map())
    wanted.get(distance)!.set(rank - firstRank(sorted, distance), i)
  }
  const seen = new Map<number, number>()
  for (let pixel = 0; pixel < distances.length; pixel++) {
    const distance = distances[pixel]!
    const places = wanted.get(distance)
    if (places === undefined) continue
    const turn = seen.get(distance) ?? 0
    const place = places.get(turn)
    if (place !== undefined) chosen[place] = pixel
    seen.set(distance, turn + 1)
  }
  return chosen
}

function centroidDistances(pixels: Int32Array, width: number): Float64Array {
  let [sumX, sumY] = [0, 0]
  for (const pixel of pixels) {
    sumX += pixel % width
    sumY += Math.floor(pixel / width)
  }
  const [centreX, centreY] = [sumX / pixels.length, sumY / pixels.length]
  return Float64Array.from(pixels, (pixel) => {
    const [dx, dy] = [(pixel % width) - centreX, Math.floor(pixel / width) - centreY]
    return Math.sqrt(dx * dx + dy * dy)
  })
}

/** Position of the first entry that is not below the value. */
function firstRank(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Points at equal gaps along all outlines, taken as one list. */
function outline(plane: Uint8Array, width: number, height: number, count: number): Points {
  const { points } = traceContours(plane, width, height)
  const last = points.length / 2 - 1
  const step = last / (count - 1)
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? last : Math.trunc(i * step))).flatMap((at) => [
    points[2 * at]!,
    points[2 * at + 1]!,
  ])
}

/** The chosen pixels of a mask as a scribble: in order of their distance to the origin. */
export function scribblePoints(pixels: Int32Array, chosen: ArrayLike<number>, width: number): Points {
  return byDistance(pointsOf(pixels, chosen, width))
}

/** Points in order of their distance to the origin; equal ones keep their order. */
export function byDistance(points: Points): Points {
  const pairs = Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!] as const)
  return pairs.sort((a, b) => originDistance(a) - originDistance(b)).flat()
}

function originDistance([x, y]: readonly [number, number]): number {
  return Math.sqrt(x * x + y * y)
}

/** `count` points out of any number of them, at equal gaps in their order of distance; few points are repeated. */
export function respacePoints(points: Points, count: number): Points {
  const sorted = byDistance(points)
  const given = sorted.length / 2
  const gap = Math.floor(given / count)
  const index = (i: number) => (given >= count ? i * gap : Math.floor((i * given) / count))
  return byDistance(Array.from({ length: count }, (_, i) => [sorted[2 * index(i)]!, sorted[2 * index(i) + 1]!]).flat())
}
