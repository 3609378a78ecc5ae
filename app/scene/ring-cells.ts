/** Cells that rings touch, looked for only where the rings are: what a drag asks for at every frame. */

import type { Point, Scene } from '../contract/scene.ts'
import { boundsOf } from './geometry.ts'

/** As in place.ts: rings are tested at this many points a cell in each direction. */
const samplesPerCell = 8

/** A grid over the picture, and the samples of it that can be inside. */
type Window = {
  readonly x0: number
  readonly x1: number
  readonly y0: number
  readonly y1: number
  readonly width: number
}

/**
 * The same cells as `placeCells` gives for these rings, bit for bit.
 *
 * @param rings in scene pixels; inside is what an odd number of rings surrounds
 * @returns 1 where a sample of the cell is inside, row by row: [gridHeight, gridWidth]
 */
export function ringCells(
  { width, height }: Pick<Scene, 'width' | 'height'>,
  rings: readonly (readonly Point[])[],
  gridWidth: number,
  gridHeight: number,
): Uint8Array {
  const cells = new Uint8Array(gridWidth * gridHeight)
  const [across, down] = [gridWidth * samplesPerCell, gridHeight * samplesPerCell]
  const [scaleX, scaleY] = [across / width, down / height]
  const window = windowOf(rings, scaleX, scaleY, across, down)
  if (window === null) return cells
  const flips = new Uint8Array(window.width * (window.y1 - window.y0))
  for (const ring of rings) {
    let p = ring.at(-1)!
    for (const q of ring) {
      flipRightOf(flips, window, p.x * scaleX, p.y * scaleY, q.x * scaleX, q.y * scaleY)
      p = q
    }
  }
  for (let y = window.y0; y < window.y1; y++) {
    const row = (y - window.y0) * window.width
    const cellRow = Math.floor(y / samplesPerCell) * gridWidth
    let isInside = 0
    for (let x = 0; x < window.width; x++) {
      isInside ^= flips[row + x]!
      if (isInside === 1) cells[cellRow + Math.floor((x + window.x0) / samplesPerCell)] = 1
    }
  }
  return cells
}

/** @returns null when no sample of the picture can be inside */
function windowOf(
  rings: readonly (readonly Point[])[],
  scaleX: number,
  scaleY: number,
  across: number,
  down: number,
): Window | null {
  const points = rings.flat()
  if (points.length === 0) return null
  const bounds = boundsOf(points)
  const x0 = Math.max(0, Math.floor(bounds.x0 * scaleX) - 1)
  const x1 = Math.min(across, Math.ceil(bounds.x1 * scaleX) + 1)
  const y0 = Math.max(0, Math.floor(bounds.y0 * scaleY) - 1)
  const y1 = Math.min(down, Math.ceil(bounds.y1 * scaleY) + 1)
  return x0 < x1 && y0 < y1 ? { x0, x1, y0, y1, width: x1 - x0 } : null
}

/** In each row whose centre line the edge crosses, flips the first sample whose centre lies right of the crossing. */
function flipRightOf(flips: Uint8Array, window: Window, ax: number, ay: number, bx: number, by: number): void {
  const first = Math.max(window.y0, Math.ceil(Math.min(ay, by) - 0.5))
  const last = Math.min(window.y1, Math.ceil(Math.max(ay, by) - 0.5)) - 1
  for (let y = first; y <= last; y++) {
    const crossing = ax + ((y + 0.5 - ay) / (by - ay)) * (bx - ax)
    const x = Math.max(window.x0, Math.ceil(crossing - 0.5))
    if (x < window.x1) flips[(y - window.y0) * window.width + x - window.x0]! ^= 1
  }
}
