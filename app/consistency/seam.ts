/** Whether a region's rim can be seen: how steep the picture is across it, against how steep the parent is there. */

import { cellSide, requireAlike } from './pixels.ts'
import type { Cells, Pixels } from './pixels.ts'

export type Seam = {
  /** Mean difference between the two pixels on both sides of the rim, over red, green and blue: 0 to 255. */
  readonly gradient: number
  /** The same in the parent. */
  readonly parentGradient: number
  /** One as against the other; 1 is as in the parent, and a level of difference counts for nothing on flat ground. */
  readonly score: number
}

/**
 * @param region cells with a rim; the picture's edge is none
 * @returns null for a region without a rim
 * @throws RangeError for pictures or cells that do not fit each other
 */
export function seamOf(parent: Pixels, picture: Pixels, region: Cells): Seam | null {
  requireAlike(parent, picture)
  const pairs = pixelsAcross(region, cellSide(parent, region))
  if (pairs.length === 0) return null
  const [gradient, parentGradient] = [meanGradient(picture, pairs), meanGradient(parent, pairs)]
  return { gradient, parentGradient, score: (gradient + 1) / (parentGradient + 1) }
}

/** Pairs of neighbouring pixels, one in the region and one outside it: first, second, first, ... */
function pixelsAcross({ cells, width, height }: Cells, side: number): number[] {
  const pairs: number[] = []
  const across = width * side
  for (let cell = 0; cell < cells.length; cell++) {
    const [x, y] = [cell % width, Math.floor(cell / width)]
    const corner = y * side * across + x * side
    const isRim = (neighbour: number): boolean => cells[cell] !== cells[neighbour]
    if (x + 1 < width && isRim(cell + 1)) addPairs(pairs, { from: corner + side - 1, along: across, over: 1, side })
    if (y + 1 < height && isRim(cell + width)) {
      addPairs(pairs, { from: corner + (side - 1) * across, along: 1, over: across, side })
    }
  }
  return pairs
}

type Edge = { readonly from: number; readonly along: number; readonly over: number; readonly side: number }

function addPairs(pairs: number[], { from, along, over, side }: Edge): void {
  for (let i = 0; i < side; i++) pairs.push(from + i * along, from + i * along + over)
}

function meanGradient({ rgb }: Pixels, pairs: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < pairs.length; i += 2) {
    const [p, q] = [3 * pairs[i]!, 3 * pairs[i + 1]!]
    for (let channel = 0; channel < 3; channel++) sum += Math.abs(rgb[p + channel]! - rgb[q + channel]!)
  }
  return sum / (1.5 * pairs.length)
}
