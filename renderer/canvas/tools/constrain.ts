/** How a pointer's position is held to an axis, an angle, a ratio or the pixels of the scene. */
import type { Box, Point } from '../../../app/contract/scene.ts'

/** Steps of an angle with Shift; radians. */
export const angleStep = Math.PI / 12

/** Side of the square of pixels that is one latent; nothing smaller can be told apart by the model. */
export const latentCell = 8

/** To a multiple of 1 / parts; never -0, which JSON does not know. */
export function rounded(value: number, parts = 1): number {
  return Math.round(value * parts) / parts + 0
}

export function whole({ x, y }: Point): Point {
  return { x: rounded(x), y: rounded(y) }
}

/** Lines keep a tenth of a pixel: finer than any eye, and shorter in the file. */
export function tenth({ x, y }: Point): Point {
  return { x: rounded(x, 10), y: rounded(y, 10) }
}

/** Along the axis on which `to` lies farther from `from`. */
export function onAxis(from: Point, to: Point): Point {
  return Math.abs(to.x - from.x) >= Math.abs(to.y - from.y) ? { x: to.x, y: from.y } : { x: from.x, y: to.y }
}

/** At the same distance, in the nearest direction of 15 degrees. */
export function atAngleStep(from: Point, to: Point): Point {
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / angleStep) * angleStep
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}

/** The corner opposite to `from` of the smallest box of a ratio (width by height) that reaches `to` in both directions. */
export function atRatio(from: Point, to: Point, ratio: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const width = Math.max(Math.abs(dx), Math.abs(dy) * ratio)
  return { x: from.x + sign(dx) * width, y: from.y + (sign(dy) * width) / ratio }
}

function sign(value: number): 1 | -1 {
  return value < 0 ? -1 : 1
}

export function boxBetween(a: Point, b: Point): Box {
  return { x0: Math.min(a.x, b.x), y0: Math.min(a.y, b.y), x1: Math.max(a.x, b.x), y1: Math.max(a.y, b.y) }
}

/** The box of which one corner and the centre are known. */
export function boxAround(centre: Point, corner: Point): Box {
  return boxBetween({ x: 2 * centre.x - corner.x, y: 2 * centre.y - corner.y }, corner)
}

export function wholeBox({ x0, y0, x1, y1 }: Box): Box {
  return { x0: rounded(x0), y0: rounded(y0), x1: rounded(x1), y1: rounded(y1) }
}
