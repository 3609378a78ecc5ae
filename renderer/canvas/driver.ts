/**
 * Drives the tool in hand: keeps its state, feeds it events, and does what it asks for through the window's actions.
 *
 * A tool borrowed for as long as a key is held (hand, zoom) or a pen's eraser is near stands in front of the chosen one.
 */
import type { Point } from '../../app/contract/scene.ts'
import type { Actions } from '../state/actions.ts'
import { selectCanEdit, selectDraft } from '../state/derived.ts'
import type { WindowStore } from '../state/window.ts'
import { hears, send } from './tools/tool.ts'
import type {
  Effect,
  Fingers,
  Pointer,
  Saying,
  Tool,
  ToolContext,
  ToolEvent,
  ToolName,
  ToolView,
} from './tools/tool.ts'
import { tools } from './tools/tools.ts'
import type { View } from './view.ts'

/** What a tool may ask of the canvas itself. */
export interface Ground {
  view(): View
  pan(dx: number, dy: number): void
  zoom(factor: number, at: Point): void
  fit(box: { x0: number; y0: number; x1: number; y1: number }): void
  say(what: Saying, screen: Point): void
  /** From the canvas's corner to the window's. */
  toWindow(screen: Point): Point
}

const nothing: ToolView = { shapes: [], commands: [], guides: [], cursor: 'arrow', hovered: null }

export class Driver {
  private readonly store: WindowStore
  private readonly actions: Actions
  private readonly ground: Ground
  private tool: Tool = tools.select
  private state: { readonly name: string } = tools.select.initial
  private borrowed: ToolName | null = null
  private askedMenu: Extract<Effect, { do: 'menu' }> | null = null

  constructor(store: WindowStore, actions: Actions, ground: Ground) {
    this.store = store
    this.actions = actions
    this.ground = ground
  }

  get isIdle(): boolean {
    return this.state.name === this.tool.initial.name
  }

  get toolName(): ToolName {
    return this.tool.name
  }

  /** Keys then belong to the points and not to the thing. */
  get isEditingPoints(): boolean {
    return this.store.getState().editingPoints !== null && this.tool.name === 'select'
  }

  /** What the press of the mouse's second button asked for; systems differ in when they want it shown. */
  openMenu(): void {
    if (this.askedMenu) this.actions.openMenu(this.ground.toWindow(this.askedMenu.screen), this.askedMenu.id)
    this.askedMenu = null
  }

  /** Takes another tool for a while; null gives it back. A gesture in progress goes on with its own tool. */
  borrow(tool: ToolName | null): void {
    this.borrowed = tool
    this.takeUp()
  }

  /** The tool that the store names may be another by now. */
  takeUp(): void {
    const state = this.store.getState()
    const wanted = tools[state.compare ? 'hand' : (this.borrowed ?? state.tool)]
    if (wanted === this.tool) return
    if (!this.isIdle && this.borrowed !== null) return
    this.feed({ type: 'cancel' })
    this.tool = wanted
    this.state = wanted.initial
  }

  send(event: ToolEvent): void {
    this.feed(event)
    if (this.isIdle) this.takeUp()
  }

  private feed(event: ToolEvent): void {
    const context = this.context()
    if (!context) return
    const [state, ...effects] = send(this.tool, this.state, event, context)
    this.state = state
    for (const effect of effects) {
      if (effect.do === 'menu' && event.type === 'pointerDown') this.askedMenu = effect
      else this.do(effect)
    }
  }

  /** @returns whether the tool takes the two fingers */
  pinch(fingers: Fingers): boolean {
    this.feed({ type: 'pinch', fingers })
    return hears(this.tool, this.state, 'pinchEnd')
  }

  view(pointer: Pointer | null): ToolView {
    const context = this.context()
    return context ? this.tool.view(this.state, context, pointer) : nothing
  }

  private context(): ToolContext | null {
    const state = this.store.getState()
    const draft = selectDraft(state)
    if (!draft) return null
    const { selection, toolOptions, editingPoints } = state
    return {
      draft,
      selection,
      scale: this.ground.view().scale,
      options: toolOptions,
      editingPoints,
    }
  }

  private do(effect: Effect): void {
    const { actions, ground } = this
    switch (effect.do) {
      case 'place':
        return this.change(() => actions.place(effect.location, effect.toSelected))
      case 'gesture':
        return this.change(() => actions.edit(effect.gesture))
      case 'copy':
        return this.change(() => actions.copyMoved(effect.ids, effect.dx, effect.dy))
      case 'select':
        return actions.select(effect.ids)
      case 'caption':
        return actions.focusCaption(effect.id)
      case 'editPoints':
        return actions.editPoints(effect.id)
      case 'menu':
        return actions.openMenu(ground.toWindow(effect.screen), effect.id)
      case 'pan':
        return ground.pan(effect.dx, effect.dy)
      case 'zoom':
        return ground.zoom(effect.factor, effect.at)
      case 'fit':
        return ground.fit(effect.box)
      case 'options':
        return actions.setToolOptions(effect.change)
      case 'say':
        return ground.say(effect.what, effect.screen)
    }
  }

  private change(edit: () => void): void {
    const state = this.store.getState()
    if (selectCanEdit(state)) edit()
    else this.ground.say(state.project?.readOnly === undefined ? 'looking' : 'readOnly', { x: 24, y: 24 })
  }
}
