/**
 * The stroke being painted, kept as pixels: each frame adds only the points that are new, so a stroke of any length
 * costs the same a frame.
 */
import type { Pen } from '../pen.ts'
import type { ToolShape } from '../tools/tool.ts'
import type { View } from '../view.ts'

type Stroke = Extract<ToolShape, { shape: 'stroke' }>

/** How much of a painted stroke is seen. */
const paintAlpha = 0.35

export class StrokePicture {
  private pixels: OffscreenCanvas | null = null
  private drawn = 0
  private first: Stroke['points'][number] | null = null
  private key = ''

  clear(): void {
    this.drawn = 0
    this.first = null
    this.key = ''
  }

  draw(pen: Pen, stroke: Stroke): void {
    const pixels = this.ready(pen, stroke)
    const ctx = pixels.getContext('2d')!
    ctx.setTransform(pen.ratio, 0, 0, pen.ratio, 0, 0)
    ctx.fillStyle = ctx.strokeStyle = stroke.isErasing ? pen.ink.line : pen.ink.accent
    for (; this.drawn < stroke.points.length; this.drawn++) addPoint(ctx, pen.view, stroke.points, this.drawn)
    pen.ctx.save()
    pen.ctx.globalAlpha = paintAlpha
    pen.ctx.setTransform(1, 0, 0, 1, 0, 0)
    pen.ctx.drawImage(pixels, 0, 0)
    pen.ctx.restore()
  }

  /** Begins anew for another stroke, or when the view or a drawn point has changed under it. */
  private ready({ ctx, view }: Pen, { points, isErasing, hardness }: Stroke): OffscreenCanvas {
    const { width, height } = ctx.canvas
    const key = [view.scale, view.x, view.y, width, height, isErasing, hardness].join()
    const isSame = key === this.key && points[0] === this.first && points.length >= this.drawn
    if (this.pixels && isSame) return this.pixels
    this.clear()
    this.key = key
    this.first = points[0] ?? null
    if (this.pixels?.width !== width || this.pixels.height !== height) this.pixels = new OffscreenCanvas(width, height)
    const own = this.pixels.getContext('2d')!
    own.setTransform(1, 0, 0, 1, 0, 0)
    own.clearRect(0, 0, width, height)
    return this.pixels
  }
}

/** A disc at the point, joined with the one before. */
function addPoint(ctx: OffscreenCanvasRenderingContext2D, view: View, points: Stroke['points'], at: number): void {
  const to = points[at]!
  const from = points[at - 1] ?? to
  ctx.lineCap = 'round'
  ctx.lineWidth = Math.max(0.5, ((from.size + to.size) / 2) * view.scale)
  ctx.beginPath()
  ctx.moveTo(view.x + from.x * view.scale, view.y + from.y * view.scale)
  ctx.lineTo(view.x + to.x * view.scale + 0.01, view.y + to.y * view.scale)
  ctx.stroke()
}
