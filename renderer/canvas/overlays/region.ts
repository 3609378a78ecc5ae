/** Where things change: a hatched patch, true to the latent cells, with its rim's corners rounded. */
import { outlineOfCells } from '../../../app/scene/outline.ts'
import type { Region } from '../../../app/consistency/consistency.ts'
import type { Point, Scene } from '../../../app/contract/scene.ts'
import { Overlay } from '../overlay.ts'
import { hatch, sharp, stroke } from '../pen.ts'
import type { Pen, ScreenBox } from '../pen.ts'
import { addRounded } from '../rings.ts'
import { toScreen } from '../view.ts'

const rimRadius = 14

export class RegionOverlay extends Overlay {
  private rings: readonly (readonly Point[])[] = []
  private region: Region | null = null
  private isFilled = true

  show(region: Region | null, isFilled: boolean, { width, height }: Pick<Scene, 'width' | 'height'>): void {
    this.isFilled = isFilled
    if (region === this.region) return
    this.region = region
    this.rings = region
      ? outlineOfCells(region.cells, region.width, region.height).map((ring) =>
          ring.map(({ x, y }) => ({ x: (x * width) / region.width, y: (y * height) / region.height })),
        )
      : []
  }

  protected override paint(pen: Pen): void {
    if (this.rings.length === 0) return
    const rings = this.rings.map((ring) => ring.map((point) => sharpPoint(pen, point)))
    const path = new Path2D()
    for (const ring of rings) addRounded(path, ring, rimRadius)
    if (this.isFilled) fill(pen, path, inSight(pen, rings.flat()))
    stroke(pen, path, { colour: pen.ink.accent, width: 1.1 })
  }
}

function sharpPoint(pen: Pen, point: Point): Point {
  const { x, y } = toScreen(pen.view, point)
  return { x: sharp(pen, x), y: sharp(pen, y) }
}

function fill(pen: Pen, path: Path2D, over: ScreenBox): void {
  const { ctx, ink, view } = pen
  ctx.save()
  ctx.clip(path, 'evenodd')
  ctx.fillStyle = 'black'
  ctx.globalAlpha = 0.1
  ctx.fillRect(over.x, over.y, over.width, over.height)
  ctx.globalAlpha = 0.9
  hatch(pen, over, view, 8, ink.accent)
  ctx.restore()
}

/** Bounds of the points, no further than the canvas: a region at 6400 % has no more lines than fit on the screen. */
function inSight({ ctx, ratio }: Pen, points: readonly Point[]): ScreenBox {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const x = Math.max(0, Math.min(...xs))
  const y = Math.max(0, Math.min(...ys))
  return {
    x,
    y,
    width: Math.max(0, Math.min(ctx.canvas.width / ratio, Math.max(...xs)) - x),
    height: Math.max(0, Math.min(ctx.canvas.height / ratio, Math.max(...ys)) - y),
  }
}
