/** Another size for a scene: which one a model should draw it in, and the scene at that size. */

import type { Box, Instance, Point, Scene } from '../contract/scene.ts'
import { encodeMask, sampleMask } from './rle.ts'

export type Size = { readonly width: number; readonly height: number }

/** How far a size may lie from the native area, as a factor, while there is a choice. */
const areaTolerance = 1.35
/** A wrong shape is seen at once, another area is not: one per cent of shape weighs as much as four of area. */
const shapeWeight = 4

/**
 * The size in which a model should draw a picture: sides in whole multiples, near the model's native area, near the
 * given shape.
 *
 * @param width @param height the scene's size in pixels, only their ratio counts
 * @param nativeArea square pixels @param multiple pixels
 */
export function fitSize(
  width: number,
  height: number,
  { nativeArea, multiple }: { nativeArea: number; multiple: number },
): Size {
  const area = nativeArea / multiple ** 2
  const ratio = width / height
  const sizes = candidates(ratio, area)
  const near = sizes.filter(([a, b]) => Math.abs(Math.log((a * b) / area)) <= Math.log(areaTolerance))
  const cost = ([a, b]: Cells) => shapeWeight * Math.abs(Math.log(a / b / ratio)) + Math.abs(Math.log((a * b) / area))
  const [a, b] = (near.length > 0 ? near : sizes).reduce((best, size) => (cost(size) < cost(best) ? size : best))
  return { width: a * multiple, height: b * multiple }
}

type Cells = readonly [a: number, b: number]

/** Sizes worth a look, in multiples: for each count of rows near the ideal one, the columns on both sides of the shape. */
function candidates(ratio: number, area: number): Cells[] {
  const ideal = Math.sqrt(area / ratio)
  const rows = [...around(ideal), ...around(ideal / areaTolerance), ...around(ideal * areaTolerance)]
  const span = Math.max(...rows) - Math.min(...rows) + 1
  return Array.from({ length: span }, (_, i) => Math.min(...rows) + i).flatMap((b) =>
    [...around(b * ratio), ...around(area / b)].map((a): Cells => [a, b]),
  )
}

function around(value: number): [number, number] {
  return [Math.max(1, Math.floor(value)), Math.max(1, Math.ceil(value))]
}

/** The same scene at another size. Its shape may change a little; everything moves along. */
export function scaleScene(scene: Scene, { width, height }: Size): Scene {
  if (width === scene.width && height === scene.height) return scene
  const [scaleX, scaleY] = [width / scene.width, height / scene.height]
  const point = ({ x, y }: Point): Point => ({ x: x * scaleX, y: y * scaleY })
  const box = ({ x0, y0, x1, y1 }: Box): Box => ({ x0: x0 * scaleX, y0: y0 * scaleY, x1: x1 * scaleX, y1: y1 * scaleY })
  const scaled = (instance: Instance): Instance => ({
    ...instance,
    ...(instance.box && { box: box(instance.box) }),
    ...(instance.point && { point: point(instance.point) }),
    ...(instance.scribble && { scribble: instance.scribble.map((stroke) => stroke.map(point)) }),
    ...(instance.mask && { mask: encodeMask(sampleMask(instance.mask, width, height), width, height) }),
    ...(instance.polygon && { polygon: instance.polygon.map((ring) => ring.map(point)) }),
  })
  return { ...scene, width, height, instances: scene.instances.map(scaled) }
}
