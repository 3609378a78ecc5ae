/**
 * What the network cannot take as the artist means it, each at the instance it belongs to.
 *
 * Words are another matter: whoever holds the tokenizer checks captions.
 */

import type { Box, Instance, LocationFormat, Scene, SceneWarning, SceneWarningCode } from '../contract/scene.ts'
import { clipToPicture } from '../scene/geometry.ts'
import { formatsOf } from '../scene/locations.ts'
import { depthOrder, placeBounds, placeCells } from '../scene/place.ts'
import type { CompileOptions, DropFlags } from './conditions.ts'

/** A place under this many latent cells in width or height is hardly seen by the network. */
const smallestCells = 2
/** Pixels by which a place may reach over the edge unnoticed. */
const edgeSlack = 1
/** Share of the smaller place. */
const coveredShare = 0.4
/** Share of both places together. */
const sameShare = 0.9
/** Places are compared on a grid of this many cells along the longer side. */
const gridSide = 64

/** The instances that have a slot. */
type Slots = readonly {
  readonly index: number
  readonly instance: Instance
  readonly formats: readonly LocationFormat[]
}[]

export function sceneWarnings(scene: Scene, slots: Slots, options: CompileOptions, drop: DropFlags): SceneWarning[] {
  return [
    ...slots.flatMap(({ instance }) => placeWarnings(scene, instance, options.cell ?? 8)),
    ...overlapWarnings(scene, slots),
    ...slots.flatMap(({ instance, formats }) => lostFormats(instance, formats, options, drop)),
  ]
}

/** @param detail a number or a name that the sentence of some codes needs */
export function warnAbout(code: SceneWarningCode, instance: Instance | null, detail = ''): SceneWarning {
  return { code, instanceId: instance?.id ?? null, message: capital(sentences[code](labelOf(instance), detail)) }
}

const sentences: Record<SceneWarningCode, (who: string, detail: string) => string> = {
  noInstances: () => 'The scene has no instances; only its caption decides the picture.',
  tooManyInstances: (who, limit) => `${who} is left out: the model takes ${limit} instances.`,
  noPlace: (who) => `${who} has no place and is left out; give it one, or put its words into the scene's caption.`,
  tooSmall: (who, detail) => `${who} is only ${detail} pixels the model can hardly draw it.`,
  partlyOutside: (who) => `${who} reaches outside the picture; only the part inside can be seen.`,
  outside: (who) => `${who} lies outside the picture, so nothing of it will be drawn.`,
  covered: (who, detail) => `${who} shares ${detail}; the model may mix them up.`,
  samePlace: (who, other) => `${who} has the same place as ${other}; the model will draw one of them, or a mixture.`,
  emptyMask: (who) => `${who} has a mask without a pixel, which is ignored.`,
  formatNotUsed: (who, detail) => `${who}: ${detail}.`,
  stillNamed: (who, word) => `The words for the scene still say "${word}", so ${who} may be drawn again.`,
  pointsOnly: (_, used) =>
    `As published, a scene with points is cut to as many instances as have one: ${used}, with the points in list order.`,
}

function labelOf(instance: Instance | null): string {
  const text = (instance?.name || instance?.caption || '').trim()
  if (text === '') return 'a thing without words'
  return `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function placeWarnings(scene: Scene, instance: Instance, cell: number): SceneWarning[] {
  const bounds = placeBounds(scene, instance)
  if (bounds === null) return []
  const clip = clipToPicture(bounds, scene.width, scene.height)
  if (clip === null) return isEmpty(bounds) ? [tooSmall(instance, bounds, cell)] : [warnAbout('outside', instance)]
  // a point says where, not how large
  const hasSize = formatsOf(instance).some((format) => format !== 'point')
  const isTooSmall = hasSize && Math.min(clip.x1 - clip.x0, clip.y1 - clip.y0) < smallestCells * cell
  return [
    ...(isTooSmall ? [tooSmall(instance, clip, cell)] : []),
    ...(reachesOut(bounds, scene) ? [warnAbout('partlyOutside', instance)] : []),
  ]
}

export function isEmpty(box: Box): boolean {
  return box.x0 === box.x1 || box.y0 === box.y1
}

function tooSmall(instance: Instance, box: Box, cell: number): SceneWarning {
  const [width, height, limit] = [box.x1 - box.x0, box.y1 - box.y0, smallestCells * cell].map((side) =>
    Math.round(side),
  )
  return warnAbout('tooSmall', instance, `${width} x ${height} pixels large; under ${limit}`)
}

function reachesOut(box: Box, { width, height }: Scene): boolean {
  return box.x0 < -edgeSlack || box.y0 < -edgeSlack || box.x1 > width + edgeSlack || box.y1 > height + edgeSlack
}

/** One warning an instance: its strongest overlap with another one that is not smaller. */
function overlapWarnings(scene: Scene, slots: Slots): SceneWarning[] {
  const scale = gridSide / Math.max(scene.width, scene.height)
  const [width, height] = [Math.ceil(scene.width * scale), Math.ceil(scene.height * scale)]
  const depth = depthOrder(scene)
  const places = slots.map(({ index, instance }) => {
    const cells = placeCells(scene, instance, width, height)
    return { instance, cells, area: count(cells), depth: depth.indexOf(index) }
  })
  return places.flatMap((place, i) => {
    const others = places.filter((other, j) => other.area > place.area || (other.area === place.area && j < i))
    const overlaps = others.map((other) => ({ other, shared: countShared(place.cells, other.cells) }))
    const worst = overlaps.reduce((a, b) => (b.shared > a.shared ? b : a), { other: place, shared: 0 })
    return overlapWarning(place, worst.other, worst.shared)
  })
}

type PlacedInstance = { readonly instance: Instance; readonly area: number; readonly depth: number }

function overlapWarning(place: PlacedInstance, other: PlacedInstance, shared: number): SceneWarning[] {
  const name = labelOf(other.instance)
  if (shared > sameShare * (place.area + other.area - shared)) return [warnAbout('samePlace', place.instance, name)]
  if (shared <= coveredShare * place.area) return []
  const share = `${Math.round((100 * shared) / place.area)} % of its place with ${name}`
  const order = place.depth < other.depth ? 'in front of it' : 'behind it'
  return [warnAbout('covered', place.instance, `${share}, which is ${order}`)]
}

function count(cells: Uint8Array): number {
  return cells.reduce((sum, cell) => sum + cell, 0)
}

function countShared(a: Uint8Array, b: Uint8Array): number {
  let shared = 0
  for (let i = 0; i < a.length; i++) shared += a[i]! & b[i]!
  return shared
}

/** The published rules cannot use every format. */
function lostFormats(
  instance: Instance,
  formats: readonly LocationFormat[],
  { rule }: CompileOptions,
  drop: DropFlags,
): SceneWarning[] {
  if (rule === 'diorama') return []
  const isLost: Record<LocationFormat, boolean> = {
    box: drop.boxes,
    point: drop.points,
    scribble: true,
    mask: rule === 'published' || drop.masks,
    polygon: rule === 'published' || drop.masks,
  }
  const lost = formats.filter((format) => isLost[format])
  if (lost.length === 0) return []
  return [warnAbout('formatNotUsed', instance, `its ${lost.join(' and ')} cannot be used as published`)]
}
