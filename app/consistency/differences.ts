/** How far two pictures are from each other, cell by cell, so that any set of cells is summed without the pixels. */

import { decibels } from './figures.ts'
import { cellSide, requireAlike } from './pixels.ts'
import type { Cells, Pixels } from './pixels.ts'

/** Between bytes of red, green and blue: 0 to 255. */
export type Difference = {
  readonly largest: number
  readonly mean: number
  /** Decibels; null where there is no difference, and so no bound. */
  readonly psnr: number | null
}

/** @returns the difference in the cells that a test picks, null when it picks none */
export type InCells = (isPicked: (cell: number) => boolean) => Difference | null

/** @throws RangeError for pictures or cells that do not fit each other */
export function differencesOf(a: Pixels, b: Pixels, grid: Cells): InCells {
  requireAlike(a, b)
  const side = cellSide(a, grid)
  const count = grid.width * grid.height
  const [largest, sums, squares] = [new Uint8Array(count), new Float64Array(count), new Float64Array(count)]
  for (let y = 0; y < a.height; y++) {
    const row = Math.floor(y / side) * grid.width
    for (let x = 0; x < a.width; x++) {
      const cell = row + Math.floor(x / side)
      const end = 3 * (y * a.width + x) + 3
      for (let i = end - 3; i < end; i++) {
        const difference = Math.abs(a.rgb[i]! - b.rgb[i]!)
        if (difference === 0) continue
        if (difference > largest[cell]!) largest[cell] = difference
        sums[cell]! += difference
        squares[cell]! += difference * difference
      }
    }
  }
  return (isPicked) => {
    const total = { largest: 0, sum: 0, squares: 0, bytes: 0 }
    for (let cell = 0; cell < count; cell++) {
      if (!isPicked(cell)) continue
      total.largest = Math.max(total.largest, largest[cell]!)
      total.sum += sums[cell]!
      total.squares += squares[cell]!
      total.bytes += 3 * side * side
    }
    if (total.bytes === 0) return null
    const psnr = total.largest === 0 ? null : decibels(total.squares / total.bytes)
    return { largest: total.largest, mean: total.sum / total.bytes, psnr }
  }
}
