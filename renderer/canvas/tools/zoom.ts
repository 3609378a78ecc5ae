/**
 * Zoom: a click goes to the next step, a drag draws the rectangle that is to fill the view.
 *
 * A drag that sets out sideways zooms smoothly instead, about the point that was pressed. Escape brings that zoom back,
 * which is the one effect of a cancel: it changes the view, never the scene.
 */
import type { Point } from '../../../app/contract/scene.ts'
import { boxBetween } from './constrain.ts'
import { isDrag } from './press.ts'
import type { Pointer, Tool, ToolContext } from './tool.ts'
import { viewOf } from './view.ts'

type Zoom =
  | { readonly name: 'idle' }
  | { readonly name: 'pressing'; readonly press: Pointer }
  | { readonly name: 'framing'; readonly press: Pointer; readonly at: Pointer }
  | { readonly name: 'sliding'; readonly press: Pointer; readonly at: Pointer; readonly scaleBefore: number }

const idle: Zoom = { name: 'idle' }

/** The scales that a click, Mod + and Mod - stop at. */
export const zoomSteps: readonly number[] = [
  0.05, 0.08, 0.125, 0.17, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64,
]

/** Screen pixels to the side that double the scale. */
const doublingDistance = 120

/** A drag is sideways when it goes this many times farther across than up or down. */
const sideways = 4

/** The next step from a scale, or the last one. */
export function nextZoom(scale: number, direction: 'in' | 'out'): number {
  const next =
    direction === 'in'
      ? zoomSteps.find((step) => step > scale * 1.001)
      : zoomSteps.findLast((step) => step < scale * 0.999)
  return next ?? scale
}

export const zoomTool: Tool<Zoom> = {
  name: 'zoom',
  initial: idle,
  on: {
    idle: {
      pointerDown: (_, event) => [{ name: 'pressing', press: event }],
      key: (_, { key, cross, modifiers }, context) =>
        key === 'Enter' ? [idle, stepZoom(cross, modifiers.alt, context)] : [idle],
    },
    pressing: {
      pointerMove: (state, event, context) => [
        isDrag(state.press, event) ? dragged(state.press, event, context) : state,
      ],
      pointerUp: ({ press }, event, context) => [idle, stepZoom(press.point, event.modifiers.alt, context)],
      cancel: () => [idle],
    },
    framing: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      pointerUp: ({ press }, event) => {
        const box = boxBetween(press.point, event.point)
        return box.x1 > box.x0 && box.y1 > box.y0 ? [idle, { do: 'fit', box }] : [idle]
      },
      cancel: () => [idle],
    },
    sliding: {
      pointerMove: (state, event) => {
        const factor = 2 ** ((event.screen.x - state.at.screen.x) / doublingDistance)
        return [
          { ...state, at: event },
          { do: 'zoom', factor, at: state.press.point },
        ]
      },
      pointerUp: () => [idle],
      cancel: ({ press, scaleBefore }, _, { scale }) => [
        idle,
        { do: 'zoom', factor: scaleBefore / scale, at: press.point },
      ],
    },
  },
  view(state, _, pointer) {
    const shapes =
      state.name === 'framing'
        ? [{ shape: 'marquee', box: boxBetween(state.press.point, state.at.point) } as const]
        : []
    return viewOf(pointer?.modifiers.alt ? 'zoomOut' : 'zoomIn', { shapes })
  },
}

function dragged(press: Pointer, at: Pointer, { scale }: ToolContext): Zoom {
  const across = Math.abs(at.screen.x - press.screen.x)
  const isSideways = across >= sideways * Math.abs(at.screen.y - press.screen.y)
  return isSideways ? { name: 'sliding', press, at, scaleBefore: scale } : { name: 'framing', press, at }
}

function stepZoom(at: Point, isOut: boolean, { scale }: ToolContext) {
  return { do: 'zoom', factor: nextZoom(scale, isOut ? 'out' : 'in') / scale, at } as const
}
