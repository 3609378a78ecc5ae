/** A scene to what the network is conditioned on, by one of three rules (see conditions.ts). */

import type { LocationFormat, Scene, SceneWarning } from '../contract/scene.ts'
import { dropConfigurations } from './conditions.ts'
import type { CompileOptions, ConditionLimits, Conditions, DropFlags } from './conditions.ts'
import { filled, onlyMarked, slotsOf } from './slots.ts'
import type { Fill, Slot } from './slots.ts'
import { sceneWarnings } from './warnings.ts'

/** @throws nothing for a scene that readScene has given */
export function compileConditions(scene: Scene, options: CompileOptions): Conditions {
  const { slots, drop, warnings } = toldSlots(scene, options, filled)
  const shown = options.rule === 'diorama' ? slots.map((slot) => lessDropped(slot, dropsOf([slot.formats]))) : slots
  return assemble(shown, drop, options, warnings)
}

/** Of the conditions, what a plan needs: which instances the network is told of, and what to warn of. */
export function planConditions(
  scene: Scene,
  options: CompileOptions,
): Pick<Conditions, 'captions' | 'instances' | 'warnings'> {
  const { slots, warnings } = toldSlots(scene, options, onlyMarked)
  return {
    captions: slots.map(({ instance }) => instance.caption),
    instances: slots.map(({ index }) => index),
    warnings,
  }
}

/** The conditions without what comes from masks and scribbles, which takes long. */
export function markedConditions(scene: Scene, options: CompileOptions): Conditions {
  const { slots, drop } = toldSlots(scene, options, onlyMarked)
  return assemble(slots, drop, options, [])
}

function toldSlots(
  scene: Scene,
  options: CompileOptions,
  fill: Fill,
): { slots: Slot[]; drop: DropFlags; warnings: SceneWarning[] } {
  const warnings: SceneWarning[] = []
  const slots = slotsOf(scene, options, warnings, fill)
  const drop =
    options.rule === 'diorama'
      ? dropsOf(slots.map(({ formats }) => formats))
      : dropConfigurations[options.configuration ?? 'mask']
  warnings.push(...sceneWarnings(scene, slots, options, drop))
  return { slots, drop, warnings }
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
    ...(isOurs && { drop_N: [drop] }),
    captions: [conditions.captions[slot]!],
    instances: [conditions.instances[slot]!],
    formats: [formats],
    warnings: [],
  }
}

/** Our own choice of drop flags, of one slot or of all together: a format is there when it is given, or follows from what is given. */
function dropsOf(slots: readonly (readonly LocationFormat[])[]): DropFlags {
  const has = (...wanted: LocationFormat[]) =>
    slots.some((formats) => formats.some((format) => wanted.includes(format)))
  // a point or a scribble says nothing about extent; a slot whose mask turned out empty still has its bounds
  const hasExtent = slots.some((formats) => formats.length === 0) || has('box', 'mask', 'polygon')
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
    ...(rule === 'diorama' && { drop_N: slots.map(({ formats }) => dropsOf([formats])) }),
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
