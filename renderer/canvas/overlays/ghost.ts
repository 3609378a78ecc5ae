/** The ghost of a thing that was moved, resized or removed: its old place dashed, the way it went, and its cut-out. */
import type { Box, Point } from '../../../app/contract/scene.ts'
import { centreOf, uniteBoxes } from '../../../app/scene/geometry.ts'
import type { Ghost } from '../frame.ts'
import { Overlay } from '../overlay.ts'
import { arrow, boxPath, screenBox, stroke, tag } from '../pen.ts'
import type { Pen } from '../pen.ts'
import { placePath } from '../shapes.ts'
import { toScreen } from '../view.ts'

/** The picture below, and how many of its pixels make a scene pixel. */
export interface Below {
  readonly image: HTMLImageElement
  readonly sceneWidth: number
  readonly sceneHeight: number
}

export class GhostOverlay extends Overlay {
  private ghost: Ghost
  private below: Below | null

  constructor(ghost: Ghost, below: Below | null) {
    super()
    this.ghost = ghost
    this.below = below
    this.show(ghost, below)
  }

  show(ghost: Ghost, below: Below | null): void {
    this.ghost = ghost
    this.below = below
    this.extent = uniteBoxes(ghost.edit.before, ghost.edit.after)
  }

  protected override paint(pen: Pen): void {
    const { edit, old, isMoved } = this.ghost
    const { before, after } = edit
    if (!before) return
    if (after) this.cutOut(pen, before, after)
    const place = placePath(pen, old) ?? boxPath(pen, before)
    stroke(pen, place, { colour: pen.ink.line, width: 1, dash: [4, 4] })
    if (isMoved && after)
      arrow(pen, toScreen(pen.view, centreOf(before)), toScreen(pen.view, arrivalOf(centreOf(before), after)))
    if (edit.state === 'removed') {
      const { x, y } = screenBox(pen, before)
      tag(pen, Math.round(x), Math.round(y), { text: '−' })
    }
  }

  /** What stands at the old place, at the new one. */
  private cutOut(pen: Pen, before: Box, after: Box): void {
    if (!this.below) return
    const { image, sceneWidth, sceneHeight } = this.below
    const [across, down] = [image.naturalWidth / sceneWidth, image.naturalHeight / sceneHeight]
    const { ctx } = pen
    const to = screenBox(pen, after)
    const clip = placePath(pen, this.ghost.edit.instance)
    ctx.save()
    if (clip) ctx.clip(clip, 'evenodd')
    ctx.globalAlpha = 0.9
    ctx.imageSmoothingQuality = 'high'
    ctx.drawImage(
      image,
      before.x0 * across,
      before.y0 * down,
      (before.x1 - before.x0) * across,
      (before.y1 - before.y0) * down,
      to.x,
      to.y,
      to.width,
      to.height,
    )
    ctx.restore()
  }
}

/** The new centre, or where the way to it enters the new place, so that the arrow does not hide the thing. */
function arrivalOf(from: Point, to: Box): Point {
  const centre = centreOf(to)
  const [dx, dy] = [centre.x - from.x, centre.y - from.y]
  const inX = Math.abs(dx) < 1e-6 ? -Infinity : 1 - (to.x1 - to.x0) / 2 / Math.abs(dx)
  const inY = Math.abs(dy) < 1e-6 ? -Infinity : 1 - (to.y1 - to.y0) / 2 / Math.abs(dy)
  const share = Math.max(inX, inY)
  return share <= 0.2 ? centre : { x: from.x + dx * share, y: from.y + dy * share }
}
