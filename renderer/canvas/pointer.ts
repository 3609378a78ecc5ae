/** DOM pointer events as what tools read, and the touches and modifiers that go with them. */
import type { Point } from '../../app/contract/scene.ts'
import type { Modifiers, Pointer } from './tools/tool.ts'
import { toScene } from './view.ts'
import type { View } from './view.ts'

const isMac = (): boolean => navigator.platform.startsWith('Mac')

export function modifiersOf(event: MouseEvent | KeyboardEvent, space: boolean): Modifiers {
  return { shift: event.shiftKey, alt: event.altKey, mod: isMac() ? event.metaKey : event.ctrlKey, space }
}

export function sameModifiers(a: Modifiers, b: Modifiers): boolean {
  return a.shift === b.shift && a.alt === b.alt && a.mod === b.mod && a.space === b.space
}

/** Pen buttons as bits of `buttons`: the barrel's is the second, the eraser end is the sixth. */
const barrel = 2
const eraserEnd = 32

export function pointerOf(event: PointerEvent | MouseEvent, corner: Point, view: View, space: boolean): Pointer {
  const screen = { x: event.clientX - corner.x, y: event.clientY - corner.y }
  const isPointer = 'pointerType' in event
  const device =
    isPointer && (event.pointerType === 'pen' || event.pointerType === 'touch') ? event.pointerType : 'mouse'
  const isEraser = device === 'pen' && (event.buttons & (eraserEnd | barrel)) !== 0
  return {
    point: toScene(view, screen),
    screen,
    pressure: isPointer && device === 'pen' ? event.pressure : 0.5,
    device,
    isEraser,
    button: event.button === 2 && device === 'mouse' ? 'second' : 'first',
    modifiers: modifiersOf(event, space),
    time: event.timeStamp,
  }
}

/** Every position since the last event, for tools that draw with them. */
export function coalesced(event: PointerEvent): readonly PointerEvent[] {
  const events = event.getCoalescedEvents?.() ?? []
  return events.length > 0 ? events : [event]
}

/** Whether typing goes into the element that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role=spinbutton], [role=textbox]'))
  )
}
