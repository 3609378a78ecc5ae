/**
 * Box: from corner to corner, or from the centre out.
 *
 * Shift makes it square, Alt changes between corner and centre, Space moves the whole; a ratio chosen in the option bar
 * always holds. A click draws a box of the last size. By keys, Enter sets the first corner and then the opposite one.
 */
import type { Box, Point } from '../../../app/contract/scene.ts'
import { atRatio, boxAround, boxBetween, latentCell, whole, wholeBox } from './constrain.ts'
import { heldModifiers, isDrag } from './press.ts'
import { snapped } from './snapping.ts'
import { isAdding, placeCommands, placeEffect } from './target.ts'
import type { Guide, Modifiers, Pointer, Step, Tool, ToolContext } from './tool.ts'
import { crossCursor, viewOf } from './view.ts'

type BoxState =
  | { readonly name: 'idle' }
  | { readonly name: 'pressing'; readonly press: Pointer; readonly at: Pointer; readonly toSelected: boolean }
  | { readonly name: 'drawing'; readonly from: Point; readonly at: Pointer; readonly toSelected: boolean }
  /** Drawn with the cross. */
  | {
      readonly name: 'stretching'
      readonly from: Point
      readonly to: Point
      readonly modifiers: Modifiers
      readonly toSelected: boolean
    }

const idle: BoxState = { name: 'idle' }

export const boxTool: Tool<BoxState> = {
  name: 'box',
  initial: idle,
  on: {
    idle: {
      pointerDown: (_, event, context) => [pressed(event, context)],
      key: (_, { key, cross, modifiers }, context) =>
        key === 'Enter'
          ? [{ name: 'stretching', from: cross, to: cross, modifiers, toSelected: isAdding(context, modifiers) }]
          : [idle],
    },
    pressing: {
      pointerMove(state, event, context) {
        if (!isDrag(state.press, event)) return [{ ...state, at: event }]
        const from = snapped(state.press.point, context, event.modifiers).point
        return [{ name: 'drawing', from, at: event, toSelected: state.toSelected }]
      },
      modifiers: heldModifiers,
      pointerUp: (state, event, context) => finish(lastSize(state.press, context), state.toSelected, event, context),
      cancel: () => [idle],
    },
    drawing: {
      pointerMove: (state, event) => [{ ...state, at: event, from: startAfter(state, event) }],
      modifiers: heldModifiers,
      pointerUp(state, event, context) {
        const { box } = drawn(startAfter(state, event), event.point, event.modifiers, context)
        return finish(box, state.toSelected, event, context)
      },
      cancel: () => [idle],
    },
    stretching: {
      pointerDown: (_, event, context) => [pressed(event, context)],
      key(state, event, context) {
        const { key, cross, modifiers } = event
        if (key === 'Backspace') return [idle]
        if (key !== 'Enter') return [{ ...state, to: cross, modifiers }]
        return finish(wholeBox(boxBetween(state.from, cross)), state.toSelected, event, context)
      },
      cancel: () => [idle],
    },
  },
  view(state, context, pointer) {
    const cursor = crossCursor('box', context, pointer)
    if (state.name === 'idle' || state.name === 'pressing') return viewOf(cursor)
    const { box, guides } = inProgress(state, context)
    const label = `${box.x1 - box.x0} × ${box.y1 - box.y0}`
    const commands = isTooSmall(box) ? [] : placeCommands(context, { box }, state.toSelected)
    return viewOf(cursor, { shapes: [{ shape: 'box', box, label }], commands, guides })
  },
}

function pressed(event: Pointer, context: ToolContext): BoxState {
  return { name: 'pressing', press: event, at: event, toSelected: isAdding(context, event.modifiers) }
}

/** With Space held the first corner goes along with the pointer. */
function startAfter({ from, at }: Extract<BoxState, { name: 'drawing' }>, event: Pointer): Point {
  if (!event.modifiers.space) return from
  return { x: from.x + event.point.x - at.point.x, y: from.y + event.point.y - at.point.y }
}

function inProgress(
  state: Extract<BoxState, { name: 'drawing' | 'stretching' }>,
  context: ToolContext,
): { box: Box; guides: readonly Guide[] } {
  if (state.name === 'stretching') return { box: wholeBox(boxBetween(state.from, state.to)), guides: [] }
  return drawn(state.from, state.at.point, state.at.modifiers, context)
}

/** The box between the first corner, or the centre, and the pointer. A held ratio does not snap: it would not hold. */
function drawn(
  from: Point,
  to: Point,
  modifiers: Modifiers,
  context: ToolContext,
): { box: Box; guides: readonly Guide[] } {
  const { boxFrom } = context.options
  const ratio = context.options.ratio ?? (modifiers.shift ? 1 : null)
  const isCentred = (boxFrom === 'centre') !== modifiers.alt
  const { point, guides } = ratio === null ? snapped(to, context, modifiers) : { point: to, guides: [] }
  const corner = ratio === null ? point : atRatio(from, point, ratio)
  return { box: wholeBox(isCentred ? boxAround(from, corner) : boxBetween(from, corner)), guides }
}

/** Where a click puts a box of the last size; null while there was none. */
function lastSize({ point, modifiers }: Pointer, { options }: ToolContext): Box | null {
  if (options.lastBox === null) return null
  const { width, height } = options.lastBox
  const { x, y } = whole(point)
  const isCentred = (options.boxFrom === 'centre') !== modifiers.alt
  return isCentred
    ? wholeBox({ x0: x - width / 2, y0: y - height / 2, x1: x + width / 2, y1: y + height / 2 })
    : { x0: x, y0: y, x1: x + width, y1: y + height }
}

function isTooSmall({ x0, y0, x1, y1 }: Box): boolean {
  return x1 - x0 < latentCell || y1 - y0 < latentCell
}

function finish(
  box: Box | null,
  toSelected: boolean,
  { screen }: { readonly screen: Point },
  context: ToolContext,
): Step<BoxState> {
  if (box === null) return [idle]
  if (isTooSmall(box)) return [idle, { do: 'say', what: 'tooSmall', screen }]
  const lastBox = { width: box.x1 - box.x0, height: box.y1 - box.y0 }
  return [idle, placeEffect(context, { box }, toSelected), { do: 'options', change: { lastBox } }]
}
