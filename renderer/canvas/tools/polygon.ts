/**
 * Polygon: a press places a point, which follows the pointer until it lets go.
 *
 * It closes on the first point, by a double click or by Enter. With the cross, Enter sets each point, and closes when it
 * stands on the first one or has not moved. Shift holds 15 degree steps, Backspace takes the last point back.
 */
import type { Point } from '../../../app/contract/scene.ts'
import { sceneLimits } from '../../../app/contract/scene.ts'
import { atAngleStep, tenth } from './constrain.ts'
import { distance, heldModifiers, isReached } from './press.ts'
import { closedRing } from './ring.ts'
import { snapped } from './snapping.ts'
import { isAdding, placeCommands, placeEffect, primary } from './target.ts'
import type { Guide, Pointer, Step, Tool, ToolContext } from './tool.ts'
import { fits } from './trace.ts'
import { crossCursor, viewOf } from './view.ts'

interface Shape {
  /** Points that are placed. */
  readonly ring: readonly Point[]
  readonly toSelected: boolean
}

/** Where the next point would be, and how it was said. */
type Aim = Pick<Pointer, 'point' | 'modifiers' | 'device'>

type Polygon =
  | { readonly name: 'idle' }
  /** A point is being placed. */
  | ({ readonly name: 'pressing'; readonly at: Pointer } & Shape)
  /** Between two points. */
  | ({ readonly name: 'placing'; readonly at: Aim; readonly by: 'pointer' | 'keys' } & Shape)

type Pressing = Extract<Polygon, { name: 'pressing' }>
type Placing = Extract<Polygon, { name: 'placing' }>

const idle: Polygon = { name: 'idle' }

export const polygonTool: Tool<Polygon> = {
  name: 'polygon',
  initial: idle,
  on: {
    idle: {
      pointerDown: (_, event, context) => [
        { name: 'pressing', ring: [], at: event, toSelected: isAdding(context, event.modifiers) },
      ],
      key(_, { key, cross, modifiers }, context) {
        if (key !== 'Enter') return [idle]
        const at: Aim = { point: cross, modifiers, device: 'mouse' }
        const toSelected = isAdding(context, modifiers)
        return [{ name: 'placing', ring: [tenth(cross)], at, by: 'keys', toSelected }]
      },
    },
    pressing: {
      pointerMove: (state, event) => [{ ...state, at: event }],
      modifiers: heldModifiers,
      pointerUp(state, event, context) {
        if (isOnFirst(state.ring, event, context)) return close(state, event.screen, context)
        const { point } = aimed(state.ring, event, context)
        return [{ ...state, name: 'placing', ring: grown(state.ring, point), at: event, by: 'pointer' }]
      },
      cancel: () => [idle],
    },
    placing: {
      pointerDown: (state, event) => [{ name: 'pressing', ring: state.ring, at: event, toSelected: state.toSelected }],
      pointerMove: (state, event) => [{ ...state, at: event }],
      modifiers: (state, { modifiers }) => [{ ...state, at: { ...state.at, modifiers } }],
      doubleClick: (state, event, context) => close(withoutEcho(state, event, context), event.screen, context),
      key(state, { key, cross, screen, modifiers }, context) {
        const at: Aim = { point: cross, modifiers, device: 'mouse' }
        if (key === 'Backspace') return [withoutLast(state)]
        if (key !== 'Enter') return [{ ...state, at, by: 'keys' }]
        if (state.by === 'pointer' || isOnFirst(state.ring, at, context)) return close(state, screen, context)
        const point = tenth(cross)
        if (distance(point, state.ring.at(-1)!) < 1) return close(state, screen, context)
        return [{ ...state, at, ring: grown(state.ring, point) }]
      },
      cancel: () => [idle],
    },
  },
  view(state, context, pointer) {
    if (state.name === 'idle') return viewOf(crossCursor('polygon', context, pointer))
    const isClosing = isOnFirst(state.ring, state.at, context)
    const { point, guides } = isClosing ? { point: state.ring[0]!, guides: [] } : aimed(state.ring, state.at, context)
    const points = isClosing ? state.ring : grown(state.ring, point)
    const ring = closedRing(points)
    return viewOf(isClosing ? 'crossRing' : crossCursor('polygon', context, pointer), {
      shapes: [{ shape: 'ring', points, isClosed: false, isClosing }],
      commands: ring ? placeCommands(context, { polygon: [ring] }, state.toSelected) : [],
      guides,
    })
  },
}

/** The point that would be placed: in 15 degree steps from the last one, or snapped. */
function aimed(
  ring: readonly Point[],
  { point, modifiers }: Aim,
  context: ToolContext,
): { point: Point; guides: readonly Guide[] } {
  const last = ring.at(-1)
  if (modifiers.shift && last) return { point: tenth(atAngleStep(last, point)), guides: [] }
  const snap = snapped(point, context, modifiers)
  return { point: tenth(snap.point), guides: snap.guides }
}

function isOnFirst(ring: readonly Point[], at: Aim, { scale }: ToolContext): boolean {
  return ring.length >= 3 && isReached(ring[0]!, at.point, scale, at.device)
}

/** Room is left for the point that closes nothing. */
function grown(ring: readonly Point[], point: Point): readonly Point[] {
  return ring.length < sceneLimits.points ? [...ring, point] : ring
}

function withoutLast(state: Placing): Polygon {
  return state.ring.length > 1 ? { ...state, ring: state.ring.slice(0, -1) } : idle
}

/** The second press of a double click has placed a point on the one before. */
function withoutEcho(state: Placing, { device }: Pointer, { scale }: ToolContext): Placing {
  const [before, last] = state.ring.slice(-2)
  return before && last && isReached(before, last, scale, device) ? { ...state, ring: state.ring.slice(0, -1) } : state
}

/** With fewer than three points there is nothing to close, and drawing goes on. */
function close(state: Placing | Pressing, screen: Point, context: ToolContext): Step<Polygon> {
  if (state.ring.length < 3) return [state]
  const ring = closedRing(state.ring)
  if (ring === null) return [idle, { do: 'say', what: 'tooSmall', screen }]
  const others = state.toSelected ? (primary(context)?.polygon ?? []) : []
  if (!fits([...others, ring])) return [idle, { do: 'say', what: 'tooManyPoints', screen }]
  return [idle, placeEffect(context, { polygon: [ring] }, state.toSelected)]
}
