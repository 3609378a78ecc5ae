/** Instances arranged: moved, fitted, aligned, ordered, copied. Each function gives the commands; none if nothing changes. */

import type { Draft, InstanceNotes } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import type { Box, Instance, Scene } from '../contract/scene.ts'
import { centreOf, uniteBoxes } from './geometry.ts'
import { isPinned, wholeOf, withParts } from './groups.ts'
import { used } from './locations.ts'
import { depthOrder, placeBounds } from './place.ts'
import { locationBounds, moved, resized } from './transform.ts'

export { groupInstances, ungroupInstances } from './groups.ts'
export { locationBounds, moved, resized, rotated } from './transform.ts'

/** What moving moves: these and their parts, less those that are pinned. */
function movable(draft: Draft, ids: readonly string[]): Instance[] {
  return withParts(draft, ids).filter(({ id }) => !isPinned(draft, id))
}

/** Moves instances with their parts; pinned ones stay. @param dx @param dy scene pixels */
export function moveInstances(draft: Draft, ids: readonly string[], dx: number, dy: number): Command[] {
  if (dx === 0 && dy === 0) return []
  return movable(draft, ids).map(({ id, ...locations }) => {
    return { do: 'changeInstance', id, change: moved({ id, ...locations }, dx, dy) }
  })
}

/** Gives an instance's place other bounds, and its parts with it; a pinned one stays. @param box scene pixels */
export function fitInstance(draft: Draft, id: string, box: Box): Command[] {
  const instance = draft.scene.instances.find((one) => one.id === id)
  const bounds = instance && placeBounds(draft.scene, instance)
  if (!bounds || isPinned(draft, id) || isSameBox(bounds, box)) return []
  const { from, to } = fitOf(instance, bounds, box)
  return movable(draft, [id]).map((one) => {
    return { do: 'changeInstance', id: one.id, change: resized(draft.scene, one, from, to) }
  })
}

/** A scribble's place has a margin and a point's a size that no stretching changes: the drawn line is fitted then. */
function fitOf(instance: Instance, place: Box, to: Box): { from: Box; to: Box } {
  const { box, mask, polygon } = used(instance)
  const drawn = locationBounds(instance)!
  if (box || mask || polygon) return { from: place, to }
  const side = (start: number, end: number, before: number, after: number) => {
    const [x0, x1] = [start + before, end - after]
    return x0 <= x1 ? [x0, x1] : [(start + end) / 2, (start + end) / 2]
  }
  const [x0, x1] = side(to.x0, to.x1, drawn.x0 - place.x0, place.x1 - drawn.x1) as [number, number]
  const [y0, y1] = side(to.y0, to.y1, drawn.y0 - place.y0, place.y1 - drawn.y1) as [number, number]
  return { from: drawn, to: { x0, y0, x1, y1 } }
}

function isSameBox(a: Box, b: Box): boolean {
  return a.x0 === b.x0 && a.y0 === b.y0 && a.x1 === b.x1 && a.y1 === b.y1
}

export type Alignment =
  | 'left'
  | 'right'
  | 'top'
  | 'bottom'
  | 'centreAcross'
  | 'centreDown'
  | 'distributeAcross'
  | 'distributeDown'

type Bounded = { readonly id: string; readonly bounds: Box }

/**
 * Aligns by what is drawn: several instances to the box round all of them, a single one to the picture. Distributing
 * makes the gaps between three or more equal; the outer two stay.
 */
export function alignInstances(draft: Draft, ids: readonly string[], alignment: Alignment): Command[] {
  const things = draft.scene.instances
    .filter(({ id }) => ids.includes(id))
    .flatMap((instance): Bounded[] => {
      const bounds = locationBounds(instance)
      return bounds ? [{ id: instance.id, bounds }] : []
    })
  if (things.length === 0) return []
  const shifts = isDistribution(alignment) ? gapShifts(things, alignment) : edgeShifts(draft.scene, things, alignment)
  const before = new Map(draft.scene.instances.map((instance) => [instance.id, instance]))
  // a part that is aligned itself does not also move with its whole
  const driver = (id: string): string | undefined => {
    for (let at: string | undefined = id; at !== undefined; at = wholeOf(draft, at)) if (shifts.has(at)) return at
    return undefined
  }
  return movable(draft, ids).flatMap(({ id }): Command[] => {
    const { dx, dy } = shifts.get(driver(id) ?? '') ?? { dx: 0, dy: 0 }
    if (dx === 0 && dy === 0) return []
    return [{ do: 'changeInstance', id, change: moved(before.get(id)!, dx, dy) }]
  })
}

type Shifts = ReadonlyMap<string, { readonly dx: number; readonly dy: number }>

function isDistribution(alignment: Alignment): alignment is 'distributeAcross' | 'distributeDown' {
  return alignment === 'distributeAcross' || alignment === 'distributeDown'
}

function edgeShifts(scene: Scene, things: readonly Bounded[], alignment: Alignment): Shifts {
  const picture: Box = { x0: 0, y0: 0, x1: scene.width, y1: scene.height }
  const all = things.reduce<Box | null>((box, { bounds }) => uniteBoxes(box, bounds), null)!
  const to = things.length === 1 ? picture : all
  return new Map(things.map(({ id, bounds }) => [id, shiftTo(bounds, to, alignment)]))
}

function shiftTo(bounds: Box, to: Box, alignment: Alignment): { dx: number; dy: number } {
  if (alignment === 'left') return { dx: to.x0 - bounds.x0, dy: 0 }
  if (alignment === 'right') return { dx: to.x1 - bounds.x1, dy: 0 }
  if (alignment === 'top') return { dx: 0, dy: to.y0 - bounds.y0 }
  if (alignment === 'bottom') return { dx: 0, dy: to.y1 - bounds.y1 }
  const [from, centre] = [centreOf(bounds), centreOf(to)]
  return alignment === 'centreAcross' ? { dx: centre.x - from.x, dy: 0 } : { dx: 0, dy: centre.y - from.y }
}

function gapShifts(things: readonly Bounded[], alignment: 'distributeAcross' | 'distributeDown'): Shifts {
  const isAcross = alignment === 'distributeAcross'
  const span = ({ bounds }: Bounded) => (isAcross ? [bounds.x0, bounds.x1] : [bounds.y0, bounds.y1]) as [number, number]
  const middle = (thing: Bounded) => span(thing)[0] + span(thing)[1]
  const sorted = things.toSorted((a, b) => middle(a) - middle(b))
  if (sorted.length < 3) return new Map()
  const [start, end] = [span(sorted[0]!)[0], span(sorted.at(-1)!)[1]]
  const filled = sorted.reduce((sum, thing) => sum + span(thing)[1] - span(thing)[0], 0)
  const gap = (end - start - filled) / (sorted.length - 1)
  let at = start
  return new Map(
    sorted.map((thing) => {
      const [from, to] = span(thing)
      const shift = at - from
      at += to - from + gap
      return [thing.id, isAcross ? { dx: shift, dy: 0 } : { dx: 0, dy: shift }]
    }),
  )
}

export type Order = 'forward' | 'backward' | 'front' | 'back'

/** Forward and backward by one place in the list; several keep their order among each other. */
export function orderInstances(draft: Draft, ids: readonly string[], order: Order): Command[] {
  const list = draft.scene.instances.map(({ id }) => id)
  const isChosen = (id: string | undefined) => id !== undefined && ids.includes(id)
  const chosen = list.filter(isChosen)
  const others = list.filter((id) => !isChosen(id))
  if (order === 'front' || order === 'back') {
    const target = order === 'front' ? [...others, ...chosen] : [...chosen, ...others]
    if (target.every((id, i) => id === list[i])) return []
    const at = order === 'front' ? list.length - 1 : 0
    return (order === 'front' ? chosen : chosen.toReversed()).map((id) => ({ do: 'orderInstance', id, at }))
  }
  const step = order === 'forward' ? 1 : -1
  const from = order === 'forward' ? list.length - 1 : 0
  const commands: Command[] = []
  for (let i = from; i >= 0 && i < list.length; i -= step) {
    const [id, next] = [list[i]!, list[i + step]]
    if (!isChosen(id) || next === undefined || isChosen(next)) continue
    list[i + step] = id
    list[i] = next
    commands.push({ do: 'orderInstance', id, at: i + step })
  }
  return commands
}

/**
 * Copies with their parts, each right in front of its original, moved.
 *
 * @param newId gives an id that is not in use at each call
 * @param dx @param dy scene pixels
 * @returns the commands, and the ids of the copies of `ids`
 */
export function copyInstances(
  draft: Draft,
  ids: readonly string[],
  newId: () => string,
  dx: number,
  dy: number,
): { commands: Command[]; ids: string[] } {
  const originals = withParts(draft, ids)
  const idOf = new Map(originals.map(({ id }) => [id, newId()]))
  const adding = originals.map((original, i): Command => {
    const at = draft.scene.instances.indexOf(original) + 1 + i
    const { whole: _, ...notes } = notesOf(draft, original.id)
    return { do: 'addInstance', at, instance: copyOf(original, idOf.get(original.id)!, dx, dy), notes }
  })
  const grouping = originals.flatMap(({ id }): Command[] => {
    const whole = wholeOf(draft, id)
    if (whole === undefined) return []
    return [{ do: 'noteInstance', id: idOf.get(id)!, change: { whole: idOf.get(whole) ?? whole } }]
  })
  return { commands: [...adding, ...grouping], ids: ids.flatMap((id) => idOf.get(id) ?? []) }
}

function notesOf({ notes }: Draft, id: string): InstanceNotes {
  return Object.hasOwn(notes, id) ? notes[id]! : {}
}

function copyOf(original: Instance, id: string, dx: number, dy: number): Instance {
  return { ...original, ...(dx === 0 && dy === 0 ? {} : moved(original, dx, dy)), id } as Instance
}

/** The scene with its depth told by the list, as it has to be before instances can be ordered by hand. */
export function withListedDepth(scene: Scene): Scene {
  if (scene.depth !== 'bySize') return scene
  return { ...scene, depth: 'listed', instances: depthOrder(scene).map((at) => scene.instances[at]!) }
}
