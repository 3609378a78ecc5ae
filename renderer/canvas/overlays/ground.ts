/** What lies under the overlays: the frame of an empty picture, the grid of latent cells, the grid of pixels. */
import type { Scene } from '../../../app/contract/scene.ts'
import { Overlay } from '../overlay.ts'
import { screenBox, sharp } from '../pen.ts'
import type { Pen } from '../pen.ts'
import { pixelGridScale } from '../view.ts'

export interface Grids {
  readonly scene: Pick<Scene, 'width' | 'height'>
  /** Columns and rows of latent cells; null draws none. */
  readonly latent: { readonly gridWidth: number; readonly gridHeight: number } | null
  /** Of the picture that is shown; null without one. */
  readonly pixels: { readonly width: number; readonly height: number } | null
}

export class GroundOverlay extends Overlay {
  private grids: Grids | null = null

  show(grids: Grids): void {
    this.grids = grids
  }

  protected override paint(pen: Pen): void {
    if (!this.grids) return
    const { scene, latent, pixels } = this.grids
    if (pixels && pen.view.scale >= pixelGridScale) lines(pen, scene, pixels.width, pixels.height, 0.14)
    if (latent) lines(pen, scene, latent.gridWidth, latent.gridHeight, 0.34)
  }
}

/** Those lines of a grid over the scene that can be seen. */
function lines(pen: Pen, { width, height }: Grids['scene'], columns: number, rows: number, alpha: number): void {
  const { ctx, ratio, ink } = pen
  const box = screenBox(pen, { x0: 0, y0: 0, x1: width, y1: height })
  const [right, bottom] = [ctx.canvas.width / ratio, ctx.canvas.height / ratio]
  const [stepX, stepY] = [box.width / columns, box.height / rows]
  const [top, left] = [Math.max(0, box.y), Math.max(0, box.x)]
  const [low, far] = [Math.min(bottom, box.y + box.height), Math.min(right, box.x + box.width)]
  const path = new Path2D()
  for (let i = Math.max(1, Math.ceil(-box.x / stepX)); i < columns && box.x + i * stepX <= right; i++) {
    const x = sharp(pen, box.x + i * stepX)
    path.moveTo(x, top)
    path.lineTo(x, low)
  }
  for (let i = Math.max(1, Math.ceil(-box.y / stepY)); i < rows && box.y + i * stepY <= bottom; i++) {
    const y = sharp(pen, box.y + i * stepY)
    path.moveTo(left, y)
    path.lineTo(far, y)
  }
  ctx.globalAlpha = alpha
  ctx.lineWidth = 1
  ctx.strokeStyle = ink.casing
  ctx.stroke(path)
  ctx.strokeStyle = ink.line
  ctx.stroke(path)
}
