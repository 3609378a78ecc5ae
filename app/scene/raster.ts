/** Rings of points to pixels. */

import type { Point } from '../contract/scene.ts'

/**
 * Fills rings by the even-odd rule: a pixel is inside when its centre is. The rings are in units of a
 * `fromWidth` x `fromHeight` picture, which is stretched over the plane.
 *
 * Each edge flips one pixel a row, then each row is summed up: no list of crossings, so that rings of any shape take
 * time for edges x rows and no memory beside the plane.
 *
 * @returns 0 or 1, row by row: [height, width]
 */
export function fillRings(
  rings: readonly (readonly Point[])[],
  fromWidth: number,
  fromHeight: number,
  width: number,
  height: number,
): Uint8Array {
  const plane = new Uint8Array(width * height)
  const [scaleX, scaleY] = [width / fromWidth, height / fromHeight]
  for (const ring of rings) {
    for (const [i, p] of ring.entries()) {
      const q = ring[(i + 1) % ring.length]!
      flipRightOf(plane, width, height, p.x * scaleX, p.y * scaleY, q.x * scaleX, q.y * scaleY)
    }
  }
  for (let y = 0; y < height; y++) {
    for (let i = y * width + 1; i < (y + 1) * width; i++) plane[i]! ^= plane[i - 1]!
  }
  return plane
}

/** In each row whose centre line the edge crosses, flips the first pixel whose centre lies right of the crossing. */
function flipRightOf(
  plane: Uint8Array,
  width: number,
  height: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  const first = Math.max(0, Math.ceil(Math.min(ay, by) - 0.5))
  const last = Math.min(height, Math.ceil(Math.max(ay, by) - 0.5)) - 1
  for (let y = first; y <= last; y++) {
    const crossing = ax + ((y + 0.5 - ay) / (by - ay)) * (bx - ax)
    const x = Math.max(0, Math.ceil(crossing - 0.5))
    if (x < width) plane[y * width + x]! ^= 1
  }
}
