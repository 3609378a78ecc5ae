/**
 * Masks as pixels to draw and paths to stroke, made once for each mask.
 *
 * A mask is shown from at most a million samples of its own bounds, so that one of a large picture costs no more than
 * what can be seen of it.
 */
import type { Box, Point, Rle } from '../../app/contract/scene.ts'
import { outlineOfCells } from '../../app/scene/outline.ts'
import { maskBounds, sampleMask } from '../../app/scene/rle.ts'
import { smoothed, softened, upperLeftOf } from './rings.ts'

export interface MaskPicture {
  /** Part of the scene that it covers. */
  readonly box: Box
  /** White where the mask is set. */
  readonly pixels: OffscreenCanvas
  /** In scene pixels. */
  readonly outline: Path2D
  readonly tagAt: Point
}

const mostSamples = 2 ** 20

const pictures = new WeakMap<Rle, MaskPicture | null>()

/** @returns null for an empty mask */
export function maskPicture(mask: Rle): MaskPicture | null {
  const known = pictures.get(mask)
  if (known !== undefined) return known
  const made = make(mask)
  pictures.set(mask, made)
  return made
}

function make(mask: Rle): MaskPicture | null {
  const box = maskBounds(mask)
  if (!box) return null
  const [height, width] = mask.size
  const share = Math.min(1, Math.sqrt(mostSamples / (width * height)))
  const [columns, rows] = [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))]
  const plane = sampleMask(mask, columns, rows)
  const [stepX, stepY] = [width / columns, height / rows]
  const cut = {
    x0: Math.floor(box.x0 / stepX),
    y0: Math.floor(box.y0 / stepY),
    x1: Math.min(columns, Math.ceil(box.x1 / stepX)),
    y1: Math.min(rows, Math.ceil(box.y1 / stepY)),
  }
  const cells = cutOut(plane, columns, cut)
  const [across, down] = [cut.x1 - cut.x0, cut.y1 - cut.y0]
  const rings = outlineOfCells(cells, across, down).map((ring) =>
    smoothed(smoothed(softened(ring))).map(({ x, y }) => ({ x: (x + cut.x0) * stepX, y: (y + cut.y0) * stepY })),
  )
  return {
    box: { x0: cut.x0 * stepX, y0: cut.y0 * stepY, x1: cut.x1 * stepX, y1: cut.y1 * stepY },
    pixels: whitePixels(cells, across, down),
    outline: pathOf(rings),
    tagAt: upperLeftOf(rings.flat()) ?? { x: box.x0, y: box.y0 },
  }
}

function cutOut(plane: Uint8Array, width: number, { x0, y0, x1, y1 }: Box): Uint8Array {
  const cells = new Uint8Array((x1 - x0) * (y1 - y0))
  for (let y = y0; y < y1; y++) cells.set(plane.subarray(y * width + x0, y * width + x1), (y - y0) * (x1 - x0))
  return cells
}

function whitePixels(cells: Uint8Array, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  const image = new ImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  for (let i = 0; i < cells.length; i++) if (cells[i] === 1) pixels[i] = 0xffffffff
  canvas.getContext('2d')!.putImageData(image, 0, 0)
  return canvas
}

export function pathOf(rings: readonly (readonly Point[])[]): Path2D {
  const path = new Path2D()
  for (const ring of rings) {
    for (const [i, { x, y }] of ring.entries()) {
      if (i === 0) path.moveTo(x, y)
      else path.lineTo(x, y)
    }
    path.closePath()
  }
  return path
}
