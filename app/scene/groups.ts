/** Parts under a whole: a bird's head under the bird. The whole is an instance as any other. */

import type { Draft } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import type { Box, Instance } from '../contract/scene.ts'
import { placeBounds } from './place.ts'

/** Id of the whole that an instance is a part of. */
export function wholeOf({ notes }: Draft, id: string): string | undefined {
  return Object.hasOwn(notes, id) ? notes[id]!.whole : undefined
}

export function isPinned({ notes }: Draft, id: string): boolean {
  return Object.hasOwn(notes, id) && notes[id]!.pinned === true
}

export function isHidden({ notes }: Draft, id: string): boolean {
  return Object.hasOwn(notes, id) && notes[id]!.hidden === true
}

/** The instances of these ids and all their parts, in list order. Ids that are not in the scene are left out. */
export function withParts(draft: Draft, ids: readonly string[]): Instance[] {
  const wanted = new Set(ids)
  return draft.scene.instances.filter(({ id }) => {
    for (let at: string | undefined = id; at !== undefined; at = wholeOf(draft, at)) if (wanted.has(at)) return true
    return false
  })
}

/** Makes all of them parts of the one with the largest place, of equally large ones the front one. */
export function groupInstances(draft: Draft, ids: readonly string[]): Command[] {
  const things = draft.scene.instances.filter(({ id }) => ids.includes(id))
  if (things.length < 2) return []
  const area = (instance: Instance) => areaOf(placeBounds(draft.scene, instance))
  const whole = things.reduce((best, thing) => (area(thing) >= area(best) ? thing : best)).id
  const parts = things.filter(({ id }) => id !== whole && wholeOf(draft, id) !== whole)
  // a whole that is a part of one of them would be a part of itself
  const isBelow = withParts(
    draft,
    parts.map(({ id }) => id),
  ).some(({ id }) => id === whole)
  return [...(isBelow ? [noted(whole, null)] : []), ...parts.map(({ id }) => noted(id, whole))]
}

/** Parts leave their whole, and wholes lose their parts. */
export function ungroupInstances(draft: Draft, ids: readonly string[]): Command[] {
  return draft.scene.instances
    .filter(({ id }) => {
      const whole = wholeOf(draft, id)
      return whole !== undefined && (ids.includes(id) || ids.includes(whole))
    })
    .map(({ id }) => noted(id, null))
}

function noted(id: string, whole: string | null): Command {
  return { do: 'noteInstance', id, change: { whole } }
}

function areaOf(box: Box | null): number {
  return box ? (box.x1 - box.x0) * (box.y1 - box.y0) : 0
}
