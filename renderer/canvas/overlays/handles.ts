/** Handles of what is selected; the Select tool says where they stand. */
import type { Point } from '../../../app/contract/scene.ts'
import { Overlay } from '../overlay.ts'
import { boxPath, stroke } from '../pen.ts'
import type { Pen } from '../pen.ts'
import type { Handles } from '../tools/handles.ts'
import { toScreen } from '../view.ts'

const handleSide = { pointer: 7, finger: 12 } as const

/** Width of a handle's accent edge. */
const rim = 1.4

export class HandlesOverlay extends Overlay {
  private handles: Handles | null = null
  private hasBox = false
  private isLarge = false

  /** @param hasBox the bounds are drawn already, as somebody's box */
  show(handles: Handles | null, hasBox: boolean, isLarge: boolean): void {
    this.handles = handles
    this.hasBox = hasBox
    this.isLarge = isLarge
  }

  protected override paint(pen: Pen): void {
    const side = this.isLarge ? handleSide.finger : handleSide.pointer
    if (!this.handles) return
    if (!this.hasBox) stroke(pen, boxPath(pen, this.handles.bounds), { colour: pen.ink.accent, width: 1, dash: [3, 3] })
    for (const { point } of this.handles.handles) square(pen, point, side)
  }
}

function square({ ctx, ink, ratio, view }: Pen, point: Point, side: number): void {
  const { x, y } = toScreen(view, point)
  const [left, top] = [Math.round((x - side / 2) * ratio) / ratio, Math.round((y - side / 2) * ratio) / ratio]
  ctx.fillStyle = ink.accent
  ctx.fillRect(left - rim, top - rim, side + 2 * rim, side + 2 * rim)
  ctx.fillStyle = ink.line
  ctx.fillRect(left, top, side, side)
}
