/** How much of two boxes or masks is the same, and how crowded a layout is. Pure. */
import type { PixelBox } from '../../../native-models/detector/decode.ts'

/** Intersection over union; 0 for boxes without an area. */
export function boxOverlap(a: PixelBox, b: PixelBox): number {
  const both = intersection(a, b)
  const union = area(a) + area(b) - both
  return union > 0 ? both / union : 0
}

/** Intersection over union of masks of the same size, 0 or 1 a pixel; 0 for two empty ones. */
export function maskOverlap(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    both += a[i]! & b[i]!
    either += a[i]! | b[i]!
  }
  return either > 0 ? both / either : 0
}

/** The largest share of a box that another one, which is no smaller, covers. */
export function greatestOverlap(boxes: readonly PixelBox[]): number {
  const pairs = boxes.flatMap((a, i) => boxes.slice(i + 1).map((b) => [a, b] as const))
  return pairs.reduce((most, [a, b]) => Math.max(most, intersection(a, b) / Math.max(1, Math.min(area(a), area(b)))), 0)
}

function intersection(a: PixelBox, b: PixelBox): number {
  const across = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const down = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  return Math.max(0, across) * Math.max(0, down)
}

function area([x0, y0, x1, y1]: PixelBox): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0)
}
