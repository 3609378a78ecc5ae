/** What is drawn of an instance: the tint of its mask below the region, its outline and handles above, its tag on top. */
import type { Scene } from '../../../app/contract/scene.ts'
import type { Shown } from '../frame.ts'
import { Overlay } from '../overlay.ts'
import { dotPath, hatch, icon, screenBox, stroke, tag } from '../pen.ts'
import type { Pen } from '../pen.ts'
import { tagHeight } from '../tag-pictures.ts'
import {
  areaPath,
  locationsOf,
  placePath,
  discPath,
  pointRadius,
  scribbleLines,
  scribblePath,
  tagPlace,
} from '../shapes.ts'
import { toScreen } from '../view.ts'

abstract class InstanceOverlay extends Overlay {
  protected shown: Shown
  protected scene: Scene

  constructor(shown: Shown, scene: Scene) {
    super()
    this.shown = shown
    this.scene = scene
    this.show(shown, scene)
  }

  show(shown: Shown, scene: Scene): void {
    this.shown = shown
    this.scene = scene
    this.extent = shown.bounds
    this.opacity = shown.isSelected ? 1 : shown.opacity
  }
}

export class InstanceFill extends InstanceOverlay {
  protected override paint(pen: Pen): void {
    const { ctx, ink } = pen
    ctx.fillStyle = ink.line
    ctx.globalAlpha *= 0.1
    const place = placePath(pen, this.shown.instance)
    if (place) ctx.fill(place, 'evenodd')
  }
}

export class InstanceOutline extends InstanceOverlay {
  protected override paint(pen: Pen): void {
    const { instance, isSelected, isHovered } = this.shown
    const { ink } = pen
    const line = { colour: isSelected ? ink.accent : ink.line, width: isSelected || isHovered ? 1.5 : 1 }
    this.hatchOutside(pen)
    stroke(pen, areaPath(pen, instance), line)
    this.scribble(pen, line)
    this.point(pen, line)
  }

  /** The part that lies outside the picture is not drawn by the model. */
  private hatchOutside(pen: Pen): void {
    const { bounds, instance } = this.shown
    const { width, height } = this.scene
    if (!bounds || (bounds.x0 >= 0 && bounds.y0 >= 0 && bounds.x1 <= width && bounds.y1 <= height)) return
    const picture = screenBox(pen, { x0: 0, y0: 0, x1: width, y1: height })
    const all = new Path2D()
    all.rect(-1e5, -1e5, 2e5, 2e5)
    all.rect(picture.x, picture.y, picture.width, picture.height)
    const { ctx, view } = pen
    ctx.save()
    ctx.clip(all, 'evenodd')
    ctx.clip(areaPath(pen, instance), 'evenodd')
    ctx.globalAlpha *= 0.4
    hatch(pen, screenBox(pen, bounds), view, 6, pen.ink.line)
    ctx.restore()
  }

  private scribble(pen: Pen, line: { colour: string; width: number }): void {
    const { instance, isSelected } = this.shown
    if (!locationsOf(instance).scribble) return
    stroke(pen, scribblePath(pen, instance), { ...line, width: 1.5 })
    if (!isSelected) return
    for (const point of scribbleLines(instance).flat()) {
      const { x, y } = toScreen(pen.view, point)
      pointHandle(pen, x, y, 2.5)
    }
  }

  private point(pen: Pen, line: { colour: string; width: number }): void {
    const { point } = locationsOf(this.shown.instance)
    if (!point) return
    if (this.shown.isSelected)
      stroke(pen, discPath(pen, this.scene, point), { colour: line.colour, width: 1, dash: [2, 4] })
    pointMark(pen, toScreen(pen.view, point), line.colour)
  }
}

export function pointMark(pen: Pen, at: { x: number; y: number }, colour: string): void {
  stroke(pen, dotPath(at.x, at.y, pointRadius), { colour, width: 1.5 })
  pen.ctx.fillStyle = pen.ink.casing
  pen.ctx.fill(dotPath(at.x, at.y, 3.2))
  pen.ctx.fillStyle = colour
  pen.ctx.fill(dotPath(at.x, at.y, 2.6))
}

/** A white dot with an accent rim. */
export function pointHandle({ ctx, ink }: Pen, x: number, y: number, radius: number): void {
  ctx.fillStyle = ink.line
  ctx.strokeStyle = ink.accent
  ctx.lineWidth = 1.4
  const path = dotPath(x, y, radius)
  ctx.fill(path)
  ctx.stroke(path)
}

export class InstanceTag extends InstanceOverlay {
  protected override paint(pen: Pen): void {
    const { instance, number, title, isSelected, isHovered, isWarned, hasTag } = this.shown
    const at = tagPlace(pen, instance)
    if (!at || !(hasTag || isHovered || isSelected)) return
    // Beside the handle at the corner.
    const inset = isSelected && locationsOf(instance).box ? 5 : 0
    const [x, y] = [Math.round(at.x) + inset, Math.round(at.y) + inset]
    const name = isHovered && title ? { more: title.length > 40 ? `${title.slice(0, 39)}…` : title } : {}
    const width = tag(pen, x, y, { text: String(number), isAccent: isSelected, ...name })
    if (isWarned) warning(pen, x + width + 2, y)
  }
}

function warning({ ctx, ink }: Pen, x: number, y: number): void {
  ctx.fillStyle = ink.tag
  ctx.beginPath()
  ctx.roundRect(x, y, tagHeight, tagHeight, 2)
  ctx.fill()
  icon(ctx, 'warning', x + 2, y + 1.5, 13, ink.warning, 1.3)
}
