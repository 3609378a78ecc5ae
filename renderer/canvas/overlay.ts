/**
 * A Fabric object of ours: it lies in the scene, and draws itself in screen pixels.
 *
 * Fabric keeps the order, leaves out what is out of sight and gives each object its opacity. It never picks or moves
 * one: that is the tools' work, so nothing here is selectable.
 */
import { FabricObject, StaticCanvas } from 'fabric'
import type { Box } from '../../app/contract/scene.ts'
import type { Ink } from './ink.ts'
import type { Pen } from './pen.ts'

/** What is drawn beside an object's own bounds: tags, handles, casings. */
const reach = 40

export class OverlayCanvas extends StaticCanvas {
  declare ink: Ink
  declare isStrong: boolean
}

export abstract class Overlay extends FabricObject {
  /** In scene pixels; null is drawn wherever the view is. */
  extent: Box | null = null

  constructor() {
    super({ objectCaching: false, originX: 'left', originY: 'top', left: 0, top: 0, strokeWidth: 0 })
    // Fabric leaves out what has no size.
    this.width = this.height = 1
  }

  /** Draws in CSS pixels from the canvas's upper left corner. */
  protected abstract paint(pen: Pen): void

  override isOnScreen(): boolean {
    const canvas = this.canvas
    if (!canvas || !this.extent) return true
    const { tl, br } = canvas.vptCoords
    const room = reach / canvas.viewportTransform[0]
    const { x0, y0, x1, y1 } = this.extent
    return x1 + room >= tl.x && x0 - room <= br.x && y1 + room >= tl.y && y0 - room <= br.y
  }

  override _render(ctx: CanvasRenderingContext2D): void {
    const canvas: unknown = this.canvas
    if (!(canvas instanceof OverlayCanvas)) return
    const [scale, , , , x, y] = canvas.viewportTransform
    const ratio = canvas.getRetinaScaling()
    ctx.save()
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.paint({ ctx, view: { scale, x, y }, ink: canvas.ink, ratio, isStrong: canvas.isStrong })
    ctx.restore()
  }
}
