/**
 * A scene to what the network is conditioned on, by one of three rules (see conditions.ts).
 *
 * Our own rule differs from the published evaluation script where that one is at fault: a single mask is a plane and not a
 * row of it, scribbles from masks are divided by the size they were taken at, scribbles of the scene count, and a point
 * belongs to the instance that has it. It also fills in what follows from what is given: the bounds of a mask are
 * a box, the centre of a box is a point.
 */

import type { Instance, LocationFormat, Scene, SceneWarning } from '../contract/scene.ts'
import { centreOf, clipToPicture } from '../scene/geometry.ts'
import { formatsOf, used } from '../scene/locations.ts'
import { instancePlane } from '../scene/mask.ts'
import { placeBounds } from '../scene/place.ts'
import { dropConfigurations } from './conditions.ts'
import type { CompileOptions, ConditionLimits, Conditions, DropFlags, PixelPick } from './conditions.ts'
import { foreground, polygonPoints, respacePoints, scribblePoints } from './mask-points.ts'
import { fractions, hashText, pickAny, pickDistinct } from './random.ts'
import { sceneWarnings, warnAbout } from './warnings.ts'

/** A larger mask is reduced to this many pixels before its outline is traced. */
const maxTracedArea = 2 ** 22

/** What one slot holds: fractions of the picture; what is missing stays zero. */
type Slot = {
  readonly index: number
  readonly instance: Instance
  readonly formats: readonly LocationFormat[]
  readonly box?: readonly number[]
  readonly point?: readonly number[]
  readonly scribble?: readonly number[]
  readonly polygon?: readonly number[]
  readonly plane?: Uint8Array
}

/** @throws nothing for a scene that readScene has given */
export function compileConditions(scene: Scene, options: CompileOptions): Conditions {
  const warnings: SceneWarning[] = []
  const kept = options.rule === 'diorama' ? placed(scene, warnings) : inFileOrder(scene, warnings)
  const slots = withinLimit(kept, options.limits.maxInstances, warnings)
    .map((slot) => filled(scene, slot, options))
    .map((slot) => lessEmptyMask(slot, options, warnings))
  const drop =
    options.rule === 'diorama'
      ? dropsOf(slots.map(({ formats }) => formats))
      : dropConfigurations[options.configuration ?? 'mask']
  const shown = options.rule === 'diorama' ? slots.map((slot) => lessDropped(slot, drop)) : slots
  warnings.push(...sceneWarnings(scene, slots, options, drop))
  return assemble(shown, drop, options, warnings)
}

/** The conditions of a picture without instances: what the unconditional pass is given. */
export function emptyConditions(limits: ConditionLimits): Conditions {
  return assemble([], dropsOf([]), { rule: 'diorama', limits }, [])
}

/**
 * The conditions of one instance alone in slot 0, everything else null: one track of the multi-instance sampler. By our own rule
 * they equal those of a scene with this instance only.
 */
export function instanceAlone(conditions: Conditions, slot: number): Conditions {
  if (!Number.isInteger(slot) || slot < 0 || slot >= conditions.count) {
    throw new RangeError(`There is no slot ${slot} among ${conditions.count}.`)
  }
  const formats = conditions.formats[slot]!
  const drop = conditions.rule === 'diorama' ? dropsOf([formats]) : conditions.drop
  const isOurs = conditions.rule === 'diorama'
  const row = (all: Float32Array, isDropped: boolean): Float32Array => {
    const width = all.length / conditions.count
    return isOurs && isDropped ? new Float32Array(width) : all.slice(slot * width, (slot + 1) * width)
  }
  const segs = conditions.segs && segmentsOf([planeOf(conditions.segs, slot)], conditions.segs.size)
  return {
    rule: conditions.rule,
    limits: conditions.limits,
    count: 1,
    boxes_N4: row(conditions.boxes_N4, drop.boxes),
    points_N2: row(conditions.points_N2, drop.points),
    scribbles_NS: row(conditions.scribbles_NS, drop.scribbles),
    polygons_NP: row(conditions.polygons_NP, drop.masks),
    ...(segs && { segs }),
    valid_N: Float32Array.of(1),
    drop,
    captions: [conditions.captions[slot]!],
    instances: [conditions.instances[slot]!],
    formats: [formats],
    warnings: [],
  }
}

/** Published order, and the published fault that one point in the scene makes points a list of their own. */
function inFileOrder(scene: Scene, warnings: SceneWarning[]): Slot[] {
  if (scene.instances.length === 0) warnings.push(warnAbout('noInstances', null))
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
  if (scene.instances.length === 0) warnings.push(warnAbout('noInstances', null))
  return scene.instances.flatMap((instance, index): Slot[] => {
    const bounds = used(instance).box ?? placeBounds(scene, instance)
    if (bounds === null) {
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
function filled(scene: Scene, slot: Slot, options: CompileOptions): Slot {
  if (options.rule === 'published') return slot
  const fromMask = maskLocations(scene, slot, options)
  const { scribble } = used(slot.instance)
  if (options.rule === 'intended' || !scribble) return { ...slot, ...fromMask }
  const points = clamped(
    fractionsOf(
      scene,
      scribble.flat().flatMap(({ x, y }) => [x, y]),
    ),
  )
  return { ...slot, ...fromMask, scribble: respacePoints(points, options.limits.scribblePoints) }
}

/** A mask without a pixel is no mask: it must not keep the format in the picture. */
function lessEmptyMask(slot: Slot, { rule }: CompileOptions, warnings: SceneWarning[]): Slot {
  const formats = slot.formats.filter((format) => format !== 'mask' && format !== 'polygon')
  if (rule === 'published' || slot.polygon !== undefined || formats.length === slot.formats.length) return slot
  warnings.push(warnAbout('emptyMask', slot.instance))
  return { ...slot, formats }
}

/** Segment plane, polygon and scribble of an instance with a mask that is not empty. */
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
  const pixels = foreground(plane)
  const chosen = pixels.length > 0 ? pick('scribble', slot.index, pixels.length, scribbleLength) : []
  // the evaluation script divides by the scene's size what it took from the resized plane
  const scribbleSize = options.rule === 'intended' ? scene : { width: segSize, height: segSize }
  return {
    plane,
    polygon: clamped(fractionsOf(traced, polygon)),
    scribble: clamped(fractionsOf(scribbleSize, scribblePoints(pixels, chosen, segSize))),
  }
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

/** Our own choice of drop flags: a format is there when it is given, or follows from what is given. */
function dropsOf(formats: readonly (readonly LocationFormat[])[]): DropFlags {
  const has = (...wanted: LocationFormat[]) => formats.some((list) => list.some((format) => wanted.includes(format)))
  const hasExtent = has('box', 'mask', 'polygon')
  return {
    boxes: !hasExtent,
    points: !hasExtent && !has('point'),
    scribbles: !has('scribble'),
    masks: !has('mask', 'polygon'),
  }
}

/** Dropped formats are zero, so that equal conditions are equal arrays. */
function lessDropped(slot: Slot, drop: DropFlags): Slot {
  const { box, point, scribble, polygon, plane, ...rest } = slot
  return {
    ...rest,
    ...(box && !drop.boxes && { box }),
    ...(point && !drop.points && { point }),
    ...(scribble && !drop.scribbles && { scribble }),
    ...(polygon && !drop.masks && { polygon }),
    ...(plane && !drop.masks && { plane }),
  }
}

function assemble(
  slots: readonly Slot[],
  drop: DropFlags,
  { rule, limits }: Pick<CompileOptions, 'rule' | 'limits'>,
  warnings: SceneWarning[],
): Conditions {
  const planes = slots.map(({ plane }) => plane ?? null)
  const segs = segmentsOf(planes, limits.segSize)
  return {
    rule,
    limits,
    count: slots.length,
    boxes_N4: rows(
      slots.map(({ box }) => box),
      4,
    ),
    points_N2: rows(
      slots.map(({ point }) => point),
      2,
    ),
    scribbles_NS: rows(
      slots.map(({ scribble }) => scribble),
      2 * limits.scribblePoints,
    ),
    polygons_NP: rows(
      slots.map(({ polygon }) => polygon),
      2 * limits.polygonPoints,
    ),
    ...(segs && { segs }),
    valid_N: new Float32Array(slots.length).fill(1),
    drop,
    captions: slots.map(({ instance }) => instance.caption),
    instances: slots.map(({ index }) => index),
    formats: slots.map(({ formats }) => formats),
    warnings,
  }
}

function rows(lists: readonly (readonly number[] | undefined)[], width: number): Float32Array {
  const array = new Float32Array(lists.length * width)
  for (const [i, list] of lists.entries()) if (list) array.set(list, i * width)
  return array
}

function segmentsOf(planes: readonly (Uint8Array | null)[], size: number): Conditions['segs'] {
  if (!planes.some((plane) => plane?.includes(1))) return undefined
  const all = new Uint8Array(planes.length * size * size)
  for (const [i, plane] of planes.entries()) if (plane) all.set(plane, i * size * size)
  return { size, planes: all }
}

function planeOf({ size, planes }: NonNullable<Conditions['segs']>, slot: number): Uint8Array {
  return planes.subarray(slot * size * size, (slot + 1) * size * size)
}
