/**
 * Drawing in screen pixels over the picture: lines with a casing, tags, arrows and hatching, the same at any zoom.
 *
 * Every line is drawn twice, casing first, so that it can be told from any picture.
 */
import type { Box, Point } from '../../app/contract/scene.ts'
import { iconPaths } from '../theme/icon-paths.ts'
import type { Ink } from './ink.ts'
import { solidCasing } from './ink.ts'
import type { TagPictures, TagText } from './tag-pictures.ts'
import { toScreen } from './view.ts'
import type { View } from './view.ts'

export interface Pen {
  readonly ctx: CanvasRenderingContext2D
  readonly view: View
  readonly ink: Ink
  readonly tags: TagPictures
  /** Device pixels in a CSS pixel. */
  readonly ratio: number
  /** Doubles widths and makes the casing solid. */
  readonly isStrong: boolean
}

export interface Line {
  readonly colour: string
  readonly width: number
  readonly dash?: readonly number[]
}

/** How much wider the casing is than its line. */
const casing = 1.1

export function stroke({ ctx, ink, isStrong }: Pen, path: Path2D, { colour, width, dash }: Line): void {
  const wide = isStrong ? width * 2 : width
  ctx.lineJoin = 'round'
  ctx.lineCap = 'butt'
  ctx.setLineDash([])
  ctx.strokeStyle = isStrong ? solidCasing : ink.casing
  ctx.lineWidth = wide + casing * (isStrong ? 2 : 1)
  ctx.stroke(path)
  if (dash) ctx.setLineDash([...dash])
  ctx.strokeStyle = colour
  ctx.lineWidth = wide
  ctx.stroke(path)
  ctx.setLineDash([])
}

/** To the middle of a device pixel, so that thin upright lines are sharp. */
export function sharp({ ratio }: Pick<Pen, 'ratio'>, value: number): number {
  return (Math.round(value * ratio - 0.5) + 0.5) / ratio
}

export interface ScreenBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function screenBox(pen: Pen, box: Box): ScreenBox {
  const from = toScreen(pen.view, { x: box.x0, y: box.y0 })
  const to = toScreen(pen.view, { x: box.x1, y: box.y1 })
  const [x, y] = [sharp(pen, from.x), sharp(pen, from.y)]
  return { x, y, width: sharp(pen, to.x) - x, height: sharp(pen, to.y) - y }
}

export function boxPath(pen: Pen, box: Box): Path2D {
  const { x, y, width, height } = screenBox(pen, box)
  const path = new Path2D()
  path.rect(x, y, width, height)
  return path
}

export function linePath(view: View, points: readonly Point[], isClosed: boolean): Path2D {
  const path = new Path2D()
  for (const [i, point] of points.entries()) {
    const { x, y } = toScreen(view, point)
    if (i === 0) path.moveTo(x, y)
    else path.lineTo(x, y)
  }
  if (isClosed) path.closePath()
  return path
}

/** A path in scene pixels as it lies on the screen. */
export function onScreen(view: View, scenePath: Path2D): Path2D {
  const path = new Path2D()
  path.addPath(scenePath, { a: view.scale, b: 0, c: 0, d: view.scale, e: view.x, f: view.y })
  return path
}

export function dotPath(x: number, y: number, radius: number): Path2D {
  const path = new Path2D()
  path.arc(x, y, radius, 0, 2 * Math.PI)
  return path
}

/** Lines at 45 degrees, so many pixels apart, over a box of the screen; `origin` fixes them to the picture. */
export function hatch({ ctx }: Pen, over: ScreenBox, origin: Point, apart: number, colour: string): void {
  const step = apart * Math.SQRT2
  const sum = origin.x + origin.y
  const first = Math.ceil((over.x + over.y - sum) / step)
  const last = Math.floor((over.x + over.width + over.y + over.height - sum) / step)
  ctx.beginPath()
  for (let i = first; i <= last; i++) {
    const at = sum + i * step
    ctx.moveTo(at - over.y, over.y)
    ctx.lineTo(at - over.y - over.height, over.y + over.height)
  }
  ctx.strokeStyle = colour
  ctx.lineWidth = 1
  ctx.stroke()
}

/** Draws a tag with its upper left corner at x, y. @returns its width */
export function tag({ ctx, tags, ratio }: Pen, x: number, y: number, text: TagText): number {
  const { pixels, width } = tags.of(text, ratio)
  ctx.drawImage(pixels, x, y, pixels.width / ratio, pixels.height / ratio)
  return width
}

/** An icon in a square of so many pixels. */
export function icon(
  ctx: CanvasRenderingContext2D,
  name: keyof typeof iconPaths,
  x: number,
  y: number,
  size: number,
  colour: string,
  width = 1.5,
): void {
  const paths: { line?: string; solid?: string } = iconPaths[name]
  ctx.save()
  ctx.translate(x, y)
  ctx.scale(size / 20, size / 20)
  ctx.lineWidth = width * (20 / size) * (size / 20 < 0.7 ? 0.8 : 1)
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.strokeStyle = colour
  ctx.fillStyle = colour
  const [line, solid] = [new Path2D(paths.line), new Path2D(paths.solid)]
  ctx.stroke(line)
  ctx.fill(solid)
  ctx.restore()
}

/** A bent arrow from one point of the screen to another. */
export function arrow(pen: Pen, from: Point, to: Point): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(dx, dy)
  if (length < 12) return
  const bend = Math.min(24, length / 6) * (dx < 0 ? 1 : -1)
  const middle = { x: (from.x + to.x) / 2 - (dy / length) * bend, y: (from.y + to.y) / 2 + (dx / length) * bend }
  const angle = Math.atan2(to.y - middle.y, to.x - middle.x)
  const path = new Path2D()
  path.moveTo(from.x, from.y)
  path.quadraticCurveTo(middle.x, middle.y, to.x, to.y)
  for (const side of [0.5, -0.5]) {
    path.moveTo(to.x - 10 * Math.cos(angle + side), to.y - 10 * Math.sin(angle + side))
    path.lineTo(to.x, to.y)
  }
  stroke(pen, path, { colour: pen.ink.line, width: 1.5 })
}
