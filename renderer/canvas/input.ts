/**
 * Listens to the pointer, the wheel and the keys on the canvas, and tells the stage in the tools' words.
 *
 * Two fingers that the tool does not take, the middle button and Space pan under every tool; what the tools do themselves is not known here.
 */
import type { Point } from '../../app/contract/scene.ts'
import { coalesced, isTyping, modifiersOf, pointerOf, sameModifiers } from './pointer.ts'
import type { Fingers, Modifiers, Pointer, ToolEvent, ToolName } from './tools/tool.ts'
import { isTap, noTouches, touchDown, touchLost, touchMove, touchUp } from './touches.ts'
import { toScene } from './view.ts'
import type { View } from './view.ts'

export interface Listener {
  view(): View
  send(event: ToolEvent): void
  hover(pointer: Pointer | null): void
  borrow(tool: ToolName | null): void
  readonly isIdle: boolean
  readonly toolName: ToolName
  wheel(event: WheelEvent, at: Point): void
  pan(dx: number, dy: number): void
  zoom(factor: number, at: Point): void
  /** @returns whether the tool takes the two fingers; else they are for the view */
  pinch(fingers: Fingers): boolean
  settle(): void
  /** Two, three or four fingers tapped. */
  taps(fingers: number): void
  /** A key while the canvas has the focus. @returns whether it was used */
  key(event: KeyboardEvent, modifiers: Modifiers): boolean
  menu(at: Point | null): void
  /** The one that the press of the mouse's second button asked for. */
  openMenu(): void
}

const holdMs = 600

/** Tools that want every position the pointer was at. */
const sampled: ReadonlySet<ToolName> = new Set(['scribble', 'mask', 'eraser', 'lasso', 'region'])

/** Tools for which a pen's other end means something already. */
const ownErasers: ReadonlySet<ToolName> = new Set(['mask', 'region'])

const middleButton = 1

export class Input {
  private readonly surface: HTMLElement
  private readonly to: Listener
  private readonly ended = new AbortController()
  private touches = noTouches
  /** The tool has the two fingers. */
  private isPinching = false
  private isSpace = false
  private modifiers: Modifiers = { shift: false, alt: false, mod: false, space: false }
  private pressed: number | null = null
  private panningFrom: Point | null = null
  private hasSeenPen = false
  private hold: ReturnType<typeof setTimeout> | undefined
  private heldAt: Pointer | null = null
  private steps = document.documentElement.dataset['hand'] !== 'pointer'

  constructor(surface: HTMLElement, to: Listener) {
    this.surface = surface
    this.to = to
    const { signal } = this.ended
    surface.addEventListener('pointerdown', (event) => this.down(event), { signal })
    surface.addEventListener('pointermove', (event) => this.move(event), { signal })
    surface.addEventListener('pointerup', (event) => this.up(event), { signal })
    surface.addEventListener('pointercancel', (event) => this.cancel(event), { signal })
    surface.addEventListener('pointerleave', () => this.pressed === null && to.hover(null), { signal })
    surface.addEventListener('dblclick', (event) => this.doubleClick(event), { signal })
    surface.addEventListener('contextmenu', (event) => this.menu(event), { signal })
    surface.addEventListener('wheel', (event) => this.wheel(event), { signal, passive: false })
    surface.addEventListener('keydown', (event) => this.keyOnCanvas(event), { signal })
    // In the capture phase: Escape belongs to the gesture before anything else hears of it.
    window.addEventListener('keydown', (event) => this.keyDown(event), { signal, capture: true })
    window.addEventListener('keyup', (event) => this.keyUp(event), { signal, capture: true })
    window.addEventListener('pointerdown', () => (this.steps = false), { signal, capture: true })
    window.addEventListener('blur', () => this.letGo(), { signal })
  }

  /** Whoever is here steps from place to place by keys, and has not used the pointer since. */
  get isByKeys(): boolean {
    return this.steps
  }

  dispose(): void {
    clearTimeout(this.hold)
    this.ended.abort()
  }

  private corner(): Point {
    const { left, top } = this.surface.getBoundingClientRect()
    return { x: left, y: top }
  }

  private at(event: MouseEvent): Point {
    const { x, y } = this.corner()
    return { x: event.clientX - x, y: event.clientY - y }
  }

  private pointer(event: PointerEvent | MouseEvent): Pointer {
    return pointerOf(event, this.corner(), this.to.view(), this.isSpace)
  }

  private down(event: PointerEvent): void {
    if (hasOwnPointer(event.target)) return
    this.surface.focus({ preventScroll: true })
    this.surface.setPointerCapture(event.pointerId)
    if (event.pointerType === 'touch' && this.finger(event)) return
    if (event.button === middleButton) {
      event.preventDefault()
      this.panningFrom = this.at(event)
      return
    }
    if (this.pressed !== null) return
    this.pressed = event.pointerId
    const pointer = this.pointer(event)
    this.noticePen(pointer)
    if (event.pointerType === 'touch' && this.hasSeenPen && this.to.toolName !== 'select') this.to.borrow('hand')
    this.to.hover(pointer)
    this.to.send({ type: 'pointerDown', ...pointer })
    this.restartHold(pointer)
  }

  /** @returns whether the finger is one of several, so that they pan and zoom, or are the tool's together */
  private finger(event: PointerEvent): boolean {
    this.touches = touchDown(this.touches, event.pointerId, this.at(event), event.timeStamp)
    if (this.touches.fingers.size < 2) return false
    const isSecond = this.touches.fingers.size === 2
    if (isSecond && this.pressed !== null && this.to.pinch(this.pair())) {
      this.isPinching = true
      this.endHold()
    } else if (this.pressed !== null) this.leave()
    return true
  }

  private pair(): Fingers {
    const view = this.to.view()
    const [first, second] = [...this.touches.fingers.values()].map((screen) => toScene(view, screen))
    return [first!, second!]
  }

  /** What was pressed comes to nothing, and a hand that was borrowed for it goes back. */
  private leave(): void {
    this.pressed = null
    this.isPinching = false
    this.endHold()
    this.to.send({ type: 'cancel' })
    this.to.borrow(this.heldTool())
  }

  private noticePen(pointer: Pointer): void {
    if (pointer.device !== 'pen') return
    this.hasSeenPen = true
    this.to.borrow(pointer.isEraser && !ownErasers.has(this.to.toolName) ? 'eraser' : this.heldTool())
  }

  private move(event: PointerEvent): void {
    if (event.pointerType === 'touch' && this.touches.fingers.has(event.pointerId) && this.pinch(event)) return
    if (this.panningFrom) return this.middlePan(event)
    const pointer = this.pointer(event)
    if (this.pressed === null && pointer.device === 'pen') this.noticePen(pointer)
    this.to.hover(pointer)
    if (this.pressed !== null && this.pressed !== event.pointerId) return
    if (this.heldAt && Math.hypot(pointer.screen.x - this.heldAt.screen.x, pointer.screen.y - this.heldAt.screen.y) > 4)
      this.restartHold(pointer)
    const events = this.pressed !== null && sampled.has(this.to.toolName) ? coalesced(event) : [event]
    for (const each of events) this.to.send({ type: 'pointerMove', ...this.pointer(each) })
  }

  private pinch(event: PointerEvent): boolean {
    const [next, move] = touchMove(this.touches, event.pointerId, this.at(event))
    this.touches = next
    if (this.isPinching) {
      this.isPinching = this.to.pinch(this.pair())
      return true
    }
    if (!move) return this.touches.most > 1
    this.to.pan(move.dx, move.dy)
    this.to.zoom(move.factor, move.at)
    return true
  }

  private middlePan(event: PointerEvent): void {
    const at = this.at(event)
    this.to.pan(at.x - this.panningFrom!.x, at.y - this.panningFrom!.y)
    this.panningFrom = at
  }

  private up(event: PointerEvent): void {
    if (event.pointerType === 'touch' && this.touches.fingers.has(event.pointerId)) this.lift(event)
    // A mouse is up once none of its buttons is down; which of them was the last says nothing of what was begun.
    if (event.pointerType === 'mouse') this.panningFrom = null
    if (this.pressed !== event.pointerId) return
    this.pressed = null
    this.endHold()
    this.to.send({ type: 'pointerUp', ...this.pointer(event), button: 'first' })
    if (event.pointerType === 'touch') this.to.borrow(this.heldTool())
    if (event.pointerType !== 'mouse') this.to.hover(null)
  }

  private lift(event: PointerEvent): void {
    const isLost = event.type === 'pointercancel'
    if (this.isPinching) this.endPinch(isLost || isTap(this.touches, event.timeStamp))
    const [next, taps] = isLost
      ? [touchLost(this.touches, event.pointerId), 0]
      : touchUp(this.touches, event.pointerId, event.timeStamp)
    this.touches = next
    if (taps > 1) this.to.taps(taps)
    else if (next.most > 1 && next.fingers.size === 0) this.to.settle()
  }

  private endPinch(isNothing: boolean): void {
    if (isNothing) return this.leave()
    this.pressed = null
    this.isPinching = false
    this.to.send({ type: 'pinchEnd' })
    this.to.borrow(this.heldTool())
    this.to.hover(null)
  }

  private cancel(event: PointerEvent): void {
    if (event.pointerType === 'touch') this.lift(event)
    this.panningFrom = null
    if (this.pressed === event.pointerId) this.leave()
  }

  private doubleClick(event: MouseEvent): void {
    this.to.send({ type: 'doubleClick', ...this.pointer(event) })
  }

  /** The mouse's own button has told the tool already; a finger that rested and a key have not. */
  private menu(event: MouseEvent): void {
    event.preventDefault()
    const type = 'pointerType' in event ? event.pointerType : 'mouse'
    if (type === 'mouse' && event.button === 2) return this.to.openMenu()
    if (type !== 'touch') return this.to.menu(null)
    this.leave()
    this.to.menu(this.at(event))
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault()
    this.to.wheel(event, this.at(event))
  }

  private restartHold(pointer: Pointer): void {
    clearTimeout(this.hold)
    this.heldAt = pointer
    this.hold = setTimeout(() => this.to.send({ type: 'hold', ...pointer }), holdMs)
  }

  private endHold(): void {
    clearTimeout(this.hold)
    this.heldAt = null
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.key === 'Tab' || event.key === 'F6') this.steps = true
    if (event.key === ' ' && this.takesSpace(event)) {
      event.preventDefault()
      this.isSpace = true
    }
    this.heed(event)
    if (event.key !== 'Escape' || this.to.isIdle) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.to.send({ type: 'cancel' })
  }

  /** Space types in fields and presses buttons; anywhere else it is the hand. */
  private takesSpace(event: KeyboardEvent): boolean {
    const { target } = event
    return !isTyping(target) && (target === this.surface || target === document.body)
  }

  private keyUp(event: KeyboardEvent): void {
    if (event.key === ' ') this.isSpace = false
    this.heed(event)
  }

  private letGo(): void {
    this.isSpace = false
    this.modifiers = { shift: false, alt: false, mod: false, space: false }
    this.to.borrow(null)
  }

  private heed(event: KeyboardEvent): void {
    const modifiers = modifiersOf(event, this.isSpace)
    if (sameModifiers(modifiers, this.modifiers)) return
    this.modifiers = modifiers
    // During a gesture Space belongs to it: a box moves as a whole.
    if (this.to.isIdle) this.to.borrow(this.heldTool())
    this.to.send({ type: 'modifiers', modifiers })
  }

  private heldTool(): ToolName | null {
    if (!this.isSpace) return null
    return this.modifiers.mod ? 'zoom' : 'hand'
  }

  private keyOnCanvas(event: KeyboardEvent): void {
    if (event.target !== this.surface || !this.to.key(event, modifiersOf(event, this.isSpace))) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** Controls that lie on the canvas and are dragged themselves. */
function hasOwnPointer(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-own-pointer]') !== null
}
