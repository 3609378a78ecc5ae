/**
 * Point editing, a part of the Select tool: a press picks a point, a drag moves those that are picked.
 *
 * A press on the line puts a point in, with Alt a press on a point takes it out, and a press anywhere else ends it. By
 * keys: arrows move what is picked by 1 px, with Shift by 8, Backspace takes it out, Enter ends.
 */
import type { Instance } from '../../../app/contract/scene.ts'
import { onAxis } from './constrain.ts'
import { isDrag } from './press.ts'
import {
  hasPoints,
  insertionAt,
  isSameVertex,
  movedVertices,
  vertexAt,
  verticesOf,
  withVertex,
  withoutVertices,
} from './points.ts'
import type { Vertex } from './points.ts'
import { snapped } from './snapping.ts'
import { changeEffect, instanceOf } from './target.ts'
import type { Effect, Guide, Pointer, ToolContext, ToolEvent, ToolShape } from './tool.ts'
import type { InstanceChange } from '../../../app/contract/edit.ts'

/** A press on a point, or on the line, where it has put in a new one. */
export interface PointPress {
  readonly press: Pointer
  readonly at: Pointer
  /** What a drag moves; the one that was pressed is the last. */
  readonly picked: readonly Vertex[]
  /** The instance at the press, with the new point if there is one. */
  readonly instance: Instance
  readonly isNew: boolean
}

/** How far arrows move a point; scene pixels. */
const arrowSteps = { fine: 1, coarse: 8 } as const

export function editedInstance({ draft, editingPoints }: ToolContext): Instance | null {
  const instance = editingPoints === null ? undefined : instanceOf(draft, editingPoints)
  return instance && hasPoints(instance) ? instance : null
}

/** Null for a press beside the points and lines. */
export function pressPoint(
  instance: Instance,
  picked: readonly Vertex[],
  press: Pointer,
  scale: number,
): PointPress | null {
  const vertex = vertexAt(instance, press, scale)
  if (vertex) return { press, at: press, picked: pickedAfter(vertex, picked, press), instance, isNew: false }
  const insertion = insertionAt(instance, press, scale)
  if (!insertion) return null
  return { press, at: press, picked: [insertion], instance: withVertex(instance, insertion), isNew: true }
}

function pickedAfter(vertex: Vertex, picked: readonly Vertex[], { modifiers }: Pointer): Vertex[] {
  const others = picked.filter((other) => !isSameVertex(other, vertex))
  const isPicked = others.length < picked.length
  return isPicked || modifiers.shift ? [...others, vertex] : [vertex]
}

export type PointChange = { readonly change: InstanceChange; readonly guides: readonly Guide[] }

/** What the gesture would do if it ended now. */
export function pointChange({ press, at, picked, instance, isNew }: PointPress, context: ToolContext): PointChange {
  if (!isDrag(press, at)) {
    if (!isNew && press.modifiers.alt) return { change: withoutVertices(instance, picked.slice(-1)), guides: [] }
    return { change: isNew ? movedVertices(instance, picked, 0, 0) : {}, guides: [] }
  }
  const vertex = verticesOf(instance).find((other) => isSameVertex(other, picked.at(-1)!))
  if (!vertex) return { change: {}, guides: [] }
  const to = at.modifiers.shift ? onAxis(press.point, at.point) : at.point
  const aim = { x: vertex.point.x + to.x - press.point.x, y: vertex.point.y + to.y - press.point.y }
  const { point, guides } = at.modifiers.shift
    ? { point: aim, guides: [] }
    : snapped(aim, context, at.modifiers, [instance.id])
  return { change: movedVertices(instance, picked, point.x - vertex.point.x, point.y - vertex.point.y), guides }
}

export function reshapeEffects(instance: Instance, change: InstanceChange): Effect[] {
  return Object.keys(change).length > 0 ? [changeEffect('reshape', instance, change)] : []
}

/** @returns which points are picked afterwards, and the effects */
export function pointKey(
  instance: Instance,
  picked: readonly Vertex[],
  { key, modifiers }: Extract<ToolEvent, { readonly type: 'key' }>,
): readonly [readonly Vertex[], ...Effect[]] {
  if (key === 'Enter') return [[], { do: 'editPoints', id: null }]
  if (picked.length === 0) return [picked]
  if (key === 'Backspace') return [[], ...reshapeEffects(instance, withoutVertices(instance, picked))]
  const step = modifiers.shift ? arrowSteps.coarse : arrowSteps.fine
  const dx = key === 'ArrowLeft' ? -step : key === 'ArrowRight' ? step : 0
  const dy = key === 'ArrowUp' ? -step : key === 'ArrowDown' ? step : 0
  const [effect] = reshapeEffects(instance, movedVertices(instance, picked, dx, dy))
  if (effect?.do !== 'gesture') return [picked]
  return [picked, { do: 'gesture', gesture: { ...effect.gesture, mergeKey: `points ${instance.id}` } }]
}

export function vertexShapes(instance: Instance, picked: readonly Vertex[]): ToolShape[] {
  return verticesOf(instance).map((vertex) => ({
    shape: 'vertex',
    point: vertex.point,
    isPicked: picked.some((other) => isSameVertex(other, vertex)),
  }))
}
