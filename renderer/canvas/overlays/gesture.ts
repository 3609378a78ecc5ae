/** What a gesture in progress shows: the shape being drawn, its size, guides, and a loupe for aiming. */
import type { Box, Point } from '../../../app/contract/scene.ts'
import { Overlay } from '../overlay.ts'
import { boxPath, dotPath, linePath, screenBox, stroke, tag } from '../pen.ts'
import type { Pen } from '../pen.ts'
import { tagHeight } from '../tag-pictures.ts'
import type { Guide, ToolShape } from '../tools/tool.ts'
import { toScreen } from '../view.ts'
import type { Below } from './ghost.ts'
import { pointMark } from './instance.ts'
import { StrokePicture } from './stroke-picture.ts'

const loupeRadius = 52
const loupeZoom = 3

export class GestureOverlay extends Overlay {
  private shapes: readonly ToolShape[] = []
  private guides: readonly Guide[] = []
  private cross: Point | null = null
  private below: Below | null = null
  private readonly painted = new StrokePicture()

  /** @param cross where keys draw */
  show(shapes: readonly ToolShape[], guides: readonly Guide[], cross: Point | null, below: Below | null): void {
    this.cross = cross
    this.shapes = shapes
    this.guides = guides
    this.below = below
    if (!shapes.some(({ shape }) => shape === 'stroke')) this.painted.clear()
  }

  protected override paint(pen: Pen): void {
    for (const shape of this.shapes) this.shape(pen, shape)
    for (const guide of this.guides) drawGuide(pen, guide)
    if (this.cross) crossMark(pen, toScreen(pen.view, this.cross))
  }

  private shape(pen: Pen, shape: ToolShape): void {
    const accent = { colour: pen.ink.accent, width: 1.5 }
    switch (shape.shape) {
      case 'box':
        stroke(pen, boxPath(pen, shape.box), accent)
        if (shape.label) sizeTag(pen, shape.box, shape.label)
        return
      case 'marquee':
        return marquee(pen, shape.box)
      case 'line':
        return stroke(pen, linePath(pen.view, shape.points, false), accent)
      case 'ring':
        return ring(pen, shape)
      case 'point':
        return pointMark(pen, toScreen(pen.view, shape.point), pen.ink.accent)
      case 'vertex':
        return vertex(pen, shape)
      case 'stroke':
        return this.painted.draw(pen, shape)
      case 'loupe':
        return loupe(pen, shape.point, this.below)
    }
  }
}

/** At the lower right corner, below the pointer's own cross. */
function sizeTag(pen: Pen, box: Box, label: string): void {
  const { x, y, width, height } = screenBox(pen, box)
  tag(pen, Math.round(x + width + 8), Math.round(y + height - tagHeight - 8), { text: label })
}

function marquee(pen: Pen, box: Box): void {
  const path = boxPath(pen, box)
  const { ctx } = pen
  ctx.save()
  ctx.globalAlpha = 0.12
  ctx.fillStyle = pen.ink.accent
  ctx.fill(path)
  ctx.restore()
  stroke(pen, path, { colour: pen.ink.accent, width: 1 })
}

function ring(pen: Pen, shape: Extract<ToolShape, { shape: 'ring' }>): void {
  const { ctx, ink, view } = pen
  const path = linePath(view, shape.points, shape.isClosed)
  if (shape.isClosed || shape.isClosing) {
    ctx.save()
    ctx.globalAlpha = 0.12
    ctx.fillStyle = ink.accent
    ctx.fill(path)
    ctx.restore()
  }
  stroke(pen, path, { colour: ink.accent, width: 1.5 })
  if (shape.isClosed) return
  for (const [i, point] of shape.points.entries()) {
    const { x, y } = toScreen(view, point)
    const dot = dotPath(x, y, i === 0 && shape.isClosing ? 6 : 3)
    ctx.fillStyle = ink.line
    ctx.fill(dot)
    ctx.strokeStyle = ink.accent
    ctx.lineWidth = 1.4
    ctx.stroke(dot)
  }
}

function drawGuide(pen: Pen, { from, to, distance }: Guide): void {
  const path = linePath(pen.view, [from, to], false)
  stroke(pen, path, { colour: pen.ink.accent, width: 1 })
  if (distance === undefined) return
  const [a, b] = [toScreen(pen.view, from), toScreen(pen.view, to)]
  tag(pen, Math.round((a.x + b.x) / 2 + 4), Math.round((a.y + b.y) / 2 + 4), {
    text: String(Math.round(distance)),
    isAccent: true,
  })
}

/** A point that can be taken hold of by itself. */
function vertex({ ctx, ink, view }: Pen, { point, isPicked }: Extract<ToolShape, { shape: 'vertex' }>): void {
  const { x, y } = toScreen(view, point)
  const dot = dotPath(x, y, isPicked ? 5 : 4)
  ctx.fillStyle = isPicked ? ink.accent : ink.line
  ctx.strokeStyle = isPicked ? ink.line : ink.accent
  ctx.lineWidth = 1.4
  ctx.fill(dot)
  ctx.stroke(dot)
}

/** The cross of keyboard drawing: larger than the pointer's, for it has to be found. */
function crossMark(pen: Pen, { x, y }: Point): void {
  const path = new Path2D()
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    path.moveTo(x + dx * 4, y + dy * 4)
    path.lineTo(x + dx * 14, y + dy * 14)
  }
  stroke(pen, path, { colour: pen.ink.accent, width: 1.5 })
}

/** A round piece of the picture three times as large, above the point that it shows. */
function loupe(pen: Pen, point: Point, below: Below | null): void {
  const { ctx, ink, view } = pen
  const at = toScreen(view, point)
  const middle = { x: at.x, y: at.y - loupeRadius - 28 < 0 ? at.y + loupeRadius + 28 : at.y - loupeRadius - 28 }
  const path = dotPath(middle.x, middle.y, loupeRadius)
  ctx.save()
  ctx.clip(path)
  ctx.fillStyle = ink.tag
  ctx.fill(path)
  if (below) {
    const scale = view.scale * loupeZoom
    const [x, y] = [middle.x - point.x * scale, middle.y - point.y * scale]
    ctx.drawImage(below.image, x, y, below.sceneWidth * scale, below.sceneHeight * scale)
  }
  ctx.restore()
  stroke(pen, path, { colour: ink.line, width: 1.5 })
  const cross = new Path2D()
  cross.moveTo(middle.x - 8, middle.y)
  cross.lineTo(middle.x + 8, middle.y)
  cross.moveTo(middle.x, middle.y - 8)
  cross.lineTo(middle.x, middle.y + 8)
  stroke(pen, cross, { colour: ink.line, width: 1 })
}
