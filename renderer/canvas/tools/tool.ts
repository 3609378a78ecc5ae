/**
 * What a tool is: a table of states. A state and an event give the next state and, at the end of a gesture, effects.
 *
 * A tool knows neither Fabric nor React nor the store, so a test needs no canvas: it sends events and reads states. What
 * is in progress lives in the tool's state and is shown by `view`; only an effect changes anything outside.
 */
import type { Draft } from '../../../app/contract/document.ts'
import type { Command, Gesture } from '../../../app/contract/edit.ts'
import type { Box, LocationFormat, Point } from '../../../app/contract/scene.ts'
import type { Locations } from '../../../app/scene/locations.ts'

export const toolNames = [
  'select',
  'hand',
  'zoom',
  'point',
  'scribble',
  'box',
  'mask',
  'polygon',
  'lasso',
  'eraser',
  'region',
] as const
export type ToolName = (typeof toolNames)[number]

/** `mod` is Ctrl, on macOS Command. */
export interface Modifiers {
  readonly shift: boolean
  readonly alt: boolean
  readonly mod: boolean
  readonly space: boolean
}

export interface Pointer {
  /** In scene pixels; may lie outside the picture. */
  readonly point: Point
  /** In CSS pixels from the canvas's upper left corner. */
  readonly screen: Point
  /** 0 to 1; 0.5 for a mouse. */
  readonly pressure: number
  readonly device: 'mouse' | 'pen' | 'touch'
  /** The pen's eraser end, or its barrel button, which is then `first`. */
  readonly isEraser: boolean
  readonly button: 'first' | 'second'
  readonly modifiers: Modifiers
  /** Milliseconds, from any start. */
  readonly time: number
}

export type ArrowKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

type PointerEventType = 'pointerDown' | 'pointerMove' | 'pointerUp' | 'doubleClick' | 'hold'

/** The one that came first, then the other. */
export type Fingers = readonly [Point, Point]

export type ToolEvent =
  /** `hold`: the pointer rested, pressed, for 600 ms. `doubleClick` comes after the second `pointerUp`. */
  | { [Type in PointerEventType]: { readonly type: Type } & Pointer }[PointerEventType]
  /**
   * A second finger came down beside the first, or one of the two moved; both in scene pixels. A tool takes the two by a
   * state that hears of `pinchEnd`; else they pan and zoom.
   */
  | { readonly type: 'pinch'; readonly fingers: Fingers }
  | { readonly type: 'pinchEnd' }
  /** A modifier was pressed or let go during a gesture. */
  | { readonly type: 'modifiers'; readonly modifiers: Modifiers }
  /** Keyboard drawing: `cross` is where the cross stands, in scene pixels; arrows have moved it already. */
  | {
      readonly type: 'key'
      readonly key: 'Enter' | 'Backspace' | ArrowKey
      readonly cross: Point
      /** The cross in CSS pixels from the canvas's upper left corner. */
      readonly screen: Point
      readonly modifiers: Modifiers
    }
  | { readonly type: 'cancel' }

export interface ToolOptions {
  /** New locations go to the selected instance. */
  readonly addToSelected: boolean
  readonly snap: boolean
  /** Width by height of a new box, or null for any. */
  readonly ratio: number | null
  readonly boxFrom: 'corner' | 'centre'
  /** Diameter of the brush in scene pixels, 1 to 1000. */
  readonly brushSize: number
  /** 0 to 1. */
  readonly hardness: number
  /** Of the region's brush: it says less. */
  readonly isErasing: boolean
  readonly pressure: 'off' | 'size' | 'softness'
  /** Of scribbles, 0 to 100. */
  readonly smoothing: number
  /** Size of the last box, for a click without a drag. */
  readonly lastBox: { readonly width: number; readonly height: number } | null
}

export interface ToolContext {
  readonly draft: Draft
  /** Ids, the last one picked last. */
  readonly selection: readonly string[]
  /** CSS pixels in a scene pixel. */
  readonly scale: number
  readonly options: ToolOptions
  /** Instance whose polygon or scribble is changed point by point. */
  readonly editingPoints: string | null
}

/** Words at the pointer; the catalogue has the sentences. */
export type Saying =
  | 'tooSmall'
  | 'tooManyPoints'
  | 'pinned'
  | 'hidden'
  | 'nothingSelected'
  | 'nothingToKeep'
  | 'looking'
  | 'readOnly'

export type Effect =
  /** A drawn location: a new instance, or a further location of the selected one. */
  | { readonly do: 'place'; readonly location: Locations; readonly toSelected: boolean }
  | { readonly do: 'gesture'; readonly gesture: Gesture }
  /** Alt drag: copies that are moved. */
  | { readonly do: 'copy'; readonly ids: readonly string[]; readonly dx: number; readonly dy: number }
  | { readonly do: 'select'; readonly ids: readonly string[] }
  | { readonly do: 'caption'; readonly id: string }
  | { readonly do: 'editPoints'; readonly id: string | null }
  | { readonly do: 'menu'; readonly screen: Point; readonly id: string | null }
  /** CSS pixels. */
  | { readonly do: 'pan'; readonly dx: number; readonly dy: number }
  /** Keeps `at`, in scene pixels, where it is on the screen. */
  | { readonly do: 'zoom'; readonly factor: number; readonly at: Point }
  | { readonly do: 'fit'; readonly box: Box }
  | { readonly do: 'options'; readonly change: Partial<ToolOptions> }
  | { readonly do: 'say'; readonly what: Saying; readonly screen: Point }

export interface Guide {
  readonly from: Point
  readonly to: Point
  /** Scene pixels, for its tag. */
  readonly distance?: number
}

/** What is drawn for a gesture in progress, in scene pixels; the canvas gives it lines and colours. */
export type ToolShape =
  | { readonly shape: 'box'; readonly box: Box; readonly label?: string }
  | {
      readonly shape: 'ring'
      readonly points: readonly Point[]
      readonly isClosed: boolean
      readonly isClosing?: boolean
    }
  | { readonly shape: 'line'; readonly points: readonly Point[] }
  | { readonly shape: 'point'; readonly point: Point }
  /** A point of a polygon or scribble that is being edited. */
  | { readonly shape: 'vertex'; readonly point: Point; readonly isPicked: boolean }
  | { readonly shape: 'marquee'; readonly box: Box }
  /** A brush stroke: a disc at each point, joined. `size` is the diameter at that point. */
  | {
      readonly shape: 'stroke'
      readonly points: readonly (Point & { readonly size: number })[]
      readonly hardness: number
      readonly isErasing: boolean
    }
  | { readonly shape: 'loupe'; readonly point: Point }

export type Cursor =
  | 'arrow'
  | 'move'
  | 'copy'
  | 'notAllowed'
  | 'openHand'
  | 'closedHand'
  | 'zoomIn'
  | 'zoomOut'
  | 'rotate'
  | 'crossRing'
  | { readonly resize: number }
  | { readonly cross: LocationFormat | 'lasso'; readonly isAdding: boolean }
  /** Diameters in scene pixels. */
  | { readonly brush: number; readonly hardness: number; readonly isErasing: boolean }

export interface ToolView {
  readonly shapes: readonly ToolShape[]
  /** What the gesture would do if it ended now; the canvas and the region show the draft with it. */
  readonly commands: readonly Command[]
  readonly guides: readonly Guide[]
  readonly cursor: Cursor
  /** Instance under the pointer. */
  readonly hovered: string | null
}

/** The next state, then what it causes. */
export type Step<State> = readonly [State, ...Effect[]]

export interface Tool<State extends { readonly name: string } = { readonly name: string }> {
  readonly name: ToolName
  readonly initial: State
  /** Every state but idle answers `cancel`. An event that a state does not list leaves it as it is. */
  readonly on: {
    readonly [Name in State['name']]: {
      readonly [Type in ToolEvent['type']]?: (
        state: Extract<State, { readonly name: Name }>,
        event: Extract<ToolEvent, { readonly type: Type }>,
        context: ToolContext,
      ) => Step<State>
    }
  }
  readonly view: (state: State, context: ToolContext, pointer: Pointer | null) => ToolView
}

/** Whether a state hears of an event. */
export function hears(tool: Tool, state: { readonly name: string }, type: ToolEvent['type']): boolean {
  return tool.on[state.name]?.[type] !== undefined
}

/** Feeds an event to a tool. The second button is for Select, which opens the menu where it is pressed. */
export function send<State extends { readonly name: string }>(
  tool: Tool<State>,
  state: State,
  event: ToolEvent,
  context: ToolContext,
): Step<State> {
  const isMenu = tool.name === 'select' && event.type === 'pointerDown'
  if ('button' in event && event.button === 'second' && !isMenu) return [state]
  const handlers = tool.on[state.name as State['name']] as Record<
    string,
    ((state: State, event: ToolEvent, context: ToolContext) => Step<State>) | undefined
  >
  return handlers[event.type]?.(state, event, context) ?? [state]
}
