/**
 * Mask: a brush that paints the mask of an instance.
 *
 * Which instance: strokes go on into the selected one if it has a mask, so that several strokes build one. With nothing
 * selected, or one without a mask, a stroke makes a new instance, unless *Add to selected* or Mod held at the press gives
 * it to the selected one. Erasing needs a mask to erase from. One stroke is one step of undo.
 */
import type { Instance } from '../../../app/contract/scene.ts'
import { paintStroke } from '../../../app/scene/mask-edit.ts'
import { maskArea } from '../../../app/scene/rle.ts'
import { brushCursor, dabAt, firstDabs, isSizing, sizedBrush, sizingRow, strokeRows, strokeShape } from './brush.ts'
import type { BrushIdle, BrushMemory, Dab, Sizing } from './brush.ts'
import { changeEffect, isAdding, placeEffect, primary, refusal } from './target.ts'
import type { Modifiers, Pointer, Saying, Step, Tool, ToolContext } from './tool.ts'
import { viewOf } from './view.ts'

type Stroke = {
  readonly dabs: readonly Dab[]
  readonly isErasing: boolean
  readonly goesTo: 'mask' | 'selected' | 'new'
} & BrushMemory

type Mask =
  | BrushIdle
  | ({ readonly name: 'painting' } & Stroke)
  | Sizing
  /** Painted with the cross. */
  | ({ readonly name: 'penDown' } & Stroke)

const rows = strokeRows(pressed, finish)

export const maskTool: Tool<Mask> = {
  name: 'mask',
  initial: { name: 'idle', last: null },
  on: {
    idle: {
      pointerDown: pressed,
      key(state, { key, cross, screen, modifiers }, context) {
        if (key !== 'Enter') return [state]
        const { isErasing } = context.options
        const goesTo = destination(context, modifiers, isErasing)
        if (isRefusal(goesTo)) return [state, { do: 'say', what: goesTo.refused, screen }]
        return [{ name: 'penDown', dabs: [dabAt(cross, context.options)], isErasing, goesTo, last: state.last }]
      },
    },
    painting: rows.byHand,
    sizing: sizingRow,
    penDown: rows.withCross,
  },
  view(state, context, pointer) {
    if (state.name === 'sizing') return viewOf(brushCursor(sizedBrush(state, context), context.options.isErasing))
    const isErasing = state.name === 'idle' ? pointer !== null && erases(pointer, context) : state.isErasing
    const shapes = state.name === 'idle' ? [] : [strokeShape(state.dabs, isErasing)]
    return viewOf(brushCursor(context.options, isErasing), { shapes })
  },
}

function erases({ modifiers, isEraser }: Pointer, { options }: ToolContext): boolean {
  return isEraser || options.isErasing !== modifiers.alt
}

function pressed(state: BrushIdle, event: Pointer, context: ToolContext): Step<Mask> {
  const { last } = state
  if (isSizing(event)) return [{ name: 'sizing', press: event, at: event, last }]
  const isErasing = erases(event, context)
  const goesTo = destination(context, event.modifiers, isErasing)
  if (isRefusal(goesTo)) return [state, { do: 'say', what: goesTo.refused, screen: event.screen }]
  return [{ name: 'painting', dabs: firstDabs(event, last, context.options), isErasing, goesTo, last }]
}

type Refusal = { readonly refused: Saying }

function isRefusal(to: Stroke['goesTo'] | Refusal): to is Refusal {
  return typeof to === 'object'
}

function destination(context: ToolContext, modifiers: Modifiers, isErasing: boolean): Stroke['goesTo'] | Refusal {
  const selected = primary(context)
  const goesTo = selected?.mask ? 'mask' : isAdding(context, modifiers) ? 'selected' : 'new'
  if (isErasing && goesTo !== 'mask') return { refused: 'nothingSelected' }
  const refused = goesTo === 'new' ? null : refusal(context, selected)
  return refused ? { refused } : goesTo
}

function finish({ dabs, isErasing, goesTo }: Stroke, context: ToolContext): Step<Mask> {
  const idle: Mask = { name: 'idle', last: dabs.at(-1)! }
  const of = primary(context)
  if (goesTo === 'mask') return of?.mask ? [idle, ...repainted(of, dabs, isErasing, context)] : [idle]
  const mask = paintStroke(context.draft.scene, null, dabs, false)
  return maskArea(mask) > 0 ? [idle, placeEffect(context, { mask }, goesTo === 'selected')] : [idle]
}

/** Nothing when the stroke changes no pixel. */
function repainted(of: Instance, dabs: readonly Dab[], isErasing: boolean, { draft }: ToolContext) {
  const mask = paintStroke(draft.scene, of.mask ?? null, dabs, isErasing)
  return mask.counts === of.mask?.counts ? [] : [changeEffect('paint', of, { mask })]
}
