/**
 * How much of a new picture shows at each pixel: none outside the region, all inside it, and between them a feather that
 * lies wholly inside.
 *
 * Where the region is thinner than two feathers, the feather is half as wide as the region is thick, so that the middle is new
 * all the same. At the picture's own edge there is none.
 */

import { cellSide } from './pixels.ts'
import type { Cells } from './pixels.ts'
import { marginShare } from './region.ts'
import { thicknessOf } from './thickness.ts'

/** The decoder carries a difference about so far. Less shows as an edge, more takes away from what was drawn. */
const featherCells = 2

/** @returns pixels: two cells, but no more than the region's margin, so that nothing that was edited stands in the feather */
export function featherOf(picture: { readonly width: number; readonly height: number }, region: Cells): number {
  const margin = marginShare * Math.min(picture.width, picture.height)
  return Math.round(Math.min(featherCells * cellSide(picture, region), margin))
}

/**
 * @param picture its size in pixels
 * @param region latent cells, 1 where the picture changes
 * @param feather pixels from the region's rim to where the picture is all new
 * @returns a byte a pixel: 0 where the old picture must stand, 255 where the new one does
 * @throws RangeError for cells that do not fit the picture, and for a feather that is no length
 */
export function pixelMask(
  picture: { readonly width: number; readonly height: number },
  region: Cells,
  feather: number,
): Uint8Array {
  const side = cellSide(picture, region)
  if (!(feather >= 0 && Number.isFinite(feather))) throw new RangeError(`A feather of ${feather} pixels is no width.`)
  const mask = new Uint8Array(picture.width * picture.height)
  const widthsOf = featherWidths(region, side, feather)
  const squaresOf = outsideNear(region, side, feather)
  for (let cell = 0; cell < region.cells.length; cell++) {
    if (region.cells[cell] === 0) continue
    const [column, row] = [cell % region.width, Math.floor(cell / region.width)]
    const corner = row * side * picture.width + column * side
    const squares = squaresOf(column, row)
    const widths = squares && widthsOf(column, row)
    for (let y = 0; y < side; y++) {
      const from = corner + y * picture.width
      if (!squares || !widths) mask.fill(255, from, from + side)
      else for (let x = 0; x < side; x++) mask[from + x] = share(squares[y * side + x]!, widths[y * side + x]!)
    }
  }
  return mask
}

/** Smoothstep of the distance in feathers, as a byte. */
function share(squaredDistance: number, width: number): number {
  if (squaredDistance >= width * width) return 255
  const t = Math.sqrt(squaredDistance) / width
  return Math.round(255 * t * t * (3 - 2 * t))
}

/**
 * For a cell of the region, the squared distance from each of its pixels' centres to the nearest cell outside, exact up to
 * the feather's width; null when all are farther. As cells are few, each looks at those around it.
 */
function outsideNear(
  region: Cells,
  side: number,
  feather: number,
): (column: number, row: number) => Float64Array | null {
  const { cells, width, height } = region
  const reach = Math.ceil(feather / side)
  const tables = distanceTables(side, reach)
  const squares = new Float64Array(side * side)
  return (column, row) => {
    let isNear = false
    squares.fill(Infinity)
    for (let dy = Math.max(-reach, -row); dy <= Math.min(reach, height - 1 - row); dy++) {
      for (let dx = Math.max(-reach, -column); dx <= Math.min(reach, width - 1 - column); dx++) {
        if (cells[(row + dy) * width + column + dx] !== 0) continue
        isNear = true
        const table = tables[(dy + reach) * (2 * reach + 1) + dx + reach]!
        for (let i = 0; i < squares.length; i++) if (table[i]! < squares[i]!) squares[i] = table[i]!
      }
    }
    return isNear ? squares : null
  }
}

/** For each cell up to `reach` away, row by row, the squared distances to it from the pixels of the one in the middle. */
function distanceTables(side: number, reach: number): Float64Array[] {
  const around = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach)
  const pixels = Array.from({ length: side }, (_, i) => i + 0.5)
  const gap = (from: number, cells: number) => Math.max(0, cells * side - from, from - (cells + 1) * side)
  return around.flatMap((dy) =>
    around.map((dx) => Float64Array.from(pixels.flatMap((y) => pixels.map((x) => gap(x, dx) ** 2 + gap(y, dy) ** 2)))),
  )
}

/** The feather's width at each pixel of a cell of the region: by how thick it is there, and from cell to cell without a step. */
function featherWidths(region: Cells, side: number, feather: number): (column: number, row: number) => Float64Array {
  const corners = cornerWidths(region, side, feather)
  const across = region.width + 1
  const widths = new Float64Array(side * side)
  return (column, row) => {
    const at = row * across + column
    const [a, b, c, d] = [corners[at]!, corners[at + 1]!, corners[at + across]!, corners[at + across + 1]!]
    if (a === b && a === c && a === d) return widths.fill(a)
    for (let i = 0; i < widths.length; i++) {
      const [x, y] = [((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side]
      widths[i] = (1 - y) * ((1 - x) * a + x * b) + y * ((1 - x) * c + x * d)
    }
    return widths
  }
}

/** Widths where cells meet, of those that belong to the region: [height + 1, width + 1]. */
function cornerWidths(region: Cells, side: number, feather: number): Float64Array {
  const { width, height } = region
  const thickness = thicknessOf(region, Math.min(255, Math.max(1, Math.ceil((2 * feather + 1) / side))))
  const sums = new Float64Array((width + 1) * (height + 1))
  const counts = new Uint8Array(sums.length)
  for (let cell = 0; cell < thickness.length; cell++) {
    if (thickness[cell] === 0) continue
    // the pixels in the middle of a strip are half a pixel short of its half
    const own = Math.min(feather, (thickness[cell]! * side - 1) / 2)
    const at = cell + Math.floor(cell / width)
    for (const corner of [at, at + 1, at + width + 1, at + width + 2]) {
      sums[corner]! += own
      counts[corner]!++
    }
  }
  return sums.map((sum, i) => (counts[i] === 0 ? 0 : sum / counts[i]!))
}
