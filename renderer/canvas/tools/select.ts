/**
 * Select: picks, moves, resizes, rotates and copies things, draws the marquee, and edits points. Two fingers on what is
 * selected move and resize it at once.
 *
 * A press picks at once; Escape brings back what was moved, not what was picked. Pressed on something selected, a drag
 * moves the selection and a click picks the topmost. A second press within 400 ms is also a double click: on what has
 * points to edit, or is a point, it edits them or the caption, on anything else it picks the next below.
 */
import { instancesAt, instancesTouching } from '../../../app/scene/hit.ts'
import type { Box, Instance, Point } from '../../../app/contract/scene.ts'
import { locationBounds } from '../../../app/scene/arrange.ts'
import { formatsOf } from '../../../app/scene/locations.ts'
import { isHidden, isPinned } from '../../../app/scene/groups.ts'
import { boxBetween } from './constrain.ts'
import { gripAt, handlesOf } from './handles.ts'
import type { Handle } from './handles.ts'
import type { Vertex } from './points.ts'
import { hasPoints } from './points.ts'
import { distance, heldModifiers, isDrag } from './press.ts'
import { editedInstance, pointChange, pointKey, pressPoint, reshapeEffects } from './select-points.ts'
import type { PointPress } from './select-points.ts'
import { selectView } from './select-view.ts'
import { gestureEffect, instanceOf } from './target.ts'
import type { Effect, Fingers, Pointer, Step, Tool, ToolContext } from './tool.ts'
import { isPinch, movable, moveCommands, moveOf, pinchChange, resizeChange, rotateChange } from './transform.ts'
import type { Change, Drag, Pinch } from './transform.ts'

/** The last click, for the second of a pair. */
type Click = {
  readonly screen: Point
  readonly time: number
  /** What a double click edits; null while there is something below to pick. */
  readonly edits: string | null
}

/** `picked` are the points picked in point editing. */
type Idle = { readonly name: 'idle'; readonly click: Click | null; readonly picked: readonly Vertex[] }

export type Select =
  | Idle
  | {
      readonly name: 'pressing'
      readonly press: Pointer
      /** What is selected after the press. */
      readonly ids: readonly string[]
      /** What was selected before, if the press has picked something else. */
      readonly before: readonly string[] | null
      /** What is selected if no drag follows; null leaves it. */
      readonly clickTo: readonly string[] | null
      readonly edits: string | null
    }
  | ({ readonly name: 'moving'; readonly ids: readonly string[] } & Drag)
  /** A press on something that does not move. */
  | { readonly name: 'refused' }
  | ({ readonly name: 'framing' } & Drag)
  | ({ readonly name: 'resizing'; readonly handle: Handle; readonly bounds: Box } & Drag)
  | ({ readonly name: 'rotating'; readonly bounds: Box } & Drag)
  | ({ readonly name: 'pinching' } & Pinch)
  | ({ readonly name: 'reshaping' } & PointPress)

const idle: Idle = { name: 'idle', click: null, picked: [] }

/** Two presses are a pair within this time. */
const pairMs = 400

export const selectTool: Tool<Select> = {
  name: 'select',
  initial: idle,
  on: {
    idle: {
      pointerDown: pressed,
      doubleClick: (state, event, context) => [
        state,
        ...editEffects(state.click?.edits ?? null, event.screen, context),
      ],
      key(state, event, context) {
        const instance = editedInstance(context)
        if (!instance) return [state]
        const [picked, ...effects] = pointKey(instance, state.picked, event)
        return [{ ...idle, picked }, ...effects]
      },
      cancel: (_, __, { editingPoints }) => (editingPoints === null ? [idle] : [idle, { do: 'editPoints', id: null }]),
    },
    pressing: {
      pointerMove(state, event, context) {
        if (!isDrag(state.press, event)) return [state]
        const { ids, press } = state
        const isStuck = !event.modifiers.alt && movable(context.draft, ids, false).length === 0
        if (isStuck) return [{ name: 'refused' }, { do: 'say', what: 'pinned', screen: event.screen }]
        return [{ name: 'moving', press, at: event, ids }]
      },
      // Whoever zooms has picked nothing; and two fingers are for what was selected before them.
      pinch: (state, event, context) =>
        state.before ? [idle, { do: 'select', ids: state.before }] : [pinched(state, event, context)],
      hold: (state, event) =>
        event.device === 'touch'
          ? [{ name: 'refused' }, { do: 'menu', screen: event.screen, id: state.ids.at(-1) ?? null }]
          : [state],
      pointerUp({ press, clickTo, edits }) {
        const click = { screen: press.screen, time: press.time, edits }
        return clickTo
          ? [
              { ...idle, click },
              { do: 'select', ids: clickTo },
            ]
          : [{ ...idle, click }]
      },
      cancel: () => [idle],
    },
    moving: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      modifiers: heldModifiers,
      pointerUp: (state, event, context) => [idle, ...moveEffects({ ...state, at: event }, context)],
      cancel: () => [idle],
    },
    refused: {
      pointerUp: () => [idle],
      cancel: () => [idle],
    },
    framing: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      hold: (state, event) =>
        event.device === 'touch' && !isDrag(state.press, event)
          ? [{ name: 'refused' }, { do: 'menu', screen: event.screen, id: null }]
          : [state],
      pointerUp: ({ press }, event, context) => [idle, ...frameEffects({ press, at: event }, context)],
      cancel: () => [idle],
    },
    resizing: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      pinch: (state, event, context) => [isDrag(state.press, state.at) ? state : pinched(state, event, context)],
      modifiers: heldModifiers,
      pointerUp(state, event, context) {
        if (!isDrag(state.press, event)) return [idle]
        return [
          idle,
          ...changeEffects(
            'resize',
            resizeChange(state.handle, state.bounds, { ...state, at: event }, context),
            context,
          ),
        ]
      },
      cancel: () => [idle],
    },
    rotating: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      pinch: (state, event, context) => [isDrag(state.press, state.at) ? state : pinched(state, event, context)],
      modifiers: heldModifiers,
      pointerUp(state, event, context) {
        if (!isDrag(state.press, event)) return [idle]
        return [
          idle,
          ...changeEffects('reshape', rotateChange(state.bounds, { ...state, at: event }, context), context),
        ]
      },
      cancel: () => [idle],
    },
    pinching: {
      pinch: (state, { fingers }) => [{ ...state, fingers }],
      pinchEnd(state, _, context) {
        const change = pinchChange(state, context)
        return [idle, ...changeEffects(change.isResize ? 'resize' : 'move', change, context)]
      },
      cancel: () => [idle],
    },
    reshaping: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      modifiers: heldModifiers,
      pointerUp(state, event, context) {
        const { change } = pointChange({ ...state, at: event }, context)
        const isTaken = !state.isNew && state.press.modifiers.alt && !isDrag(state.press, event)
        return [{ ...idle, picked: isTaken ? [] : state.picked }, ...reshapeEffects(state.instance, change)]
      },
      cancel: () => [idle],
    },
  },
  view: selectView,
}

function pressed(state: Idle, event: Pointer, context: ToolContext): Step<Select> {
  if (event.button === 'second') return [idle, ...menuEffects(event, context)]
  const edited = editedInstance(context)
  const onPoint = edited && pressPoint(edited, state.picked, event, context.scale)
  if (onPoint) return [{ name: 'reshaping', ...onPoint }]
  const [next, ...effects] = pressedOutside(state, event, context)
  return edited ? [next, { do: 'editPoints', id: null }, ...effects] : [next, ...effects]
}

/** A press beside the points that are edited: on a handle, a thing or nothing. */
function pressedOutside(state: Idle, event: Pointer, context: ToolContext): Step<Select> {
  const { draft, selection, scale } = context
  const handles = context.editingPoints === null ? handlesOf(draft, selection, scale) : null
  const grip = handles && gripAt(handles, event.point, scale, event.device)
  if (handles && grip?.grip === 'resize') {
    return [{ name: 'resizing', handle: grip.handle, bounds: handles.bounds, press: event, at: event }]
  }
  if (handles && grip) return [{ name: 'rotating', bounds: handles.bounds, press: event, at: event }]
  const stack = instancesAt(draft, event.point, scale)
  if (stack.length > 0) return pressedOn(stack, state.click, event, context)
  if (hiddenAt(event.point, context)) return [{ name: 'refused' }, { do: 'say', what: 'hidden', screen: event.screen }]
  return [{ name: 'framing', press: event, at: event }]
}

/** @param stack what is under the pointer, front first */
function pressedOn(stack: readonly string[], click: Click | null, press: Pointer, context: ToolContext): Step<Select> {
  const { selection } = context
  const { shift } = press.modifiers
  const selected = selection.findLast((id) => stack.includes(id))
  const top = stack[0]!
  const pair = click && !shift && isPair(click, press) ? click : null
  if (selected !== undefined && pair && pair.edits === null) {
    const next = stack[(stack.indexOf(selected) + 1) % stack.length]!
    return pick([next], { press, before: selection, clickTo: null, edits: null })
  }
  if (selected !== undefined) {
    const without = selection.filter((id) => id !== selected)
    const clickTo = shift ? without : selection.length === 1 && selected === top ? null : [top]
    return [
      {
        name: 'pressing',
        press,
        ids: selection,
        before: null,
        clickTo,
        edits: pair?.edits ?? editable([selected, top], stack, context),
      },
    ]
  }
  const ids = shift ? [...selection, top] : [top]
  return pick(ids, { press, before: selection, clickTo: null, edits: editable([top], stack, context) })
}

/** Two fingers take what may move; beside it, or on what is pinned, they are for the view. */
function pinched(state: Select, { fingers }: { readonly fingers: Fingers }, context: ToolContext): Select {
  return isPinch(fingers, context) ? { name: 'pinching', from: fingers, fingers } : state
}

/** What a double click edits; null if its second press is to pick the next below. */
function editable(candidates: readonly string[], stack: readonly string[], { draft }: ToolContext): string | null {
  const instances = candidates.flatMap((id) => instanceOf(draft, id) ?? [])
  const found = instances.find((instance) => hasPoints(instance) || isPoint(instance))
  return found?.id ?? (stack.length === 1 ? stack[0]! : null)
}

function isPoint(instance: Instance): boolean {
  return formatsOf(instance).every((format) => format === 'point')
}

function pick(ids: readonly string[], rest: Omit<Extract<Select, { name: 'pressing' }>, 'name' | 'ids'>): Step<Select> {
  return [
    { name: 'pressing', ids, ...rest },
    { do: 'select', ids },
  ]
}

function isPair(click: Click, { screen, time }: Pointer): boolean {
  return time - click.time <= pairMs && distance(click.screen, screen) < 8
}

/** A hidden thing is not picked, but a press where a selected one lies means it. */
function hiddenAt({ x, y }: Point, { draft, selection }: ToolContext): boolean {
  return selection.some((id) => {
    const instance = isHidden(draft, id) ? instanceOf(draft, id) : undefined
    const bounds = instance && locationBounds(instance)
    return bounds && x >= bounds.x0 && x <= bounds.x1 && y >= bounds.y0 && y <= bounds.y1
  })
}

function menuEffects({ point, screen }: Pointer, { draft, selection, scale }: ToolContext): Effect[] {
  const stack = instancesAt(draft, point, scale)
  const id = selection.findLast((other) => stack.includes(other)) ?? stack[0] ?? null
  const menu: Effect = { do: 'menu', screen, id }
  return id === null || selection.includes(id) ? [menu] : [{ do: 'select', ids: [id] }, menu]
}

function editEffects(id: string | null, screen: Point, { draft }: ToolContext): Effect[] {
  const instance = id === null ? undefined : instanceOf(draft, id)
  if (!instance) return []
  const select: Effect = { do: 'select', ids: [instance.id] }
  if (!hasPoints(instance)) return [select, { do: 'caption', id: instance.id }]
  if (isPinned(draft, instance.id)) return [select, { do: 'say', what: 'pinned', screen }]
  return [select, { do: 'editPoints', id: instance.id }]
}

function moveEffects(state: Extract<Select, { name: 'moving' }>, context: ToolContext): Effect[] {
  const isCopy = state.at.modifiers.alt
  const instances = movable(context.draft, state.ids, isCopy)
  const move = moveOf(instances, state, context)
  const { dx, dy } = move
  if (instances.length === 0 || (dx === 0 && dy === 0)) return []
  if (isCopy) return [{ do: 'copy', ids: instances.map(({ id }) => id), dx, dy }]
  return [gestureEffect('move', instances, moveCommands(instances, move))]
}

/** Touching the marquee is enough; a click on nothing selects nothing. */
function frameEffects({ press, at }: Drag, { draft, selection }: ToolContext): Effect[] {
  const kept = at.modifiers.shift ? selection : []
  const touched = isDrag(press, at) ? instancesTouching(draft, boxBetween(press.point, at.point)) : []
  const ids = [...kept.filter((id) => !touched.includes(id)), ...touched]
  const isSame = ids.length === selection.length && ids.every((id, i) => id === selection[i])
  return isSame ? [] : [{ do: 'select', ids }]
}

function changeEffects(kind: 'move' | 'resize' | 'reshape', { commands }: Change, { draft }: ToolContext): Effect[] {
  const instances = commands.flatMap((command) => ('id' in command && instanceOf(draft, command.id)) || [])
  return commands.length > 0 ? [gestureEffect(kind, instances, commands)] : []
}
