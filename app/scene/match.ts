/**
 * Things of one scene found again in the next, when both come from files: the same id, else the same words in the same
 * place, the same words elsewhere (it was moved), or other words in the same place (it was replaced).
 */

import { canonicalJson } from '../contract/run.ts'
import type { Instance, Scene } from '../contract/scene.ts'
import { used } from './locations.ts'
import { placeBounds } from './place.ts'

/**
 * @param hasIds whether the next scene's ids were given by its author; else they only count its instances
 * @returns the next scene, in which a thing that was there before has the id that it had, and any other an id of its own
 */
export function withIdsOf(before: Scene, next: Scene, hasIds: boolean): Scene {
  const left = new Map(before.instances.map((instance) => [instance.id, instance]))
  const ids = new Map<Instance, string>()
  const match = (rule: (instance: Instance) => Instance | undefined): void => {
    for (const instance of next.instances) {
      const found = ids.has(instance) ? undefined : rule(instance)
      if (!found) continue
      ids.set(instance, found.id)
      left.delete(found.id)
    }
  }
  const among = (is: (one: Instance) => boolean): Instance[] => [...left.values()].filter(is)
  if (hasIds) match(({ id }) => left.get(id))
  match((one) => among((other) => words(other) === words(one) && place(other) === place(one))[0])
  match((one) =>
    nearest(
      next,
      one,
      before,
      among((other) => words(other) === words(one)),
    ),
  )
  match((one) => among((other) => place(other) === place(one))[0])
  const taken = new Set([...before.instances.map(({ id }) => id), ...ids.values()])
  const instances = next.instances.map((instance) => {
    const id = ids.get(instance) ?? freeId(instance.id, taken)
    taken.add(id)
    return id === instance.id ? instance : { ...instance, id }
  })
  return { ...next, instances }
}

function words({ caption }: Instance): string {
  return caption.trim()
}

function place(instance: Instance): string {
  return canonicalJson(used(instance))
}

function nearest(scene: Scene, one: Instance, before: Scene, others: readonly Instance[]): Instance | undefined {
  const from = centreOf(scene, one)
  const distance = (other: Instance): number => {
    const to = centreOf(before, other)
    return Math.hypot(to.x - from.x, to.y - from.y)
  }
  return others.toSorted((a, b) => distance(a) - distance(b))[0]
}

/** As shares of the picture. */
function centreOf(scene: Scene, instance: Instance): { x: number; y: number } {
  const bounds = placeBounds(scene, instance)
  if (!bounds) return { x: 0.5, y: 0.5 }
  return { x: (bounds.x0 + bounds.x1) / 2 / scene.width, y: (bounds.y0 + bounds.y1) / 2 / scene.height }
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? id : `${id}-${n}`
    if (!taken.has(name)) return name
  }
}
