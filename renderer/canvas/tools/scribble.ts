/**
 * Scribble: the line follows the pointer.
 *
 * Shift draws straight, from the end of the last line if it is held at the press. Alt takes points away: of the line
 * being drawn, or, held at the press, of the selected scribble. Holding still at the end straightens the line.
 */
import type { InstanceChange } from '../../../app/contract/edit.ts'
import type { Instance, Point } from '../../../app/contract/scene.ts'
import { isDrag } from './press.ts'
import { changeEffect, isAdding, placeCommands, placeEffect, primary, refusal } from './target.ts'
import type { Pointer, Step, Tool, ToolContext, ToolView } from './tool.ts'
import { changeByTouches } from './touches.ts'
import type { Touch } from './touches.ts'
import { finishedLine, fits, shortened, startTrace, straightened, takenBack, traced } from './trace.ts'
import type { Trace } from './trace.ts'
import { crossCursor, viewOf } from './view.ts'

/** Where the last line ended; null before the first. */
type Memory = { readonly lastEnd: Point | null }

type Scribble =
  | ({ readonly name: 'idle' } & Memory)
  | ({
      readonly name: 'drawing'
      readonly press: Pointer
      readonly trace: Trace
      readonly toSelected: boolean
    } & Memory)
  /** Straightened by holding still: the pointer has its far end. */
  | ({ readonly name: 'straight'; readonly trace: Trace; readonly toSelected: boolean } & Memory)
  | ({ readonly name: 'taking'; readonly touches: readonly Touch[] } & Memory)
  /** Drawn with the cross. */
  | ({ readonly name: 'penDown'; readonly trace: Trace; readonly toSelected: boolean } & Memory)

/** Radius within which Alt takes points; screen pixels. */
const takeRadius = 8

export const scribbleTool: Tool<Scribble> = {
  name: 'scribble',
  initial: { name: 'idle', lastEnd: null },
  on: {
    idle: {
      pointerDown: pressed,
      key: ({ lastEnd }, { key, cross, modifiers }, context) =>
        key === 'Enter'
          ? [{ name: 'penDown', trace: startTrace(cross), toSelected: isAdding(context, modifiers), lastEnd }]
          : [{ name: 'idle', lastEnd }],
    },
    drawing: {
      pointerMove: (state, event, context) => [{ ...state, trace: drawnOn(state.trace, event, context) }],
      hold: (state) => [
        state.trace.line.length > 1 ? { ...state, name: 'straight', trace: straightened(state.trace) } : state,
      ],
      pointerUp(state, event, context) {
        const trace = drawnOn(state.trace, event, context)
        const isLine =
          trace.line.length > 1 && (isDrag(state.press, event) || trace.line.length > 2 || state.trace.isStraight)
        return isLine ? finish({ ...state, trace }, event.screen, context) : [idleAfter(state)]
      },
      cancel: (state) => [idleAfter(state)],
    },
    straight: {
      pointerMove: (state, { point }, { scale }) => [{ ...state, trace: traced(state.trace, point, true, scale) }],
      pointerUp: (state, { point, screen }, context) =>
        finish({ ...state, trace: traced(state.trace, point, true, context.scale) }, screen, context),
      cancel: (state) => [idleAfter(state)],
    },
    taking: {
      pointerMove: (state, { point }, context) => [{ ...state, touches: [...state.touches, touchAt(point, context)] }],
      pointerUp(state, _, context) {
        const of = primary(context)
        const change = of ? taken(of, state.touches) : null
        return of && change ? [idleAfter(state), changeEffect('reshape', of, change)] : [idleAfter(state)]
      },
      cancel: (state) => [idleAfter(state)],
    },
    penDown: {
      pointerDown: ({ lastEnd }, event, context) => pressed({ name: 'idle', lastEnd }, event, context),
      key(state, { key, cross, screen }, context) {
        const trace = traced(state.trace, cross, false, context.scale)
        if (key === 'Backspace') return [{ ...state, trace: shortened(state.trace) }]
        if (key !== 'Enter') return [{ ...state, trace }]
        return trace.line.length > 1 ? finish({ ...state, trace }, screen, context) : [idleAfter(state)]
      },
      cancel: (state) => [idleAfter(state)],
    },
  },
  view(state, context, pointer) {
    const cursor = crossCursor('scribble', context, pointer)
    if (state.name === 'idle') return viewOf(cursor)
    return viewOf(cursor, state.name === 'taking' ? takingView(state.touches, context) : drawingView(state, context))
  },
}

function idleAfter({ lastEnd }: Memory): Scribble {
  return { name: 'idle', lastEnd }
}

function pressed(state: Extract<Scribble, { name: 'idle' }>, event: Pointer, context: ToolContext): Step<Scribble> {
  const { lastEnd } = state
  const { point, modifiers } = event
  if (modifiers.alt) return pressedToTake(state, event, context)
  const trace = modifiers.shift && lastEnd ? { line: [lastEnd, point], isStraight: true } : startTrace(point)
  return [{ name: 'drawing', press: event, trace, toSelected: isAdding(context, modifiers), lastEnd }]
}

function pressedToTake({ lastEnd }: Memory, { point, screen }: Pointer, context: ToolContext): Step<Scribble> {
  const of = primary(context)
  const what = refusal(context, of?.scribble ? of : null)
  if (what)
    return [
      { name: 'idle', lastEnd },
      { do: 'say', what, screen },
    ]
  return [{ name: 'taking', touches: [touchAt(point, context)], lastEnd }]
}

function touchAt({ x, y }: Point, { scale }: ToolContext): Touch {
  return { x, y, size: (2 * takeRadius) / scale }
}

function drawnOn(trace: Trace, { point, modifiers }: Pointer, { scale }: ToolContext): Trace {
  if (modifiers.alt) return takenBack(trace, point, takeRadius / scale)
  return traced(trace, point, modifiers.shift, scale)
}

/** Null when no stroke is touched. */
function taken(of: Instance, touches: readonly Touch[]): InstanceChange | null {
  const { scribble } = changeByTouches(of, touches)
  return scribble === undefined ? null : { scribble }
}

type Drawn = { readonly trace: Trace; readonly toSelected: boolean }

function finish(state: Drawn & Memory, screen: Point, context: ToolContext): Step<Scribble> {
  const line = finishedLine(state.trace, context.options.smoothing, context.scale)
  const others = state.toSelected ? (primary(context)?.scribble ?? []) : []
  if (!fits([...others, line])) return [idleAfter(state), { do: 'say', what: 'tooManyPoints', screen }]
  return [{ name: 'idle', lastEnd: line.at(-1)! }, placeEffect(context, { scribble: [line] }, state.toSelected)]
}

function drawingView({ trace, toSelected }: Drawn, context: ToolContext): Partial<ToolView> {
  const points = finishedLine(trace, context.options.smoothing, context.scale)
  const commands = points.length > 1 ? placeCommands(context, { scribble: [points] }, toSelected) : []
  return { shapes: [{ shape: 'line', points }], commands }
}

function takingView(touches: readonly Touch[], context: ToolContext): Partial<ToolView> {
  const of = primary(context)
  const change = of ? taken(of, touches) : null
  return { commands: of && change ? [{ do: 'changeInstance', id: of.id, change }] : [] }
}
