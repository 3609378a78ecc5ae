/**
 * Point: follows the pressed pointer, so that it can be aimed, and stands where the pointer lets go.
 *
 * Shift holds it to the axis of the press. A loupe comes when the pointer has been down for a while.
 */
import type { Point } from '../../../app/contract/scene.ts'
import { onAxis, whole } from './constrain.ts'
import { heldModifiers } from './press.ts'
import { snapped } from './snapping.ts'
import { isAdding, placeCommands, placeEffect } from './target.ts'
import type { Guide, Pointer, Tool, ToolContext, ToolShape } from './tool.ts'
import { crossCursor, viewOf } from './view.ts'

type PointState =
  | { readonly name: 'idle' }
  | {
      readonly name: 'aiming'
      readonly press: Pointer
      readonly at: Pointer
      readonly hasRested: boolean
      readonly toSelected: boolean
    }

const idle: PointState = { name: 'idle' }

const loupeDelayMs = 300

export const pointTool: Tool<PointState> = {
  name: 'point',
  initial: idle,
  on: {
    idle: {
      pointerDown: (_, event, context) => [
        { name: 'aiming', press: event, at: event, hasRested: false, toSelected: isAdding(context, event.modifiers) },
      ],
      key: (_, { key, cross, modifiers }, context) =>
        key === 'Enter' ? [idle, placeEffect(context, { point: whole(cross) }, isAdding(context, modifiers))] : [idle],
    },
    aiming: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      hold: (state, event) => [{ ...state, at: event, hasRested: true }],
      modifiers: heldModifiers,
      pointerUp: ({ press, toSelected }, event, context) => [
        idle,
        placeEffect(context, { point: aimed(press, event, context).point }, toSelected),
      ],
      cancel: () => [idle],
    },
  },
  view(state, context, pointer) {
    const cursor = crossCursor('point', context, pointer)
    if (state.name === 'idle') return viewOf(cursor)
    const { point, guides } = aimed(state.press, state.at, context)
    const isLoupe = state.hasRested || (pointer ?? state.at).time - state.press.time >= loupeDelayMs
    const shapes: ToolShape[] = [{ shape: 'point', point }, ...(isLoupe ? [{ shape: 'loupe', point } as const] : [])]
    return viewOf(cursor, { shapes, guides, commands: placeCommands(context, { point }, state.toSelected) })
  },
}

function aimed(press: Pointer, at: Pointer, context: ToolContext): { point: Point; guides: readonly Guide[] } {
  if (at.modifiers.shift) return { point: whole(onAxis(press.point, at.point)), guides: [] }
  const { point, guides } = snapped(at.point, context, at.modifiers)
  return { point: whole(point), guides }
}
