/** The rim of marked cells as closed polygons. */

import type { Point } from '../contract/scene.ts'

/** Right, down, left, up: a quarter turn to the right each. */
const steps = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
] as const

/**
 * Walks round every patch of marked cells with the patch on the right, so that outer rims turn clockwise on the screen
 * and rims of holes the other way. Cells that touch at a corner only are two patches.
 *
 * @param cells 0 or 1, row by row: [height, width]
 * @returns rings of corners in cells from the upper left, only where the rim turns, the last one not repeated
 */
export function outlineOfCells(cells: Uint8Array, width: number, height: number): Point[][] {
  const isMarked = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && cells[y * width + x] === 1
  const seen = new Uint8Array(cells.length)
  const rings: Point[][] = []
  for (let at = 0; at < cells.length; at++) {
    // every rim has an upper edge: a marked cell below one that is not
    if (cells[at] === 1 && (at < width || cells[at - width] !== 1) && seen[at] === 0)
      rings.push(walk(at % width, Math.floor(at / width), width, isMarked, seen))
  }
  return rings
}

/** @param seen is set for cells whose upper edge was walked along */
function walk(
  startX: number,
  startY: number,
  width: number,
  isMarked: (x: number, y: number) => boolean,
  seen: Uint8Array,
): Point[] {
  const ring: Point[] = []
  let [x, y, heading] = [startX, startY, 0]
  do {
    if (heading === 0) seen[y * width + x] = 1
    x += steps[heading]!.x
    y += steps[heading]!.y
    const next = turned(x, y, heading, isMarked)
    if (next !== heading) ring.push({ x, y })
    heading = next
  } while (x !== startX || y !== startY || heading !== 0)
  return ring
}

/** At a corner: right if the cell ahead on the right is not marked, left if both ahead are, else straight on. */
function turned(x: number, y: number, heading: number, isMarked: (x: number, y: number) => boolean): number {
  const { x: dx, y: dy } = steps[heading]!
  // the cell on the right ahead and on the left ahead of the corner, for each heading
  const right = isMarked(x + (dx - dy - 1) / 2, y + (dy + dx - 1) / 2)
  const left = isMarked(x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2)
  if (!right) return (heading + 1) % 4
  return left ? (heading + 3) % 4 : heading
}
