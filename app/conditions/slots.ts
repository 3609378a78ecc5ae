/**
 * A scene to slots: which instances get one, and what each of them holds by the chosen rule.
 *
 * Our own rule differs from the published evaluation script where that one is at fault: a single mask is a plane and not a
 * row of it, scribbles from masks are divided by the size they were taken at, scribbles of the scene count, and a point
 * belongs to the instance that has it. It also fills in what follows from what is given: the bounds of a place are a box,
 * the centre of a box is a point.
 */

import type { Instance, LocationFormat, Scene, SceneWarning } from '../contract/scene.ts'
import { centreOf, clipToPicture } from '../scene/geometry.ts'
import { formatsOf, used } from '../scene/locations.ts'
import { instancePlane } from '../scene/mask.ts'
import { placeBounds } from '../scene/place.ts'
import { maskArea } from '../scene/rle.ts'
import type { CompileOptions, PixelPick } from './conditions.ts'
import { foreground, polygonPoints, respacePoints, scribblePoints } from './mask-points.ts'
import { fractions, hashText, pickAny, pickDistinct } from './random.ts'
import { isEmpty, warnAbout } from './warnings.ts'

/** A larger mask is reduced to this many pixels before its outline is traced; a full HD picture is not. */
const maxTracedArea = 2 ** 21

/** What one slot holds: fractions of the picture; what is missing stays zero. */
export type Slot = {
  readonly index: number
  readonly instance: Instance
  readonly formats: readonly LocationFormat[]
  readonly box?: readonly number[]
  readonly point?: readonly number[]
  readonly scribble?: readonly number[]
  readonly polygon?: readonly number[]
  readonly plane?: Uint8Array
}

/** Adds to a slot what comes from the masks and scribbles of its instance. */
export type Fill = (scene: Scene, slot: Slot, options: CompileOptions) => Slot

/**
 * @param warnings about instances that get no slot, or less than they ask for, are added here
 * @param fill `onlyMarked` where nobody looks at the numbers
 */
export function slotsOf(scene: Scene, options: CompileOptions, warnings: SceneWarning[], fill: Fill = filled): Slot[] {
  if (scene.instances.length === 0) warnings.push(warnAbout('noInstances', null))
  const slots = options.rule === 'diorama' ? placed(scene, warnings) : inFileOrder(scene, warnings)
  return withinLimit(slots, options.limits.maxInstances, warnings)
    .map((slot) => fill(scene, slot, options))
    .map((slot) => lessEmptyMask(slot, options, warnings))
}

/** Published order, and the published fault that one point in the scene makes points a list of their own. */
function inFileOrder(scene: Scene, warnings: SceneWarning[]): Slot[] {
  const points = scene.instances.flatMap((instance) => used(instance).point ?? [])
  const listed = points.length > 0 ? scene.instances.slice(0, points.length) : scene.instances
  if (listed.length < scene.instances.length) warnings.push(warnAbout('pointsOnly', null, `${listed.length}`))
  return listed.map((instance, index) => {
    const { box } = used(instance)
    const x0y0x1y1 = box ? fractionsOf(scene, [box.x0, box.y0, box.x1, box.y1]) : [0, 0, 0, 0]
    const point = points[index]
    const centre = [(x0y0x1y1[0]! + x0y0x1y1[2]!) / 2, (x0y0x1y1[1]! + x0y0x1y1[3]!) / 2]
    return {
      index,
      instance,
      formats: formatsOf(instance),
      box: x0y0x1y1,
      point: point ? fractionsOf(scene, [point.x, point.y]) : centre,
    }
  })
}

/** Our own rule: the instances that have a place in the picture. The others get no slot, and a warning. */
function placed(scene: Scene, warnings: SceneWarning[]): Slot[] {
  return scene.instances.flatMap((instance, index): Slot[] => {
    const bounds = used(instance).box ?? placeBounds(scene, instance)
    if (bounds === null || isEmpty(bounds)) {
      warnings.push(warnAbout('noPlace', instance))
      return []
    }
    const box = clipToPicture(bounds, scene.width, scene.height)
    if (box === null) {
      warnings.push(warnAbout('outside', instance))
      return []
    }
    const { point } = used(instance)
    const at = point ?? centreOf(box)
    return [
      {
        index,
        instance,
        formats: formatsOf(instance),
        box: fractionsOf(scene, [box.x0, box.y0, box.x1, box.y1]),
        point: clamped(fractionsOf(scene, [at.x, at.y])),
      },
    ]
  })
}

function withinLimit(slots: Slot[], limit: number, warnings: SceneWarning[]): Slot[] {
  for (const { instance } of slots.slice(limit)) warnings.push(warnAbout('tooManyInstances', instance, `${limit}`))
  return slots.slice(0, limit)
}

/** x and y alternating, pixels to fractions of width and height. */
function fractionsOf(scene: { width: number; height: number }, coordinates: readonly number[]): number[] {
  return coordinates.map((value, i) => value / (i % 2 === 0 ? scene.width : scene.height))
}

function clamped(values: readonly number[]): number[] {
  return values.map((value) => Math.min(1, Math.max(0, value)))
}

/** Adds what comes from masks, and the scribbles of the scene. */
export function filled(scene: Scene, slot: Slot, options: CompileOptions): Slot {
  if (options.rule === 'published') return slot
  const fromMask = maskLocations(scene, slot, options)
  if (options.rule === 'intended') return { ...slot, ...fromMask }
  const { scribble } = used(slot.instance)
  if (!scribble) return { ...slot, ...fromMask }
  const points = clamped(
    fractionsOf(
      scene,
      scribble.flat().flatMap(({ x, y }) => [x, y]),
    ),
  )
  return { ...slot, ...fromMask, scribble: respacePoints(points, options.limits.scribblePoints) }
}

/**
 * In place of what comes from a mask, only that there is something in it: tracing one of four million pixels takes a second,
 * and a plan is wanted after every gesture.
 */
export function onlyMarked(scene: Scene, slot: Slot, { rule }: CompileOptions): Slot {
  if (rule === 'published') return slot
  const { mask } = used(slot.instance)
  if (mask && maskArea(mask) > 0) return { ...slot, polygon: [] }
  const { width, height } = tracedSize(scene)
  return instancePlane(scene, slot.instance, width, height)?.includes(1) ? { ...slot, polygon: [] } : slot
}

/** A mask without a pixel is no mask: it must not keep the format in the picture. */
function lessEmptyMask(slot: Slot, { rule }: CompileOptions, warnings: SceneWarning[]): Slot {
  const formats = slot.formats.filter((format) => format !== 'mask' && format !== 'polygon')
  if (rule === 'published' || slot.polygon !== undefined || formats.length === slot.formats.length) return slot
  warnings.push(warnAbout('emptyMask', slot.instance))
  return { ...slot, formats }
}

/** Segment plane and polygon of an instance with a mask that is not empty; as the evaluation script has it, a scribble, too. */
function maskLocations(scene: Scene, slot: Slot, options: CompileOptions): Partial<Slot> {
  const { segSize, polygonPoints: polygonLength, scribblePoints: scribbleLength } = options.limits
  const traced = tracedSize(scene)
  const mask = instancePlane(scene, slot.instance, traced.width, traced.height)
  const plane = instancePlane(scene, slot.instance, segSize, segSize)
  if (mask === null || plane === null || !mask.includes(1)) return {}
  const pick = options.pick ?? seededPick(options.seed, slot.instance.id)
  const polygon = polygonPoints(mask, traced.width, traced.height, polygonLength, (pixels, count) =>
    pick('inside', slot.index, pixels, count),
  )
  const outline = { plane, polygon: clamped(fractionsOf(traced, polygon)) }
  if (options.rule !== 'intended') return outline
  const pixels = foreground(plane)
  const chosen = pixels.length > 0 ? pick('scribble', slot.index, pixels.length, scribbleLength) : []
  // divided by the scene's size, though taken from the resized plane
  return { ...outline, scribble: clamped(fractionsOf(scene, scribblePoints(pixels, chosen, segSize))) }
}

function tracedSize({ width, height }: Scene): { width: number; height: number } {
  const scale = Math.min(1, Math.sqrt(maxTracedArea / (width * height)))
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) }
}

function seededPick(seed: number, id: string): PixelPick {
  return (what, _, pixels, count) => {
    const random = fractions(hashText(`${seed} ${what} ${id}`))
    return what === 'scribble' && pixels >= count ? pickDistinct(random, pixels, count) : pickAny(random, pixels, count)
  }
}
