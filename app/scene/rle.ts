/**
 * COCO run lengths: a binary mask as the lengths of alternating runs of 0 and 1, read column by column.
 *
 * Area, bounds and sampling work on the runs, so a mask of a large picture is unfolded only where its pixels are wanted.
 */

import type { Box, Rle } from '../contract/scene.ts'

/** A mask's runs; the first one is of zeros. `counts` add up to width · height. */
export type Runs = { readonly width: number; readonly height: number; readonly counts: Uint32Array }

/** Runs of masks that were read or made here; a mask never changes, and a stroke's is asked for in many ways at once. */
const known = new WeakMap<Rle, Runs>()

/** Six characters hold 30 bits, more than the area of any scene. */
const maxDigits = 6

/**
 * Reads the compressed string: 5 bits a character above '0', bit 5 says that more follow, the sign is in the last
 * character's bit 4, and from the fourth number on the number two before is to be added.
 *
 * @throws RangeError with the reason in half a sentence, to be put behind "mask"
 */
export function readRuns(rle: Rle): Runs {
  const runs = known.get(rle) ?? decodeRuns(rle)
  known.set(rle, runs)
  return runs
}

function decodeRuns(rle: Rle): Runs {
  const [height, width] = rle.size
  const counts = new Uint32Array(rle.counts.length)
  let length = 0
  let total = 0
  for (let at = 0; at < rle.counts.length; at += digitsAt(rle.counts, at)) {
    const count = numberAt(rle.counts, at) + (length > 2 ? counts[length - 2]! : 0)
    total += count
    if (count < 0 || total > width * height)
      throw new RangeError(`has runs that do not fit ${width} x ${height} pixels`)
    counts[length++] = count
  }
  if (total !== width * height) throw new RangeError(`has runs for ${total} of ${width * height} pixels`)
  return { width, height, counts: counts.slice(0, length) }
}

/** How many characters the number takes. */
function digitsAt(text: string, start: number): number {
  for (let digit = 0; digit < maxDigits && start + digit < text.length; digit++) {
    const bits = text.charCodeAt(start + digit) - 48
    if (bits < 0 || bits > 63) throw new RangeError('has a character that run lengths do not use')
    if ((bits & 32) === 0) return digit + 1
  }
  throw new RangeError('has a run length without an end')
}

function numberAt(text: string, start: number): number {
  const digits = digitsAt(text, start)
  let value = 0
  for (let digit = 0; digit < digits; digit++) value |= ((text.charCodeAt(start + digit) - 48) & 31) << (5 * digit)
  const isNegative = ((text.charCodeAt(start + digits - 1) - 48) & 16) !== 0
  return isNegative ? value | (-1 << (5 * digits)) : value
}

export function writeRuns(runs: Runs): Rle {
  const { counts } = runs
  let text = ''
  for (let i = 0; i < counts.length; i++) text += writeNumber(i > 2 ? counts[i]! - counts[i - 2]! : counts[i]!)
  const rle: Rle = { size: [runs.height, runs.width], counts: text }
  known.set(rle, runs)
  return rle
}

function writeNumber(value: number): string {
  let text = ''
  for (let rest = value; ;) {
    const bits = rest & 31
    rest >>= 5
    const isLast = (bits & 16) === 0 ? rest === 0 : rest === -1
    text += String.fromCharCode(48 + (isLast ? bits : bits | 32))
    if (isLast) return text
  }
}

/** @param plane 0 or 1, row by row: [height, width] */
export function encodeMask(plane: Uint8Array, width: number, height: number): Rle {
  const counts: number[] = []
  let value = 0
  let length = 0
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (plane[y * width + x] !== value) {
        counts.push(length)
        value = 1 - value
        length = 0
      }
      length++
    }
  }
  counts.push(length)
  return writeRuns({ width, height, counts: Uint32Array.from(counts) })
}

/** @returns the mask's pixels, 0 or 1, row by row: [height, width] */
export function decodeMask(rle: Rle): Uint8Array {
  return sampleMask(rle, rle.size[1], rle.size[0])
}

/**
 * The mask at another size, by nearest neighbour: target index i takes source index floor((i + 0.5) · source / target).
 *
 * @returns 0 or 1, row by row: [height, width]
 */
export function sampleMask(rle: Rle, width: number, height: number): Uint8Array {
  const runs = readRuns(rle)
  const plane = new Uint8Array(width * height)
  const rows = Array.from({ length: height }, (_, y) => Math.floor(((y + 0.5) * runs.height) / height))
  const walk = runWalk(runs)
  for (let x = 0; x < width; x++) {
    const column = Math.floor(((x + 0.5) * runs.width) / width) * runs.height
    walk.back()
    walk.to(column)
    walk.mark()
    for (let y = 0; y < height; y++) plane[y * width + x] = walk.to(column + rows[y]!)
  }
  return plane
}

/** A position in the runs that only moves on, except back to its mark. */
function runWalk({ counts }: Runs) {
  let run = 0
  let end = counts[0] ?? 0
  let marked = { run, end }
  return {
    /** Moves to a pixel (counted column by column) and gives its value. */
    to(pixel: number): 0 | 1 {
      while (pixel >= end && run < counts.length - 1) end += counts[++run]!
      return (run & 1) as 0 | 1
    },
    mark(): void {
      marked = { run, end }
    },
    back(): void {
      ;({ run, end } = marked)
    },
  }
}

/**
 * Every stretch of ones within one column.
 *
 * Plain loops and a call a stretch: most masks are looked at once, in the frame that ends a stroke, before any of this is
 * compiled, and a generator would take several times as long.
 *
 * @param visit gets the column, the first row and the last
 */
export function eachStretch({ counts, height }: Runs, visit: (x: number, top: number, bottom: number) => void): void {
  let at = 0
  for (let i = 1; i < counts.length; i += 2) {
    at += counts[i - 1]!
    const end = at + counts[i]!
    while (at < end) {
      const x = Math.floor(at / height)
      const to = Math.min(end, (x + 1) * height)
      visit(x, at - x * height, to - 1 - x * height)
      at = to
    }
  }
}

/** The same as a list: x, first row, last row. */
export function columnStretches(runs: Runs): [x: number, y0: number, y1: number][] {
  const stretches: [x: number, y0: number, y1: number][] = []
  eachStretch(runs, (x, top, bottom) => stretches.push([x, top, bottom]))
  return stretches
}

/** What was found out about masks; they never change, and are asked about in every frame. */
const areas = new WeakMap<Rle, number>()
const bounds = new WeakMap<Rle, { readonly box: Box | null }>()

/** Number of pixels that are 1. */
export function maskArea(rle: Rle): number {
  const last = areas.get(rle)
  if (last !== undefined) return last
  const { counts } = readRuns(rle)
  let area = 0
  for (let i = 1; i < counts.length; i += 2) area += counts[i]!
  areas.set(rle, area)
  return area
}

/** The smallest box round all pixels that are 1, or null for an empty mask. */
export function maskBounds(rle: Rle): Box | null {
  const last = bounds.get(rle)
  if (last) return last.box
  const box = findBounds(rle)
  bounds.set(rle, { box })
  return box
}

function findBounds(rle: Rle): Box | null {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  eachStretch(readRuns(rle), (x, top, bottom) => {
    if (x < x0) x0 = x
    if (x >= x1) x1 = x + 1
    if (top < y0) y0 = top
    if (bottom >= y1) y1 = bottom + 1
  })
  return x1 > x0 ? { x0, y0, x1, y1 } : null
}
