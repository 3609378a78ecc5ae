/** How thick marked cells are: a strip of two cells has thickness 2 everywhere, a wide patch more. */

import type { Cells } from './pixels.ts'

/**
 * For each marked cell the side of the largest square block of marked cells that it lies in. The picture's edge bounds
 * nothing: what lies beyond it is taken as a mirror image, so that a strip along the edge counts twice.
 *
 * @param limit thicker is not told apart
 * @returns 0 in cells that are not marked, else 1 to `limit`, row by row
 */
export function thicknessOf({ cells, width, height }: Cells, limit: number): Uint8Array {
  const thickness = new Uint8Array(cells)
  const blocks = blockSums(cells, width, height, limit)
  const last = { x: width - 1, y: height - 1 }
  // the top left corner of a block that holds a cell of the picture lies at most one side outside
  for (let side = 2; side <= limit; side++) {
    for (let y = 1 - side; y < height; y++) {
      for (let x = 1 - side; x < width; x++) {
        if (blocks(x, y, side) < side * side) continue
        for (let row = Math.max(0, y); row <= Math.min(last.y, y + side - 1); row++) {
          thickness.fill(side, row * width + Math.max(0, x), row * width + Math.min(last.x, x + side - 1) + 1)
        }
      }
    }
  }
  return thickness
}

/** Counts of marked cells in square blocks, from sums over all rectangles that begin at the mirrored picture's corner. */
function blockSums(
  cells: Uint8Array,
  width: number,
  height: number,
  pad: number,
): (x: number, y: number, side: number) => number {
  const across = width + 2 * pad + 1
  const sums = new Int32Array(across * (height + 2 * pad + 1))
  for (let y = -pad; y < height + pad; y++) {
    let row = 0
    const from = mirrored(y, height) * width
    for (let x = -pad; x < width + pad; x++) {
      row += cells[from + mirrored(x, width)]!
      const at = (y + pad + 1) * across + x + pad + 1
      sums[at] = sums[at - across]! + row
    }
  }
  return (x, y, side) => {
    const top = (y + pad) * across + x + pad
    const bottom = top + side * across
    return sums[bottom + side]! - sums[bottom]! - sums[top + side]! + sums[top]!
  }
}

/** An index beyond an end, counted back from it. */
function mirrored(i: number, count: number): number {
  const at = ((i % (2 * count)) + 2 * count) % (2 * count)
  return at < count ? at : 2 * count - 1 - at
}
