/** Masks moved, stretched and turned. What leaves the picture is lost. */

import type { Box, Point, Rle } from '../contract/scene.ts'
import type { Size } from './fit.ts'
import { decodeMask, eachStretch, encodeMask, maskBounds, readRuns } from './rle.ts'
import { maskWriter } from './mask-writer.ts'

/**
 * The mask as it is when the box `from` becomes the box `to`, by nearest neighbour. Works on run lengths: the time goes
 * with the length of the mask's rim, not with its area.
 *
 * @param from @param to scene pixels; a side of `from` without length is only moved
 * @param size of the new mask; without it that of the old one
 */
export function stretchMask(mask: Rle, from: Box, to: Box, size?: Size): Rle {
  const [width, height] = size ? [size.width, size.height] : [mask.size[1], mask.size[0]]
  const across = axis(from.x0, from.x1, to.x0, to.x1)
  const down = axis(from.y0, from.y1, to.y0, to.y1)
  const columns: [top: number, bottom: number][][] = Array.from({ length: mask.size[1] }, () => [])
  eachStretch(readRuns(mask), (x, top, bottom) => columns[x]!.push([top, bottom]))
  const writer = maskWriter(width, height)
  for (let x = 0; x < width; x++) {
    for (const [top, bottom] of columns[Math.floor(across.back(x + 0.5))] ?? []) {
      // rows whose centres come from the stretch
      const first = Math.max(0, Math.ceil(down.there(top) - 0.5))
      const last = Math.min(height, Math.ceil(down.there(bottom + 1) - 0.5))
      writer.ones(x, first, last)
    }
  }
  return writer.done()
}

function axis(from0: number, from1: number, to0: number, to1: number) {
  const scale = from1 > from0 && to1 > to0 ? (to1 - to0) / (from1 - from0) : 1
  return {
    there: (at: number) => to0 + (at - from0) * scale,
    back: (at: number) => from0 + (at - to0) / scale,
  }
}

/** @param dx @param dy scene pixels, rounded to whole ones */
export function shiftMask(mask: Rle, dx: number, dy: number): Rle {
  const [x, y] = [Math.round(dx), Math.round(dy)]
  if (x === 0 && y === 0) return mask
  return stretchMask(mask, { x0: 0, y0: 0, x1: 1, y1: 1 }, { x0: x, y0: y, x1: x + 1, y1: y + 1 })
}

/** @param radians clockwise on the screen, about `centre` */
export function turnMask(mask: Rle, centre: Point, radians: number): Rle {
  const [height, width] = mask.size
  const bounds = maskBounds(mask)
  if (bounds === null) return mask
  const plane = decodeMask(mask)
  const turned = new Uint8Array(plane.length)
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const reach = Math.hypot(
    Math.max(Math.abs(bounds.x0 - centre.x), Math.abs(bounds.x1 - centre.x)),
    Math.max(Math.abs(bounds.y0 - centre.y), Math.abs(bounds.y1 - centre.y)),
  )
  const [x0, x1] = [Math.max(0, Math.floor(centre.x - reach)), Math.min(width, Math.ceil(centre.x + reach))]
  const [y0, y1] = [Math.max(0, Math.floor(centre.y - reach)), Math.min(height, Math.ceil(centre.y + reach))]
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const [dx, dy] = [x + 0.5 - centre.x, y + 0.5 - centre.y]
      const fromX = Math.floor(centre.x + cos * dx + sin * dy)
      const fromY = Math.floor(centre.y - sin * dx + cos * dy)
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue
      turned[y * width + x] = plane[fromY * width + fromX]!
    }
  }
  return encodeMask(turned, width, height)
}
