/**
 * The brush of mask, eraser and region: the dabs of a stroke, and the drag with Mod Alt that sets its size and hardness.
 *
 * A mask knows in or out only. So a soft brush reaches as far as its edge is more than half there: half way from the
 * hard core to the rim.
 */
import type { Point } from '../../../app/contract/scene.ts'
import { sceneLimits } from '../../../app/contract/scene.ts'
import { strokeColumns } from '../../../app/scene/brush.ts'
import type { Dab } from '../../../app/scene/brush.ts'
import { distance } from './press.ts'
import type { Cursor, Pointer, Step, ToolContext, ToolEvent, ToolOptions, ToolShape } from './tool.ts'

export type { Dab }

export const brushSizes = { least: 1, most: 1000 } as const

/** The lightest touch of a pen still paints this share of the size. */
const leastPressure = 0.05

/** Screen pixels up or down from one end of the hardness to the other. */
const hardnessDistance = 200

export function dabOf(
  { point, pressure, device }: Pick<Pointer, 'point' | 'pressure' | 'device'>,
  options: ToolOptions,
): Dab {
  const force = device === 'pen' ? Math.max(leastPressure, pressure) : 1
  const size = options.brushSize * (options.pressure === 'size' ? force : 1)
  const hardness = options.hardness * (options.pressure === 'softness' ? force : 1)
  return { x: point.x, y: point.y, size: Math.max(1, (size * (1 + hardness)) / 2) }
}

/** A dab with the cross: the full force of a mouse. */
export function dabAt(point: Point, options: ToolOptions): Dab {
  return dabOf({ point, pressure: 1, device: 'mouse' }, options)
}

/** Without those that lie on the last one. */
export function painted(dabs: readonly Dab[], dab: Dab, scale: number): readonly Dab[] {
  const last = dabs.at(-1)
  const isSame = last !== undefined && distance(last, dab) * scale < 1 && dab.size <= last.size
  return isSame || dabs.length >= 4 * sceneLimits.points ? dabs : [...dabs, dab]
}

export function withoutLastDab(dabs: readonly Dab[]): readonly Dab[] {
  return dabs.slice(0, Math.max(1, dabs.length - 1))
}

/** The first dab of a stroke; with Shift the stroke begins at the last one. */
export function firstDabs(event: Pointer, last: Point | null, options: ToolOptions): readonly Dab[] {
  const dab = dabOf(event, options)
  return event.modifiers.shift && last ? [{ ...last, size: dab.size }, dab] : [dab]
}

export function strokeShape(dabs: readonly Dab[], isErasing: boolean): ToolShape {
  return { shape: 'stroke', points: dabs, hardness: 1, isErasing }
}

export function brushCursor(
  { brushSize, hardness }: Pick<ToolOptions, 'brushSize' | 'hardness'>,
  isErasing: boolean,
): Cursor {
  return { brush: brushSize, hardness, isErasing }
}

/** What a stroke leaves behind: where the next one with Shift begins. */
export type BrushMemory = { readonly last: Point | null }
export type BrushIdle = { readonly name: 'idle' } & BrushMemory
export type Sizing = { readonly name: 'sizing'; readonly press: Pointer; readonly at: Pointer } & BrushMemory

export function brushIdle({ last }: BrushMemory): BrushIdle {
  return { name: 'idle', last }
}

export function isSizing({ modifiers }: Pointer): boolean {
  return modifiers.mod && modifiers.alt
}

/** Left and right the size, up and down the hardness, from what they are now. */
export function sizedBrush(
  { press, at }: Sizing,
  { options, scale }: ToolContext,
): Pick<ToolOptions, 'brushSize' | 'hardness'> {
  const [dx, dy] = [at.screen.x - press.screen.x, at.screen.y - press.screen.y]
  const size = options.brushSize + (2 * dx) / scale
  const hardness = options.hardness - dy / hardnessDistance
  return {
    brushSize: Math.round(Math.min(brushSizes.most, Math.max(brushSizes.least, size))),
    hardness: Math.round(Math.min(1, Math.max(0, hardness)) * 100) / 100,
  }
}

type On<Type extends ToolEvent['type']> = Extract<ToolEvent, { readonly type: Type }>

/** A stroke under way, by hand or with the cross. */
type Painted = { readonly dabs: readonly Dab[] } & BrushMemory

/** The rows of the states in which a stroke is painted, by hand and with the cross, for the tables of all brushes. */
export function strokeRows<Stroke extends Painted, State>(
  pressed: (state: BrushIdle, event: Pointer, context: ToolContext) => Step<State>,
  finish: (stroke: Stroke, context: ToolContext) => Step<State>,
) {
  const cancel = (state: Stroke): Step<BrushIdle> => [brushIdle(state)]
  return {
    byHand: {
      pointerMove<S extends Stroke>(state: S, event: On<'pointerMove'>, context: ToolContext): Step<S> {
        const dabs = painted(state.dabs, dabOf(event, context.options), context.scale)
        // It remembers what the stroke covers so far, so that its end has little left to find.
        strokeColumns(dabs, 1, context.draft.scene)
        return [{ ...state, dabs }]
      },
      pointerUp: (state: Stroke, _: On<'pointerUp'>, context: ToolContext): Step<State> => finish(state, context),
      cancel,
    },
    withCross: {
      pointerDown: (state: Stroke, event: On<'pointerDown'>, context: ToolContext): Step<State> =>
        pressed(brushIdle(state), event, context),
      key<S extends Stroke>(state: S, { key, cross }: On<'key'>, context: ToolContext): Step<S | State> {
        if (key === 'Backspace') return [{ ...state, dabs: withoutLastDab(state.dabs) }]
        const dabs = painted(state.dabs, dabAt(cross, context.options), context.scale)
        return key === 'Enter' ? finish({ ...state, dabs }, context) : [{ ...state, dabs }]
      },
      cancel,
    },
  }
}

/** The row of the state `sizing`, for the same tables. */
export const sizingRow = {
  pointerMove: (state: Sizing, event: On<'pointerMove'>): Step<Sizing> => [{ ...state, at: event }],
  pointerUp: (state: Sizing, event: On<'pointerUp'>, context: ToolContext): Step<BrushIdle> => [
    brushIdle(state),
    { do: 'options', change: sizedBrush({ ...state, at: event }, context) },
  ],
  cancel: (state: Sizing): Step<BrushIdle> => [brushIdle(state)],
}
