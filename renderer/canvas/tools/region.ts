/**
 * Region: a brush with which the artist says that more of the picture is drawn anew, or less, than the edits alone call for.
 *
 * What is painted as more is no longer less, and the other way round. One stroke is one step of undo. Before the first
 * picture there is nothing that could stay, so nothing is painted.
 */
import type { HandRegion } from '../../../app/contract/document.ts'
import type { Rle } from '../../../app/contract/scene.ts'
import { paintStroke } from '../../../app/scene/mask-edit.ts'
import { maskArea } from '../../../app/scene/rle.ts'
import { brushCursor, dabAt, firstDabs, isSizing, sizedBrush, sizingRow, strokeRows, strokeShape } from './brush.ts'
import type { BrushIdle, BrushMemory, Dab, Sizing } from './brush.ts'
import type { Pointer, Step, Tool, ToolContext } from './tool.ts'
import { viewOf } from './view.ts'

type Stroke = { readonly dabs: readonly Dab[]; readonly isLess: boolean } & BrushMemory

type Painting =
  | BrushIdle
  | ({ readonly name: 'painting' } & Stroke)
  | Sizing
  /** Painted with the cross. */
  | ({ readonly name: 'penDown' } & Stroke)

const rows = strokeRows(pressed, finish)

export const regionTool: Tool<Painting> = {
  name: 'region',
  initial: { name: 'idle', last: null },
  on: {
    idle: {
      pointerDown: pressed,
      key(state, { key, cross, screen }, context) {
        if (key !== 'Enter') return [state]
        if (context.draft.parent === null) return [state, { do: 'say', what: 'nothingToKeep', screen }]
        const isLess = context.options.isErasing
        return [{ name: 'penDown', dabs: [dabAt(cross, context.options)], isLess, last: state.last }]
      },
    },
    painting: rows.byHand,
    sizing: sizingRow,
    penDown: rows.withCross,
  },
  view(state, context, pointer) {
    const { options } = context
    if (state.name === 'sizing') return viewOf(brushCursor(sizedBrush(state, context), options.isErasing))
    if (state.name === 'idle') return viewOf(brushCursor(options, pointer ? isTaking(pointer, context) : false))
    return viewOf(brushCursor(options, state.isLess), {
      shapes: [strokeShape(state.dabs, state.isLess)],
      commands: [{ do: 'setRegion', region: paintedRegion(state, context) }],
    })
  },
}

function isTaking({ modifiers, isEraser }: Pointer, { options }: ToolContext): boolean {
  return isEraser || options.isErasing !== modifiers.alt
}

function pressed(state: BrushIdle, event: Pointer, context: ToolContext): Step<Painting> {
  const { last } = state
  if (isSizing(event)) return [{ name: 'sizing', press: event, at: event, last }]
  if (context.draft.parent === null) return [state, { do: 'say', what: 'nothingToKeep', screen: event.screen }]
  const dabs = firstDabs(event, last, context.options)
  return [{ name: 'painting', dabs, isLess: isTaking(event, context), last }]
}

function finish(stroke: Stroke, context: ToolContext): Step<Painting> {
  const idle: Painting = { name: 'idle', last: stroke.dabs.at(-1)! }
  const before = context.draft.region
  const region = paintedRegion(stroke, context)
  if (isSame(region.added, before?.added) && isSame(region.taken, before?.taken)) return [idle]
  return [idle, { do: 'gesture', gesture: { kind: 'region', commands: [{ do: 'setRegion', region }] } }]
}

function paintedRegion({ dabs, isLess }: Stroke, { draft }: ToolContext): HandRegion {
  const stroked = (mask: Rle | undefined, isOut: boolean): Rle | null => {
    if (!mask && isOut) return null
    const after = paintStroke(draft.scene, mask ?? null, dabs, isOut)
    return maskArea(after) > 0 ? after : null
  }
  const [added, taken] = [stroked(draft.region?.added, isLess), stroked(draft.region?.taken, !isLess)]
  return { ...(added && { added }), ...(taken && { taken }) }
}

function isSame(a: Rle | undefined, b: Rle | undefined): boolean {
  return a?.counts === b?.counts
}
