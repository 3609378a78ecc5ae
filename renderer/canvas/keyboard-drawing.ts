/** Drawing by keys: keeps the cross, feeds the tool in hand, and says where the cross is once it rests. */
import type { Point } from '../../app/contract/scene.ts'
import type { Actions } from '../state/actions.ts'
import { spoken } from '../text/spoken.ts'
import type { Driver } from './driver.ts'
import { crossMoved, crossStart, crossWithin, drawsWithCross, isArrow } from './keyboard-cross.ts'
import type { Modifiers, Pointer, ToolEvent } from './tools/tool.ts'
import { toScreen } from './view.ts'
import type { Size, View } from './view.ts'

const restMs = 400

const noModifiers: Modifiers = { shift: false, alt: false, mod: false, space: false }

export class KeyboardDrawing {
  private readonly driver: Driver
  private readonly actions: Actions
  private readonly viewport: { readonly view: View; readonly scene: Size }
  private cross: Point | null = null
  private isShown = false
  private rest: ReturnType<typeof setTimeout> | undefined

  constructor(driver: Driver, actions: Actions, viewport: { readonly view: View; readonly scene: Size }) {
    this.driver = driver
    this.actions = actions
    this.viewport = viewport
  }

  /** Where the cross is drawn, in scene pixels. */
  get shown(): Point | null {
    return this.isShown && drawsWithCross(this.driver.toolName) ? this.place : null
  }

  /** Where it was, on the picture that there is now; at first its middle. */
  private get place(): Point {
    const { scene } = this.viewport
    return (this.cross = this.cross ? crossWithin(this.cross, scene) : crossStart(scene))
  }

  /** The canvas has the focus by key, or a tool was chosen while it had. */
  begin(isByKey: boolean): void {
    if (isByKey) this.isShown = true
  }

  hide(): void {
    this.isShown = false
  }

  /** The cross as a pointer, so that tools show what they would do there. */
  get pointer(): Pointer | null {
    const point = this.shown
    if (!point) return null
    const screen = toScreen(this.viewport.view, point)
    return {
      point,
      screen,
      pressure: 0.5,
      device: 'mouse',
      isEraser: false,
      button: 'first',
      modifiers: noModifiers,
      time: 0,
    }
  }

  /** @returns whether the key was one of drawing */
  key({ key }: Pick<KeyboardEvent, 'key'>, modifiers: Modifiers): boolean {
    if (this.driver.isEditingPoints) return this.pointsKey(key, modifiers)
    if (modifiers.alt || !drawsWithCross(this.driver.toolName)) return false
    if (isArrow(key)) {
      this.begin(true)
      this.cross = crossMoved(this.place, key, modifiers, this.viewport.scene)
      this.send(key, modifiers)
      this.sayAtRest()
      return true
    }
    const isBack = key === 'Backspace' && !this.driver.isIdle
    if ((key !== 'Enter' || modifiers.mod) && !isBack) return false
    this.begin(true)
    // What was drawn is said then, and not the cross.
    clearTimeout(this.rest)
    this.send(isBack ? 'Backspace' : 'Enter', modifiers)
    return true
  }

  /** While points are edited one by one, keys move and take them. */
  private pointsKey(key: string, modifiers: Modifiers): boolean {
    const isTheirs = isArrow(key) || key === 'Enter' || key === 'Backspace'
    if (!isTheirs || modifiers.alt || modifiers.mod) return false
    this.send(key, modifiers)
    return true
  }

  dispose(): void {
    clearTimeout(this.rest)
  }

  private send(key: Extract<ToolEvent, { type: 'key' }>['key'], modifiers: Modifiers): void {
    const cross = this.place
    this.driver.send({ type: 'key', key, cross, screen: toScreen(this.viewport.view, cross), modifiers })
  }

  private sayAtRest(): void {
    clearTimeout(this.rest)
    this.rest = setTimeout(() => this.cross && this.actions.say(spoken.cross(this.cross.x, this.cross.y)), restMs)
  }
}
