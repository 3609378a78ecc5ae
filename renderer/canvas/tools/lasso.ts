/**
 * Lasso: a free outline that closes where the pointer lets go, and becomes a polygon.
 *
 * Held at the press, Shift adds it to the selected mask or polygon and Alt cuts it out. A polygon is then drawn anew from
 * its pixels, so its points move by less than one of them.
 */
import type { InstanceChange } from '../../../app/contract/edit.ts'
import type { Instance, Point } from '../../../app/contract/scene.ts'
import { combineRings } from '../../../app/scene/mask-edit.ts'
import { outlineOfCells } from '../../../app/scene/outline.ts'
import { decodeMask } from '../../../app/scene/rle.ts'
import { simplifyRing } from '../../../app/scene/simplify.ts'
import { isDrag } from './press.ts'
import { closedRing } from './ring.ts'
import { changeEffect, isAdding, placeCommands, placeEffect, primary, refusal } from './target.ts'
import type { Effect, Modifiers, Pointer, Step, Tool, ToolContext } from './tool.ts'
import { finishedLine, fits, shortened, startTrace, traced } from './trace.ts'
import type { Trace } from './trace.ts'
import { crossCursor, viewOf } from './view.ts'

type How = 'new' | 'selected' | 'add' | 'cut'

type Lasso =
  | { readonly name: 'idle' }
  | { readonly name: 'drawing'; readonly press: Pointer; readonly trace: Trace; readonly how: How }
  /** Drawn with the cross. */
  | { readonly name: 'penDown'; readonly trace: Trace; readonly how: How }

const idle: Lasso = { name: 'idle' }

/** Of an outline read from pixels; scene pixels. */
const outlineTolerance = 0.75

export const lassoTool: Tool<Lasso> = {
  name: 'lasso',
  initial: idle,
  on: {
    idle: {
      pointerDown: (_, event, context) => pressed(event, context),
      key(_, { key, cross, screen, modifiers }, context) {
        if (key !== 'Enter') return [idle]
        const [how, ...said] = howAt(modifiers, screen, context)
        return how ? [{ name: 'penDown', trace: startTrace(cross), how }] : [idle, ...said]
      },
    },
    drawing: {
      pointerMove: (state, { point }, { scale }) => [{ ...state, trace: traced(state.trace, point, false, scale) }],
      pointerUp(state, event, context) {
        const trace = traced(state.trace, event.point, false, context.scale)
        const isClick = !isDrag(state.press, event) && trace.line.length < 3
        return isClick ? [idle] : finish(trace, state.how, event.screen, context)
      },
      cancel: () => [idle],
    },
    penDown: {
      pointerDown: (_, event, context) => pressed(event, context),
      key(state, { key, cross, screen }, context) {
        if (key === 'Backspace') return [{ ...state, trace: shortened(state.trace) }]
        const trace = traced(state.trace, cross, false, context.scale)
        return key === 'Enter' ? finish(trace, state.how, screen, context) : [{ ...state, trace }]
      },
      cancel: () => [idle],
    },
  },
  view(state, context, pointer) {
    const cursor = crossCursor('lasso', context, pointer)
    if (state.name === 'idle') return viewOf(cursor)
    const points = finishedLine(state.trace, 0, context.scale)
    const ring = closedRing(points)
    const isPlacing = state.how === 'new' || state.how === 'selected'
    return viewOf(cursor, {
      shapes: [{ shape: 'ring', points, isClosed: true }],
      commands: ring && isPlacing ? placeCommands(context, { polygon: [ring] }, state.how === 'selected') : [],
    })
  },
}

function pressed(event: Pointer, context: ToolContext): Step<Lasso> {
  const [how, ...said] = howAt(event.modifiers, event.screen, context)
  return how ? [{ name: 'drawing', press: event, trace: startTrace(event.point), how }] : [idle, ...said]
}

/** What becomes of the outline, or what there is to say when it cannot be drawn. */
function howAt(modifiers: Modifiers, screen: Point, context: ToolContext): [How | null, ...Effect[]] {
  if (!modifiers.shift && !modifiers.alt) return [isAdding(context, modifiers) ? 'selected' : 'new']
  const of = primary(context)
  const what = refusal(context, of && (of.mask ?? of.polygon) ? of : null)
  return what ? [null, { do: 'say', what, screen }] : [modifiers.alt ? 'cut' : 'add']
}

function finish(trace: Trace, how: How, screen: Point, context: ToolContext): Step<Lasso> {
  const ring = closedRing(finishedLine(trace, 0, context.scale))
  if (ring === null) return [idle, { do: 'say', what: 'tooSmall', screen }]
  if (how === 'add' || how === 'cut') return combine(ring, how, screen, context)
  const others = how === 'selected' ? (primary(context)?.polygon ?? []) : []
  if (!fits([...others, ring])) return [idle, { do: 'say', what: 'tooManyPoints', screen }]
  return [idle, placeEffect(context, { polygon: [ring] }, how === 'selected')]
}

function combine(ring: readonly Point[], how: 'add' | 'cut', screen: Point, context: ToolContext): Step<Lasso> {
  const of = primary(context)
  const change = of && combined(of, ring, how, context)
  if (!of || !change) return [idle]
  if (change.polygon && !fits(change.polygon)) return [idle, { do: 'say', what: 'tooManyPoints', screen }]
  return [idle, changeEffect(change.mask ? 'paint' : 'reshape', of, change)]
}

/** The mask is changed if there is one, else the polygon; null when no pixel changes. */
function combined(
  of: Instance,
  ring: readonly Point[],
  how: 'add' | 'cut',
  { draft }: ToolContext,
): InstanceChange | null {
  const { scene } = draft
  const before = of.mask ?? combineRings(scene, null, of.polygon ?? [], 'add')
  const mask = combineRings(scene, before, [ring], how)
  if (mask.counts === before.counts) return null
  if (of.mask) return { mask }
  const outlines = outlineOfCells(decodeMask(mask), scene.width, scene.height)
  return { polygon: outlines.length > 0 ? outlines.map((outline) => simplifyRing(outline, outlineTolerance)) : null }
}
