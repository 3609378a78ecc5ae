/**
 * An instance moved, stretched or turned as a whole: all its locations go together, those that are switched off too.
 *
 * Coordinates are kept to hundredths of a scene pixel, finer than anybody draws.
 */

import type { InstanceChange } from '../contract/edit.ts'
import type { Box, Instance, Point, Scene } from '../contract/scene.ts'
import { boundsOf, centreOf, uniteBoxes } from './geometry.ts'
import { used } from './locations.ts'
import { shiftMask, stretchMask, turnMask } from './mask-move.ts'
import { maskBounds } from './rle.ts'

/** The smallest box round the locations in use, as they are drawn: without the scribble's margin; null without one. */
export function locationBounds(instance: Instance): Box | null {
  const { box, point, scribble, mask, polygon } = used(instance)
  const points = [...(point ? [point] : []), ...(scribble ?? []).flat(), ...(polygon ?? []).flat()]
  const drawn = uniteBoxes(box ?? null, points.length > 0 ? boundsOf(points) : null)
  return uniteBoxes(drawn, mask ? maskBounds(mask) : null)
}

/** @param dx @param dy scene pixels; a mask moves by whole ones */
export function moved(instance: Instance, dx: number, dy: number): InstanceChange {
  return {
    ...placed(instance, ({ x, y }) => ({ x: x + dx, y: y + dy })),
    ...(instance.mask && { mask: shiftMask(instance.mask, dx, dy) }),
  }
}

/**
 * What the instance becomes when the box `from` becomes the box `to`.
 *
 * @param from scene pixels, usually `locationBounds`; a side without length is only moved
 */
export function resized(scene: Scene, instance: Instance, from: Box, to: Box): InstanceChange {
  return {
    ...placed(instance, stretch(from, to)),
    ...(instance.mask && { mask: stretchMask(instance.mask, from, to, scene) }),
  }
}

/** How a point moves when the box `from` becomes the box `to`. */
export function stretch(from: Box, to: Box): (point: Point) => Point {
  const along = (at: number, from0: number, from1: number, to0: number, to1: number) => {
    return from1 > from0 ? to0 + ((at - from0) * (to1 - to0)) / (from1 - from0) : (to0 + to1) / 2 + at - from0
  }
  return ({ x, y }) => ({
    x: along(x, from.x0, from.x1, to.x0, to.x1),
    y: along(y, from.y0, from.y1, to.y0, to.y1),
  })
}

/**
 * Turned about a point. A box has no direction: it goes where its centre goes.
 *
 * @param radians clockwise on the screen
 */
export function rotated(instance: Instance, centre: Point, radians: number): InstanceChange {
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const turn = ({ x, y }: Point): Point => {
    const [dx, dy] = [x - centre.x, y - centre.y]
    return { x: centre.x + cos * dx - sin * dy, y: centre.y + sin * dx + cos * dy }
  }
  const { box } = instance
  const [from, to] = box ? [centreOf(box), turn(centreOf(box))] : []
  const [dx, dy] = from && to ? [to.x - from.x, to.y - from.y] : [0, 0]
  return {
    ...placed(instance, turn),
    ...(box && { box: roundedBox({ x0: box.x0 + dx, y0: box.y0 + dy, x1: box.x1 + dx, y1: box.y1 + dy }) }),
    ...(instance.mask && { mask: turnMask(instance.mask, centre, radians) }),
  }
}

/** Everything but the mask. */
function placed({ box, point, scribble, polygon }: Instance, place: (point: Point) => Point): InstanceChange {
  const at = (p: Point) => rounded(place(p))
  const corners = box && [at({ x: box.x0, y: box.y0 }), at({ x: box.x1, y: box.y1 })]
  return {
    ...(corners && { box: boundsOf(corners) }),
    ...(point && { point: at(point) }),
    ...(scribble && { scribble: scribble.map((stroke) => stroke.map(at)) }),
    ...(polygon && { polygon: polygon.map((ring) => ring.map(at)) }),
  }
}

function rounded({ x, y }: Point): Point {
  return { x: hundredth(x), y: hundredth(y) }
}

function roundedBox({ x0, y0, x1, y1 }: Box): Box {
  return { x0: hundredth(x0), y0: hundredth(y0), x1: hundredth(x1), y1: hundredth(y1) }
}

/** Never -0, which JSON does not know. */
function hundredth(value: number): number {
  return Math.round(value * 100) / 100 + 0
}
