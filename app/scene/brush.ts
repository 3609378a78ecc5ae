/**
 * The mask brush: discs along a line, as the stretches of rows that they cover in each column. A mask's run lengths go down
 * its columns too, so a stroke takes time for its rim and none for the picture.
 *
 * A mask knows no half covered pixels, so a soft edge is cut where it is half: a brush of hardness h paints as a hard one
 * of (1 + h) / 2 of its size. However often a place is passed, the edge stays there.
 */

import type { Box, Point } from '../contract/scene.ts'
import { uniteBoxes } from './geometry.ts'

/** A place of the brush; `size` is its diameter in pixels. */
export type Dab = Point & { readonly size: number }

export type BrushMode = 'paint' | 'erase'

/** 0 or 1, row by row: [height, width]. */
export type Plane = { readonly pixels: Uint8Array; readonly width: number; readonly height: number }

/** Rows of a column, the last one not included. */
export type Rows = readonly [from: number, to: number]
type OpenRows = [from: number, to: number]

/** Every dab paints one pixel at least, wherever it lies between pixels. */
const smallestRadius = 0.71
/** How far the edge between two discs may fall short of a straight one; pixels. */
const scallop = 0.1

/**
 * What a stroke covers: every pixel whose centre is inside the brush anywhere on its way.
 *
 * @param hardness 0 to 1
 * @returns for each column its rows, in any order, perhaps overlapping; columns that are not touched have none
 */
export function strokeColumns(
  dabs: readonly Dab[],
  hardness: number,
  { width, height }: { readonly width: number; readonly height: number },
): readonly (readonly Rows[])[] {
  const [first] = dabs
  const known = first && growing.get(first)
  const isLonger =
    known?.hardness === hardness && known.width === width && known.height === height && begins(dabs, known)
  const from = isLonger ? known.dabs.length : 0
  const columns = isLonger ? known.columns : Array.from({ length: width }, (): OpenRows[] => [])
  for (let i = from; i < dabs.length; i++) {
    const dab = dabs[i]!
    for (const disc of way(dabs[i - 1] ?? dab, dab, hardness)) {
      addDisc(columns, disc.x, disc.y, radiusOf(disc, hardness), height)
    }
  }
  if (first) growing.set(first, { dabs, hardness, width, height, columns })
  return columns
}

interface Growing {
  readonly dabs: readonly Dab[]
  readonly hardness: number
  readonly width: number
  readonly height: number
  readonly columns: OpenRows[][]
}

/**
 * Strokes by their first dab. Whoever asks while a stroke grows pays for the new dabs only, and has nothing left to do in
 * the frame that ends it. The columns that were answered before grow too.
 */
const growing = new WeakMap<Dab, Growing>()

/** Whether the stroke goes on from what is known of it. */
function begins(dabs: readonly Dab[], known: Growing): boolean {
  return known.dabs.length <= dabs.length && known.dabs.every((dab, i) => dab === dabs[i])
}

/** Discs from one dab to the next, so close that the edge between them is straight. */
function way(from: Dab, to: Dab, hardness: number): Dab[] {
  const radius = Math.min(radiusOf(from, hardness), radiusOf(to, hardness))
  const step = Math.sqrt(8 * radius * scallop)
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step))
  return Array.from({ length: steps }, (_, i) => between(from, to, (i + 1) / steps))
}

function radiusOf({ size }: Dab, hardness: number): number {
  return Math.max(smallestRadius, (size * (1 + hardness)) / 4)
}

function between(a: Dab, b: Dab, share: number): Dab {
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y), size: a.size + share * (b.size - a.size) }
}

function addDisc(columns: OpenRows[][], x: number, y: number, radius: number, height: number): void {
  const first = Math.max(0, Math.ceil(x - radius - 0.5))
  const last = Math.min(columns.length - 1, Math.floor(x + radius - 0.5))
  for (let column = first; column <= last; column++) {
    const half = Math.sqrt(Math.max(0, radius ** 2 - (column + 0.5 - x) ** 2))
    const from = Math.max(0, Math.ceil(y - half - 0.5))
    const to = Math.min(height, Math.floor(y + half - 0.5) + 1)
    if (from < to) addRows(columns[column]!, from, to)
  }
}

/** Along a stroke a column's rows mostly join those before, so lists stay short. */
function addRows(rows: OpenRows[], from: number, to: number): void {
  const last = rows.at(-1)
  if (!last || from > last[1] || to < last[0]) {
    rows.push([from, to])
    return
  }
  if (from < last[0]) last[0] = from
  if (to > last[1]) last[1] = to
}

/**
 * Paints from one dab to the next, **into** the plane.
 *
 * @param hardness 0 to 1
 * @returns the pixels that may have changed, null for none in the picture
 */
export function brushStroke(plane: Plane, from: Dab, to: Dab, hardness: number, mode: BrushMode): Box | null {
  const { pixels, width } = plane
  let dirty: Box | null = null
  for (const [x, rows] of strokeColumns([from, to], hardness, plane).entries()) {
    for (const [y0, y1] of rows) {
      for (let y = y0; y < y1; y++) pixels[y * width + x] = mode === 'paint' ? 1 : 0
      dirty = uniteBoxes(dirty, { x0: x, y0, x1: x + 1, y1 })
    }
  }
  return dirty
}
