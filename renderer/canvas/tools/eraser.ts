/**
 * Eraser: dabs out of the selected mask; of the selected scribble and polygon it takes what it touches.
 *
 * An emptied mask stays, so that it can be painted again; the scene warns about it.
 */
import type { InstanceChange } from '../../../app/contract/edit.ts'
import type { Instance } from '../../../app/contract/scene.ts'
import { paintStroke } from '../../../app/scene/mask-edit.ts'
import { brushCursor, dabAt, firstDabs, isSizing, sizedBrush, sizingRow, strokeRows, strokeShape } from './brush.ts'
import type { BrushIdle, BrushMemory, Dab, Sizing } from './brush.ts'
import { changeEffect, primary, refusal } from './target.ts'
import type { Pointer, Saying, Step, Tool, ToolContext } from './tool.ts'
import { changeByTouches } from './touches.ts'
import { viewOf } from './view.ts'

type Stroke = { readonly dabs: readonly Dab[] } & BrushMemory

type Eraser =
  | BrushIdle
  | ({ readonly name: 'erasing' } & Stroke)
  | Sizing
  /** Erased with the cross. */
  | ({ readonly name: 'penDown' } & Stroke)

const rows = strokeRows(pressed, finish)

export const eraserTool: Tool<Eraser> = {
  name: 'eraser',
  initial: { name: 'idle', last: null },
  on: {
    idle: {
      pointerDown: pressed,
      key(state, { key, cross, screen }, context) {
        if (key !== 'Enter') return [state]
        const what = erasingRefusal(context)
        if (what) return [state, { do: 'say', what, screen }]
        return [{ name: 'penDown', dabs: [dabAt(cross, context.options)], last: state.last }]
      },
    },
    erasing: rows.byHand,
    sizing: sizingRow,
    penDown: rows.withCross,
  },
  view(state, context) {
    if (state.name === 'sizing') return viewOf(brushCursor(sizedBrush(state, context), true))
    const cursor = brushCursor(context.options, true)
    if (state.name === 'idle') return viewOf(cursor)
    const of = primary(context)
    const change = of ? changeByTouches(of, state.dabs) : {}
    return viewOf(cursor, {
      shapes: [strokeShape(state.dabs, true)],
      commands: of && Object.keys(change).length > 0 ? [{ do: 'changeInstance', id: of.id, change }] : [],
    })
  },
}

function erasingRefusal(context: ToolContext): Saying | null {
  const of = primary(context)
  return refusal(context, of && (of.mask ?? of.scribble ?? of.polygon) ? of : null)
}

function pressed(state: BrushIdle, event: Pointer, context: ToolContext): Step<Eraser> {
  const { last } = state
  if (isSizing(event)) return [{ name: 'sizing', press: event, at: event, last }]
  const what = erasingRefusal(context)
  if (what) return [state, { do: 'say', what, screen: event.screen }]
  return [{ name: 'erasing', dabs: firstDabs(event, last, context.options), last }]
}

function finish({ dabs }: Stroke, context: ToolContext): Step<Eraser> {
  const idle: Eraser = { name: 'idle', last: dabs.at(-1)! }
  const of = primary(context)
  const change = of ? { ...erasedMask(of, dabs, context), ...changeByTouches(of, dabs) } : {}
  return of && Object.keys(change).length > 0 ? [idle, changeEffect('paint', of, change)] : [idle]
}

function erasedMask({ mask: before }: Instance, dabs: readonly Dab[], { draft }: ToolContext): InstanceChange {
  const mask = before && paintStroke(draft.scene, before, dabs, true)
  return mask && mask.counts !== before.counts ? { mask } : {}
}
