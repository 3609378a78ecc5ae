/** A tool at work in a test: pointers and keys go in, effects come out, and the draft changes as the window would change it. */
import type { Document, Draft } from '../../../app/contract/document.ts'
import type { Command } from '../../../app/contract/edit.ts'
import type { Instance, Point } from '../../../app/contract/scene.ts'
import { documentOf } from '../../../app/scene/document.helper.ts'
import { applyCommands } from '../../../app/scene/edit.ts'
import { encodeMask } from '../../../app/scene/rle.ts'
import { placeCommands } from './target.ts'
import { send } from './tool.ts'
import type { Effect, Modifiers, Pointer, Tool, ToolContext, ToolEvent, ToolOptions, ToolView } from './tool.ts'

export const noModifiers: Modifiers = { shift: false, alt: false, mod: false, space: false }

export const plainOptions: ToolOptions = {
  addToSelected: false,
  snap: false,
  ratio: null,
  boxFrom: 'corner',
  brushSize: 20,
  hardness: 1,
  isErasing: false,
  pressure: 'off',
  smoothing: 0,
  lastBox: null,
}

export type Held = Partial<Modifiers>

/** Further facts about a pointer than where it is and which modifiers are held. */
export type Extra = Partial<Omit<Pointer, 'point' | 'screen' | 'modifiers'>>

export type Hand = {
  state: { readonly name: string }
  document: Document
  selection: readonly string[]
  options: ToolOptions
  editingPoints: string | null
  scale: number
  /** All effects so far. */
  readonly effects: Effect[]
  readonly draft: Draft
  readonly context: ToolContext
  send(event: ToolEvent): Effect[]
  down(x: number, y: number, held?: Held, extra?: Extra): Effect[]
  move(x: number, y: number, held?: Held, extra?: Extra): Effect[]
  up(x: number, y: number, held?: Held, extra?: Extra): Effect[]
  click(x: number, y: number, held?: Held): Effect[]
  double(x: number, y: number, held?: Held): Effect[]
  drag(points: readonly (readonly [number, number])[], held?: Held, extra?: Extra): Effect[]
  hold(x: number, y: number, extra?: Extra): Effect[]
  key(key: Extract<ToolEvent, { type: 'key' }>['key'], cross: Point, held?: Held): Effect[]
  cancel(): Effect[]
  wait(milliseconds: number): void
  view(pointer?: Pointer | null): ToolView
  instance(id: string): Instance
}

/** @param scale CSS pixels in a scene pixel */
export function handWith<State extends { readonly name: string }>(
  tool: Tool<State>,
  instances: Instance[] = [],
  {
    selection = [],
    options = {},
    scale = 1,
  }: { selection?: string[]; options?: Partial<ToolOptions>; scale?: number } = {},
): Hand {
  let time = 0
  let placed = 0
  const pointer = (x: number, y: number, held: Held = {}, extra: Extra = {}): Pointer => ({
    point: { x, y },
    screen: { x: x * hand.scale, y: y * hand.scale },
    pressure: 0.5,
    device: 'mouse',
    isEraser: false,
    button: 'first',
    time: (time += 10),
    ...extra,
    modifiers: { ...noModifiers, ...held },
  })
  const hand: Hand = {
    state: tool.initial,
    document: goneOn(documentOf(instances)),
    selection,
    options: { ...plainOptions, ...options },
    editingPoints: null,
    scale,
    effects: [],
    get draft() {
      return hand.document.draft
    },
    get context() {
      const { draft, selection: chosen, options: chosenOptions, editingPoints } = hand
      return { draft, selection: chosen, options: chosenOptions, editingPoints, scale: hand.scale }
    },
    send(event) {
      const [next, ...effects] = send(tool, hand.state as State, event, hand.context)
      hand.state = next
      for (const effect of effects) take(effect)
      hand.effects.push(...effects)
      return effects
    },
    down: (x, y, held, extra) => hand.send({ type: 'pointerDown', ...pointer(x, y, held, extra) }),
    move: (x, y, held, extra) => hand.send({ type: 'pointerMove', ...pointer(x, y, held, extra) }),
    up: (x, y, held, extra) => hand.send({ type: 'pointerUp', ...pointer(x, y, held, extra) }),
    click: (x, y, held) => [...hand.down(x, y, held), ...hand.up(x, y, held)],
    double: (x, y, held) => [
      ...hand.click(x, y, held),
      ...hand.click(x, y, held),
      ...hand.send({ type: 'doubleClick', ...pointer(x, y, held) }),
    ],
    drag(points, held, extra) {
      const [first, ...rest] = points
      const last = points.at(-1)!
      return [
        ...hand.down(...first!, held, extra),
        ...rest.flatMap(([x, y]) => hand.move(x, y, held, extra)),
        ...hand.up(...last, held, extra),
      ]
    },
    hold: (x, y, extra) => hand.send({ type: 'hold', ...pointer(x, y, {}, extra) }),
    key(key, cross, held = {}) {
      const screen = { x: cross.x * hand.scale, y: cross.y * hand.scale }
      return hand.send({ type: 'key', key, cross, screen, modifiers: { ...noModifiers, ...held } })
    },
    cancel: () => hand.send({ type: 'cancel' }),
    wait(milliseconds) {
      time += milliseconds
    },
    view: (at = null) => tool.view(hand.state as State, hand.context, at),
    instance: (id) => hand.draft.scene.instances.find((instance) => instance.id === id)!,
  }

  function apply(commands: readonly Command[]): void {
    hand.document = applyCommands(hand.document, commands).document
  }

  /** A placed instance is renamed from the preview's id, as the window gives it one of its own. */
  function place({ location, toSelected }: Extract<Effect, { do: 'place' }>): void {
    if (toSelected) return apply([{ do: 'changeInstance', id: hand.selection.at(-1)!, change: location }])
    const id = `placed-${++placed}`
    for (const command of placeCommands({ ...hand.context, selection: [] }, location, false)) {
      if (command.do === 'addInstance') apply([{ ...command, instance: { ...command.instance, id } }])
    }
    hand.selection = [id]
  }

  function take(effect: Effect): void {
    if (effect.do === 'gesture') apply(effect.gesture.commands)
    if (effect.do === 'place') place(effect)
    if (effect.do === 'select') hand.selection = effect.ids
    if (effect.do === 'options') hand.options = { ...hand.options, ...effect.change }
    if (effect.do === 'editPoints') hand.editingPoints = effect.id
  }

  return hand
}

/** With a picture below: only then is there a region. */
function goneOn(document: Document): Document {
  return { ...document, draft: { ...document.draft, parent: 'round' } }
}

export function pointerAt(x: number, y: number, held: Held = {}, extra: Extra = {}): Pointer {
  const fixed = { pressure: 0.5, device: 'mouse', isEraser: false, button: 'first', time: 0 } as const
  return { point: { x, y }, screen: { x, y }, ...fixed, ...extra, modifiers: { ...noModifiers, ...held } }
}

export function boxThing(id: string, x0: number, y0: number, x1: number, y1: number): Instance {
  return { id, caption: `a ${id}`, box: { x0, y0, x1, y1 } }
}

/** Of a scene of 512 x 512 pixels. */
export function maskThing(id: string, x0: number, y0: number, x1: number, y1: number): Instance {
  const plane = new Uint8Array(512 * 512)
  for (let y = y0; y < y1; y++) plane.fill(1, y * 512 + x0, y * 512 + x1)
  return { id, caption: `a ${id}`, mask: encodeMask(plane, 512, 512) }
}

export function polygonThing(id: string, ...points: (readonly [number, number])[]): Instance {
  return { id, caption: `a ${id}`, polygon: [points.map(([x, y]) => ({ x, y }))] }
}

export function scribbleThing(id: string, ...points: (readonly [number, number])[]): Instance {
  return { id, caption: `a ${id}`, scribble: [points.map(([x, y]) => ({ x, y }))] }
}
