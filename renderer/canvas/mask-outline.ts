/** The outline of a mask as rings in scene pixels, with its stairs softened. Pure. */
import type { Point, Rle } from '../../app/contract/scene.ts'
import { outlineOfCells } from '../../app/scene/outline.ts'
import { eachStretch, maskBounds, readRuns } from '../../app/scene/rle.ts'
import { smoothed, softened } from './rings.ts'

/** A larger mask is looked at in every second, third, ... pixel: more could not be told apart on a screen. */
const mostCells = 2 ** 17

/** @returns none for an empty mask */
export function maskRings(mask: Rle, most = mostCells): Point[][] {
  const box = maskBounds(mask)
  if (!box) return []
  const step = Math.max(1, Math.ceil(Math.sqrt(((box.x1 - box.x0) * (box.y1 - box.y0)) / most)))
  const [width, height] = [Math.ceil((box.x1 - box.x0) / step), Math.ceil((box.y1 - box.y0) / step)]
  const cells = new Uint8Array(width * height)
  eachStretch(readRuns(mask), (x, top, bottom) => {
    if ((x - box.x0) % step !== 0) return
    const column = (x - box.x0) / step
    const last = Math.floor((bottom - box.y0) / step)
    for (let row = Math.ceil((top - box.y0) / step); row <= last; row++) cells[row * width + column] = 1
  })
  return outlineOfCells(cells, width, height).map((ring) =>
    smoothed(smoothed(softened(ring))).map(({ x, y }) => ({ x: box.x0 + x * step, y: box.y0 + y * step })),
  )
}
