/**
 * Scripts of rounds on the starter's world: a scene of some things, then edits of it, one a round. From a seed and the
 * held-out layouts, whose things say what there is and in what shapes; a script has each kind of edit before it has one twice.
 */
import { fractions } from '../conditions/random.ts'
import type { Truth } from '../contract/evaluation.ts'
import { sceneFormat, sceneVersion, type Box, type Instance, type Scene } from '../contract/scene.ts'
import type { Layout } from '../exchange/evaluation-set.ts'
import { centreOf } from '../scene/geometry.ts'

export const scriptedEdits = ['add', 'replace', 'move', 'resize', 'remove'] as const
export type ScriptedEdit = (typeof scriptedEdits)[number]

export interface ScriptedThing {
  readonly id: string
  readonly caption: string
  /** Scene pixels. Of a thing that is told by a point, where it is looked for. */
  readonly box: Box
  readonly toldBy: ToldBy
  readonly truth: Truth
}

export const toldBys = ['box', 'point'] as const
export type ToldBy = (typeof toldBys)[number]

export interface ScriptedScene {
  /** What was done to the scene before it; null for the first. */
  readonly edit: ScriptedEdit | null
  /** Of the thing that was edited. */
  readonly edited: string | null
  /** Back to front. */
  readonly things: readonly ScriptedThing[]
  readonly scene: Scene
}

/** Scene pixels. */
const side = 512
const fewest = 3
const most = 8

/** Of the picture that all things cover together, as far as it is up to the script. */
const fullness = 0.62
const largestShare = 0.46

/** Of the smaller of two boxes that may be in both; more only where there is no room. */
const overlapAllowed = 0.12

type Random = () => number

/** A thing as some layout has it, without a place. */
interface Kind extends Pick<ScriptedThing, 'caption' | 'truth'> {
  /** Width over height. */
  readonly aspect: number
}

/**
 * @param seed gives the same script each time, and scenes of 3 to 8 things in turn
 * @param edits how many
 * @param layouts not empty
 * @param addedBy what added things are told by, until they are resized
 * @returns the first scene, then one an edit
 */
export function scriptOf(
  seed: number,
  edits: number,
  layouts: readonly Layout[],
  addedBy: ToldBy = 'box',
): ScriptedScene[] {
  const random = fractions(seed)
  const kinds = layouts.flatMap(({ scene, truths }) =>
    scene.instances.map(({ caption, box }, i): Kind => ({ caption, truth: truths[i]!, aspect: aspectOf(box!) })),
  )
  const caption = `a scene ${whereOf(pick(random, layouts).scene)}`
  const count = fewest + (seed % (most - fewest + 1))
  let things: readonly ScriptedThing[] = []
  for (let i = 0; i < count; i++) things = added(random, things, kinds, `thing-${i}`, count)
  const scenes: ScriptedScene[] = [{ edit: null, edited: null, things, scene: sceneOf(caption, things) }]
  for (const [i, edit] of editsFor(random, edits, count).entries()) {
    const edited = edit === 'add' ? `new-${i}` : pick(random, things).id
    things = changed(random, edit, things, edited, kinds)
    if (edit === 'add') things = things.map((thing) => (thing.id === edited ? { ...thing, toldBy: addedBy } : thing))
    scenes.push({ edit, edited, things, scene: sceneOf(caption, things) })
  }
  return scenes
}

/** In an order in which the scene never has fewer or more things than it may; a move where no other edit is left to be had. */
function editsFor(random: Random, edits: number, count: number): ScriptedEdit[] {
  const left = shuffled(
    random,
    Array.from({ length: edits }, (_, i) => scriptedEdits[i % scriptedEdits.length]!),
  )
  const order: ScriptedEdit[] = []
  for (let now = count; order.length < edits;) {
    const at = left.findIndex((edit) => (edit === 'add' ? now < most : edit !== 'remove' || now > fewest))
    const edit = left.splice(at === -1 ? left.length : at, 1)[0] ?? 'move'
    now += edit === 'add' ? 1 : edit === 'remove' ? -1 : 0
    order.push(edit)
  }
  return order
}

function changed(
  random: Random,
  edit: ScriptedEdit,
  things: readonly ScriptedThing[],
  id: string,
  kinds: readonly Kind[],
): readonly ScriptedThing[] {
  if (edit === 'add') return added(random, things, kinds, id, things.length + 1)
  if (edit === 'remove') return things.filter((thing) => thing.id !== id)
  const thing = things.find((one) => one.id === id)!
  const others = things.filter((one) => one.id !== id)
  const now = { move: movedThing, resize: resizedThing, replace: replacedThing }[edit](random, thing, others, kinds)
  return things.map((one) => (one.id === id ? now : one))
}

function added(
  random: Random,
  things: readonly ScriptedThing[],
  kinds: readonly Kind[],
  id: string,
  count: number,
): readonly ScriptedThing[] {
  const { caption, truth, aspect } = pick(random, kinds)
  const length = side * Math.min(largestShare, Math.sqrt(fullness / count)) * (0.85 + 0.25 * random())
  const size = { width: length * Math.sqrt(aspect), height: length / Math.sqrt(aspect) }
  return [...things, { id, caption, truth, box: roomFor(random, size, things), toldBy: 'box' }]
}

/** At least a quarter of the picture away, so that the two places are two. */
function movedThing(random: Random, thing: ScriptedThing, others: readonly ScriptedThing[]): ScriptedThing {
  const size = sizeOf(thing.box)
  const isFar = (box: Box): boolean =>
    Math.hypot(box.x0 - thing.box.x0, box.y0 - thing.box.y0) >= side / 4 ||
    Math.max(size.width, size.height) > 0.7 * side
  return { ...thing, box: roomFor(random, size, others, isFar) }
}

function resizedThing(random: Random, thing: ScriptedThing, others: readonly ScriptedThing[]): ScriptedThing {
  const larger = scaled(thing.box, 1.3)
  const isRoom = overlapWith(larger, others) <= 2 * overlapAllowed
  return { ...thing, box: isRoom && random() < 0.6 ? larger : scaled(thing.box, 0.72), toldBy: 'box' }
}

/** Another thing in the same place: of a like shape, and not the same words. */
function replacedThing(
  random: Random,
  thing: ScriptedThing,
  _: readonly ScriptedThing[],
  kinds: readonly Kind[],
): ScriptedThing {
  const aspect = aspectOf(thing.box)
  const alike = kinds.filter(
    (kind) => Math.abs(Math.log(kind.aspect / aspect)) < 0.3 && kind.truth.class !== thing.truth.class,
  )
  const { caption, truth } = pick(random, alike.length > 0 ? alike : kinds)
  return { ...thing, caption, truth }
}

/** Of many places the first that is free enough, else the freest. */
function roomFor(
  random: Random,
  { width, height }: { readonly width: number; readonly height: number },
  others: readonly ScriptedThing[],
  isMeant: (box: Box) => boolean = () => true,
): Box {
  let best: { readonly box: Box; readonly overlap: number } | undefined
  for (let tries = 0; tries < 400; tries++) {
    const [x0, y0] = [Math.round(random() * (side - width)), Math.round(random() * (side - height))]
    const box = { x0, y0, x1: Math.round(x0 + width), y1: Math.round(y0 + height) }
    const overlap = overlapWith(box, others) + (isMeant(box) ? 0 : 1)
    if (!best || overlap < best.overlap) best = { box, overlap }
    if (overlap <= overlapAllowed) break
  }
  return best!.box
}

/** The largest share of the smaller of two boxes that is in both. */
function overlapWith(box: Box, others: readonly ScriptedThing[]): number {
  return Math.max(0, ...others.map((other) => shared(box, other.box)))
}

function shared(a: Box, b: Box): number {
  const width = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)
  const height = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0)
  return (Math.max(0, width) * Math.max(0, height)) / Math.min(areaOf(a), areaOf(b))
}

/** About its centre, then moved into the picture. */
function scaled(box: Box, factor: number): Box {
  const { width, height } = sizeOf(box)
  const [newWidth, newHeight] = [Math.round(width * factor), Math.round(height * factor)]
  const within = (at: number, length: number): number => Math.round(Math.min(Math.max(0, at), side - length))
  const x0 = within((box.x0 + box.x1 - newWidth) / 2, newWidth)
  const y0 = within((box.y0 + box.y1 - newHeight) / 2, newHeight)
  return { x0, y0, x1: x0 + newWidth, y1: y0 + newHeight }
}

function sceneOf(caption: string, things: readonly ScriptedThing[]): Scene {
  const instances = things.map(({ id, caption: words, box, toldBy }): Instance => {
    return { id, caption: words, ...(toldBy === 'box' ? { box } : { point: centreOf(box) }) }
  })
  const format = { format: sceneFormat, version: sceneVersion, depth: 'listed' } as const
  return { ...format, caption, width: side, height: side, instances }
}

/** What a layout's caption says behind the last of its things. */
function whereOf({ caption, instances }: Scene): string {
  const ends = instances.map((instance) => caption.lastIndexOf(instance.caption) + instance.caption.length)
  return caption.slice(Math.max(0, ...ends)).trim()
}

function sizeOf(box: Box): { readonly width: number; readonly height: number } {
  return { width: box.x1 - box.x0, height: box.y1 - box.y0 }
}

function areaOf(box: Box): number {
  return (box.x1 - box.x0) * (box.y1 - box.y0)
}

function aspectOf(box: Box): number {
  return (box.x1 - box.x0) / (box.y1 - box.y0)
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!
}

/** Fisher and Yates. */
function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const all = [...list]
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
