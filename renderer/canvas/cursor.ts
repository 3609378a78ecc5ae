/**
 * The tool cursor: the system's own where it has one, else drawn on a small canvas that follows the pointer.
 *
 * The content policy allows no pictures inside style sheets, so the cross, the brush and the curved arrow are drawn.
 */
import type { Point } from '../../app/contract/scene.ts'
import type { Ink } from './ink.ts'
import { dotPath, icon } from './pen.ts'
import type { Cursor } from './tools/tool.ts'

const systemCursors = {
  arrow: 'default',
  move: 'move',
  copy: 'copy',
  notAllowed: 'not-allowed',
  openHand: 'grab',
  closedHand: 'grabbing',
  zoomIn: 'zoom-in',
  zoomOut: 'zoom-out',
} as const

const resizeCursors = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const

/** A brush smaller than this on the screen is shown as a cross. */
const smallestBrush = 6

/** @returns the system's cursor, or null for one that is drawn */
export function systemCursor(cursor: Cursor): string | null {
  if (typeof cursor === 'string')
    return cursor in systemCursors ? systemCursors[cursor as keyof typeof systemCursors] : null
  if ('resize' in cursor) return resizeCursors[((Math.round(cursor.resize / 45) % 4) + 4) % 4]!
  return null
}

export class CursorLayer {
  readonly element: HTMLCanvasElement
  private readonly ink: Ink
  private key = ''
  private side = 0

  constructor(element: HTMLCanvasElement, ink: Ink) {
    this.element = element
    this.ink = ink
  }

  /** @param host gets the system's cursor */
  show(cursor: Cursor, at: Point | null, scale: number, host: HTMLElement): void {
    const system = systemCursor(cursor)
    const style = system ?? 'none'
    if (host.style.cursor !== style) host.style.cursor = style
    if (system !== null || !at) return this.hide()
    this.draw(cursor, scale)
    this.element.style.visibility = 'visible'
    this.element.style.transform = `translate(${at.x - this.side / 2}px, ${at.y - this.side / 2}px)`
  }

  hide(): void {
    this.element.style.visibility = 'hidden'
  }

  private draw(cursor: Cursor, scale: number): void {
    const ratio = devicePixelRatio
    const key = `${JSON.stringify(cursor)} ${scale} ${ratio}`
    if (key === this.key) return
    this.key = key
    const brush = typeof cursor === 'object' && 'brush' in cursor ? cursor.brush * scale : 0
    this.side = Math.ceil(Math.max(64, brush + 8) / 2) * 2
    this.element.width = this.element.height = Math.min(4096, this.side * ratio)
    this.element.style.width = this.element.style.height = `${this.side}px`
    const ctx = this.element.getContext('2d')!
    ctx.setTransform(ratio, 0, 0, ratio, (this.side / 2) * ratio, (this.side / 2) * ratio)
    if (typeof cursor === 'object' && 'brush' in cursor && brush >= smallestBrush)
      this.brush(ctx, brush / 2, cursor.hardness, cursor.isErasing)
    else if (cursor === 'rotate') this.rotate(ctx)
    else this.cross(ctx, cursor)
  }

  private twice(ctx: CanvasRenderingContext2D, path: Path2D, width = 1): void {
    ctx.lineCap = 'butt'
    ctx.strokeStyle = this.ink.casing
    ctx.lineWidth = width + 1.6
    ctx.stroke(path)
    ctx.strokeStyle = this.ink.line
    ctx.lineWidth = width
    ctx.stroke(path)
  }

  private brush(ctx: CanvasRenderingContext2D, radius: number, hardness: number, isErasing: boolean): void {
    this.twice(ctx, dotPath(0, 0, radius))
    if (hardness < 0.99 && radius * hardness > 3) this.twice(ctx, dotPath(0, 0, radius * hardness), 0.6)
    const middle = new Path2D()
    if (isErasing) {
      middle.moveTo(-4, 0)
      middle.lineTo(4, 0)
      this.twice(ctx, middle, 1.5)
    }
  }

  /** 17 px with an open centre, on half pixels so that it is thin. */
  private cross(ctx: CanvasRenderingContext2D, cursor: Cursor): void {
    const path = new Path2D()
    for (const [x, y] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      path.moveTo(x * 3 + 0.5, y * 3 + 0.5)
      path.lineTo(x * 8.5 + 0.5, y * 8.5 + 0.5)
    }
    this.twice(ctx, path)
    if (cursor === 'crossRing') return this.twice(ctx, dotPath(0.5, 0.5, 6), 1.5)
    if (typeof cursor !== 'object' || !('cross' in cursor)) return
    icon(ctx, cursor.cross, 8, 8, 14, this.ink.casing, 3.4)
    icon(ctx, cursor.cross, 8, 8, 14, this.ink.line, 1.5)
    if (!cursor.isAdding) return
    const plus = new Path2D('M22 10v6M19 13h6')
    this.twice(ctx, plus, 1.5)
  }

  private rotate(ctx: CanvasRenderingContext2D): void {
    this.twice(ctx, new Path2D('M-6 4A7 7 0 1 1 6 4M6 4l-4.5 -0.5M6 4l1.5 -4.5'), 1.5)
  }
}
