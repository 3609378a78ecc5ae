/** The points of a scribble or polygon while they are edited one by one: found, moved, put in, taken out. */
import type { InstanceChange } from '../../../app/contract/edit.ts'
import type { Instance, Point } from '../../../app/contract/scene.ts'
import { formatsOf } from '../../../app/scene/locations.ts'
import { tenth } from './constrain.ts'
import { distance, isReached } from './press.ts'
import type { Pointer } from './tool.ts'

/** A point of the nth stroke of a scribble or the nth ring of a polygon. */
export interface Vertex {
  readonly format: 'scribble' | 'polygon'
  readonly part: number
  readonly index: number
}

/** Fewest points that a stroke and a ring are made of. */
const fewest = { scribble: 1, polygon: 3 } as const

export function hasPoints(instance: Instance): boolean {
  return editedFormats(instance).length > 0
}

function editedFormats(instance: Instance): Vertex['format'][] {
  return formatsOf(instance).filter((format) => format === 'scribble' || format === 'polygon')
}

export function verticesOf(instance: Instance): (Vertex & { readonly point: Point })[] {
  return editedFormats(instance).flatMap((format) =>
    instance[format]!.flatMap((points, part) => points.map((point, index) => ({ format, part, index, point }))),
  )
}

export function isSameVertex(a: Vertex, b: Vertex): boolean {
  return a.format === b.format && a.part === b.part && a.index === b.index
}

/** The nearest point within reach. */
export function vertexAt(instance: Instance, { point, device }: Pointer, scale: number): Vertex | null {
  const near = verticesOf(instance).filter((vertex) => isReached(vertex.point, point, scale, device))
  return near.toSorted((a, b) => distance(a.point, point) - distance(b.point, point))[0] ?? null
}

/** A new vertex on the line that the pointer is on: its place in the list and in the scene. */
export function insertionAt(
  instance: Instance,
  { point, device }: Pointer,
  scale: number,
): (Vertex & { readonly point: Point }) | null {
  for (const format of editedFormats(instance)) {
    for (const [part, points] of instance[format]!.entries()) {
      const last = format === 'polygon' ? points.length : points.length - 1
      for (let i = 0; i < last; i++) {
        const on = nearestOn(points[i]!, points[(i + 1) % points.length]!, point)
        if (isReached(on, point, scale, device)) return { format, part, index: i + 1, point: tenth(on) }
      }
    }
  }
  return null
}

/** The point of the line from `a` to `b` that is nearest to `to`. */
function nearestOn(a: Point, b: Point, to: Point): Point {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const squared = dx * dx + dy * dy
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, ((to.x - a.x) * dx + (to.y - a.y) * dy) / squared))
  return { x: a.x + share * dx, y: a.y + share * dy }
}

/** The instance with the new vertex in its place. */
export function withVertex(
  instance: Instance,
  { format, part, index, point }: Vertex & { readonly point: Point },
): Instance {
  const parts = instance[format]!
  return { ...instance, [format]: parts.with(part, parts[part]!.toSpliced(index, 0, point)) }
}

export function movedVertices(instance: Instance, vertices: readonly Vertex[], dx: number, dy: number): InstanceChange {
  return changed(instance, vertices, (point) => [tenth({ x: point.x + dx, y: point.y + dy })])
}

/** Empty when nothing can go: a last stroke or ring keeps the points that it needs. */
export function withoutVertices(instance: Instance, vertices: readonly Vertex[]): InstanceChange {
  return changed(instance, vertices, () => [])
}

function changed(instance: Instance, vertices: readonly Vertex[], to: (point: Point) => Point[]): InstanceChange {
  const change: InstanceChange = {}
  for (const format of editedFormats(instance)) {
    if (!vertices.some((vertex) => vertex.format === format)) continue
    const parts = instance[format]!.map((points, part) =>
      points.flatMap((point, index) =>
        vertices.some((vertex) => isSameVertex(vertex, { format, part, index })) ? to(point) : [point],
      ),
    )
    const left = parts.filter((points) => points.length >= fewest[format])
    if (left.length > 0) change[format] = left
  }
  return change
}
