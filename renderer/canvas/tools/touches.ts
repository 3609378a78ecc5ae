/** What a rubber leaves of strokes and rings: the points that it did not touch on its way from dab to dab. */
import type { InstanceChange } from '../../../app/contract/edit.ts'
import type { Instance, Point } from '../../../app/contract/scene.ts'
import { distanceToSegment, simplify } from '../../../app/scene/simplify.ts'
import { tenth } from './constrain.ts'
import { distance } from './press.ts'

/** A disc; `size` is its diameter in scene pixels. */
export type Touch = Point & { readonly size: number }

/** Points that lie this near to the line between their neighbours were put there by the rubber. */
const onTheLine = 0.05

/** A stroke is cut where it is touched, between its points too, and may fall into parts. */
function strokesWithout(strokes: readonly (readonly Point[])[], touches: readonly Touch[]): Point[][] {
  return strokes.flatMap((stroke) => {
    if (!isStrokeTouched(stroke, touches)) return [[...stroke]]
    const parts = untouchedParts(finer(stroke, touches), touches)
    return parts.filter((part) => part.length > 1).map((part) => simplify(part, onTheLine).map(tenth))
  })
}

/** A ring loses the points that are touched; one with fewer than three left is none. */
function ringsWithout(rings: readonly (readonly Point[])[], touches: readonly Touch[]): Point[][] {
  return rings.map((ring) => ring.filter((p) => !isTouched(p, touches))).filter((ring) => ring.length >= 3)
}

/** What the touches change of an instance's scribble and polygon; empty when they touch neither. */
export function changeByTouches({ scribble, polygon }: Instance, touches: readonly Touch[]): InstanceChange {
  const strokes = scribble?.some((stroke) => isStrokeTouched(stroke, touches))
    ? strokesWithout(scribble, touches)
    : undefined
  const rings = polygon?.some((ring) => ring.some((p) => isTouched(p, touches)))
    ? ringsWithout(polygon, touches)
    : undefined
  return {
    ...(strokes && { scribble: strokes.length > 0 ? strokes : null }),
    ...(rings && { polygon: rings.length > 0 ? rings : null }),
  }
}

/** A quick hand is told of at few places; between two of them it went straight. */
function isTouched(point: Point, touches: readonly Touch[]): boolean {
  return touches.some((touch, i) => distanceToSegment(point, touches[Math.max(0, i - 1)]!, touch) <= touch.size / 2)
}

function isStrokeTouched(stroke: readonly Point[], touches: readonly Touch[]): boolean {
  return finer(stroke, touches).some((point) => isTouched(point, touches))
}

/** The same stroke with points so close together that the smallest touch finds one. */
function finer(stroke: readonly Point[], touches: readonly Touch[]): Point[] {
  const step = Math.max(1, Math.min(...touches.map(({ size }) => size)) / 4)
  return stroke.flatMap((p, i) => {
    const next = stroke[i + 1]
    if (!next) return [p]
    const parts = Math.max(1, Math.ceil(distance(p, next) / step))
    return Array.from({ length: parts }, (_, part) => between(p, next, part / parts))
  })
}

function between(a: Point, b: Point, share: number): Point {
  return share === 0 ? a : { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) }
}

function untouchedParts(stroke: readonly Point[], touches: readonly Touch[]): Point[][] {
  const parts: Point[][] = [[]]
  for (const point of stroke) {
    if (!isTouched(point, touches)) parts.at(-1)!.push(point)
    else if (parts.at(-1)!.length > 0) parts.push([])
  }
  return parts
}
