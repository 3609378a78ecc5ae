/**
 * A Fabric object of ours: it lies in the scene, and draws itself in screen pixels.
 *
 * Fabric keeps the list and its order, the view and the canvas's size. It never picks or moves an
 * object: that is the tools' work, so nothing here is selectable.
 */
import { FabricObject, StaticCanvas } from 'fabric'
import type { Box } from '../../app/contract/scene.ts'
import type { Ink } from './ink.ts'
import type { Pen } from './pen.ts'
import type { TagPictures } from './tag-pictures.ts'

/** What is drawn beside an object's own bounds: tags, handles, casings. */
const reach = 40

export class OverlayCanvas extends StaticCanvas {
  declare ink: Ink
  declare tags: TagPictures
  declare isStrong: boolean
}

export abstract class Overlay extends FabricObject {
  /** In scene pixels; null is drawn wherever the view is. */
  extent: Box | null = null

  constructor() {
    super({ objectCaching: false, originX: 'left', originY: 'top', left: 0, top: 0, strokeWidth: 0 })
  }

  /** Draws in CSS pixels from the canvas's upper left corner. */
  protected abstract paint(pen: Pen): void

  /** Corners and controls are for picking, which Fabric does not do here; to find them costs more than to draw. */
  override setCoords(): void {}

  override isOnScreen(): boolean {
    const canvas = this.canvas
    if (!canvas || !this.extent) return true
    const { tl, br } = canvas.vptCoords
    const room = reach / canvas.viewportTransform[0]
    const { x0, y0, x1, y1 } = this.extent
    return x1 + room >= tl.x && x0 - room <= br.x && y1 + room >= tl.y && y0 - room <= br.y
  }

  /** In place of Fabric's own, which would set up a transform that we do not draw in. */
  override render(ctx: CanvasRenderingContext2D): void {
    const canvas: unknown = this.canvas
    if (!(canvas instanceof OverlayCanvas) || !this.visible || this.opacity === 0 || !this.isOnScreen()) return
    const [scale, , , , x, y] = canvas.viewportTransform
    const ratio = canvas.getRetinaScaling()
    ctx.save()
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.globalAlpha *= this.opacity
    this.paint({
      ctx,
      view: { scale, x, y },
      ink: canvas.ink,
      tags: canvas.tags,
      ratio,
      isStrong: canvas.isStrong,
    })
    ctx.restore()
  }
}
