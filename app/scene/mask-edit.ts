/**
 * Masks changed: painted, grown, inverted, filled, cut by rings. Masks come and go as run lengths of the scene's size.
 *
 * Whoever paints at every move of a pen keeps a plane of its own and uses brush.ts, which says what to draw again.
 */

import type { Box, Instance, Point, Rle, Scene } from '../contract/scene.ts'
import { strokeColumns } from './brush.ts'
import type { Dab, Plane, Rows } from './brush.ts'
import { squaredDistances } from './distances.ts'
import { clipToPicture, cornersOf } from './geometry.ts'
import { maskWriter } from './mask-writer.ts'
import { instancePlane } from './mask.ts'
import { outlineOfCells } from './outline.ts'
import { placeOf } from './place.ts'
import { fillRings } from './raster.ts'
import { decodeMask, eachStretch, encodeMask, maskBounds, readRuns } from './rle.ts'

export { brushStroke } from './brush.ts'
export type { BrushMode, Dab, Plane } from './brush.ts'

type Size = Pick<Scene, 'width' | 'height'>

/** @param mask of the scene's size, null for an empty one @returns pixels of its own, which may be painted on */
export function planeOf({ width, height }: Size, mask: Rle | null): Plane {
  return { pixels: mask ? decodeMask(mask) : new Uint8Array(width * height), width, height }
}

export function maskOfPlane({ pixels, width, height }: Plane): Rle {
  return encodeMask(pixels, width, height)
}

/**
 * A whole stroke at once, without unfolding the mask.
 *
 * @param dabs in scene pixels, `size` being the diameter @param hardness 0 to 1, see brush.ts
 */
export function paintStroke(
  { width, height }: Size,
  mask: Rle | null,
  dabs: readonly Dab[],
  isErasing: boolean,
  hardness = 1,
): Rle {
  const own: Rows[][] = Array.from({ length: width }, () => [])
  if (mask) eachStretch(readRuns(mask), (x, top, bottom) => own[x]!.push([top, bottom + 1]))
  const strokes = strokeColumns(dabs, hardness, { width, height })
  const writer = maskWriter(width, height)
  for (let x = 0; x < width; x++) {
    const [before, stroke] = [own[x]!, strokes[x]!]
    if (before.length + stroke.length === 0) continue
    const rows = isErasing ? withoutRows(before, inOrder(stroke)) : inOrder(joined(before, stroke))
    for (let i = 0; i < rows.length; i++) writer.ones(x, rows[i]![0], rows[i]![1])
  }
  return writer.done()
}

function joined(a: readonly Rows[], b: readonly Rows[]): readonly Rows[] {
  return a.length === 0 ? b : b.length === 0 ? a : [...a, ...b]
}

/** Rising by their start; the writer joins those that overlap. */
function inOrder(rows: readonly Rows[]): readonly Rows[] {
  return rows.length < 2 ? rows : rows.toSorted((a, b) => a[0] - b[0])
}

/** @param rows in order and apart @param gone in order */
function withoutRows(rows: readonly Rows[], gone: readonly Rows[]): readonly Rows[] {
  if (gone.length === 0) return rows
  return rows.flatMap(([from, to]) => {
    const left: Rows[] = []
    let at = from
    for (const [goneFrom, goneTo] of gone) {
      if (goneFrom > at) left.push([at, Math.min(to, goneFrom)])
      at = Math.max(at, goneTo)
      if (at >= to) break
    }
    return at < to ? [...left, [at, to] as const] : left
  })
}

/** Adds what the rings surround to the mask, or cuts it out. @param rings scene pixels, even-odd */
export function combineRings(
  scene: Size,
  mask: Rle | null,
  rings: readonly (readonly Point[])[],
  how: 'add' | 'cut',
): Rle {
  const { pixels, width, height } = planeOf(scene, mask)
  const filled = fillRings(rings, width, height, width, height)
  const both = pixels.map((pixel, i) => (how === 'add' ? pixel | filled[i]! : pixel & (1 - filled[i]!)))
  return encodeMask(both, width, height)
}

export function uniteMasks(a: Rle, b: Rle): Rle {
  return combined(a, b, (one, other) => one | other)
}

/** What is in `a` and not in `b`. */
export function subtractMasks(a: Rle, b: Rle): Rle {
  return combined(a, b, (one, other) => one & (1 - other))
}

/** @throws RangeError for masks of different sizes */
function combined(a: Rle, b: Rle, pixel: (one: number, other: number) => number): Rle {
  const [height, width] = a.size
  if (b.size[0] !== height || b.size[1] !== width) throw new RangeError('masks of different sizes')
  const others = decodeMask(b)
  return encodeMask(
    decodeMask(a).map((one, i) => pixel(one, others[i]!)),
    width,
    height,
  )
}

/** `grow` is in scene pixels; a negative one shrinks. */
export type MaskEdit = 'invert' | 'fillHoles' | { readonly grow: number }

/** The mask that an edit makes of an instance: of its mask and polygon, or else of its place as a mask. */
export function editMask(scene: Scene, instance: Instance, edit: MaskEdit): Rle {
  const plane = placePlane(scene, instance)
  if (edit === 'invert') return maskOfPlane(inverted(plane))
  if (edit === 'fillHoles') return maskOfPlane(withoutHoles(plane))
  return maskOfPlane(edit.grow < 0 ? shrunk(plane, -edit.grow) : grown(plane, edit.grow))
}

/** The place of an instance as pixels: what *fill* makes of a box, a scribble or a point. Empty without a place. */
export function placePlane(scene: Scene, instance: Instance): Plane {
  const { width, height } = scene
  const drawn = instancePlane(scene, instance, width, height)
  if (drawn) return { pixels: drawn, width, height }
  const place = placeOf(scene, instance)
  const rings = place === null ? [] : place.kind === 'box' ? [cornersOf(place.box)] : place.rings
  return { pixels: fillRings(rings, width, height, width, height), width, height }
}

export function inverted({ pixels, width, height }: Plane): Plane {
  return { pixels: pixels.map((pixel) => 1 - pixel), width, height }
}

/** Every pixel within `by` pixels of the mask, corners round. */
export function grown(plane: Plane, by: number): Plane {
  return byDistance(plane, Math.ceil(by), 1, (squared) => squared <= by * by)
}

/** Less every pixel within `by` pixels of one outside. The picture's edge takes nothing away. */
export function shrunk(plane: Plane, by: number): Plane {
  return byDistance(plane, 1, 0, (squared) => squared > by * by)
}

/** Looks only at the mask's bounds and `margin` pixels round them; nothing else can change. */
function byDistance(plane: Plane, margin: number, to: 0 | 1, isIn: (squared: number) => boolean): Plane {
  const { width, height } = plane
  const window = boundsWithMargin(plane, margin)
  const pixels = new Uint8Array(plane.pixels.length)
  if (window === null) return { pixels, width, height }
  const part = cut(plane, window)
  const squares = squaredDistances(part, to)
  for (let y = 0; y < part.height; y++) {
    for (let x = 0; x < part.width; x++) {
      if (isIn(squares[y * part.width + x]!)) pixels[(y + window.y0) * width + x + window.x0] = 1
    }
  }
  return { pixels, width, height }
}

function boundsWithMargin(plane: Plane, margin: number): Box | null {
  const bounds = maskBounds(maskOfPlane(plane))
  if (bounds === null) return null
  const wider = { x0: bounds.x0 - margin, y0: bounds.y0 - margin, x1: bounds.x1 + margin, y1: bounds.y1 + margin }
  return clipToPicture(wider, plane.width, plane.height)
}

function cut(plane: Plane, { x0, y0, x1, y1 }: Box): Plane {
  const [width, height] = [x1 - x0, y1 - y0]
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const from = (y + y0) * plane.width + x0
    pixels.set(plane.pixels.subarray(from, from + width), y * width)
  }
  return { pixels, width, height }
}

/** With every hole filled: what the mask surrounds, so that no way over edges leads from it to the picture's rim. */
export function withoutHoles({ pixels, width, height }: Plane): Plane {
  const isOutside = new Uint8Array(pixels.length)
  const open: number[] = []
  const visit = (at: number): void => {
    if (pixels[at] === 1 || isOutside[at] === 1) return
    isOutside[at] = 1
    open.push(at)
  }
  for (let x = 0; x < width; x++) [x, (height - 1) * width + x].forEach(visit)
  for (let y = 0; y < height; y++) [y * width, (y + 1) * width - 1].forEach(visit)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width
    if (x > 0) visit(at - 1)
    if (x < width - 1) visit(at + 1)
    if (at >= width) visit(at - width)
    if (at < pixels.length - width) visit(at + width)
  }
  return { pixels: isOutside.map((outside) => 1 - outside), width, height }
}

/** The mask's outlines as rings in scene pixels, along the edges of pixels. */
export function maskRings(mask: Rle): Point[][] {
  return outlineOfCells(decodeMask(mask), mask.size[1], mask.size[0])
}
