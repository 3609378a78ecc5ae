/** When a press becomes a drag, and what of it several tools keep: the pointer where it went down and where it is now. */
import type { Point } from '../../../app/contract/scene.ts'
import type { Pointer, ToolEvent } from './tool.ts'

/** A press moves nothing until the pointer has gone this far; screen pixels. */
export const dragDistance = { mouse: 4, pen: 4, touch: 8 } as const

/** How near to a point on the screen is on it; screen pixels. */
const reach = { mouse: 8, pen: 8, touch: 16 } as const

export function isDrag(press: Pointer, at: Pointer): boolean {
  return distance(press.screen, at.screen) >= dragDistance[press.device]
}

/** Whether two points of the scene are one for a hand that aims at them. */
export function isReached(a: Point, b: Point, scale: number, device: Pointer['device'] = 'mouse'): boolean {
  return distance(a, b) * scale <= reach[device]
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** The state with the modifiers as they are now, for a gesture that looks at them while it goes on. */
export function heldModifiers<State extends { readonly at: Pointer }>(
  state: State,
  event: Extract<ToolEvent, { readonly type: 'modifiers' }>,
): readonly [State] {
  return [{ ...state, at: { ...state.at, modifiers: event.modifiers } }]
}
