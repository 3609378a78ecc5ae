/** Bounds by number: one measure changed, or put at a ninth of the picture. */
import type { Box } from '../../../app/contract/scene.ts'

export type Measure = 'x' | 'y' | 'width' | 'height'

const smallest = 1

/** A place moves as a whole; a side keeps the upper left corner. */
export function withMeasure({ x0, y0, x1, y1 }: Box, measure: Measure, value: number): Box {
  switch (measure) {
    case 'x':
      return { x0: value, y0, x1: value + x1 - x0, y1 }
    case 'y':
      return { x0, y0: value, x1, y1: value + y1 - y0 }
    case 'width':
      return { x0, y0, x1: x0 + Math.max(smallest, value), y1 }
    case 'height':
      return { x0, y0, x1, y1: y0 + Math.max(smallest, value) }
  }
}

/** @param at 0 to 8, row by row: against the edges, or in the middle */
export function atPlace(box: Box, scene: { readonly width: number; readonly height: number }, at: number): Box {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0]
  const x0 = ((at % 3) / 2) * (scene.width - width)
  const y0 = (Math.floor(at / 3) / 2) * (scene.height - height)
  return { x0, y0, x1: x0 + width, y1: y0 + height }
}
