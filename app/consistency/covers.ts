/** Which instance lies in front of which, and how much of it. */

import type { Scene } from '../contract/scene.ts'
import { depthOrder } from '../scene/place.ts'
import { cellPlace, countShared, shareGrid } from './cell-places.ts'

/** One instance in front of another, by id. `share` is of the place of the one behind, above 0 to 1. */
export type Cover = { readonly front: string; readonly behind: string; readonly share: number }

/** Less of a place counts as free: it may come of rounding to cells. */
export const smallestCover = 0.05

/**
 * The covers from `smallestCover` on, the largest first.
 *
 * @param matters whether a pair of ids is of interest; the others cost nothing
 */
export function coversOf(scene: Scene, matters: (front: string, behind: string) => boolean): Cover[] {
  const grid = shareGrid(scene)
  const placed = depthOrder(scene).map((at) => {
    const instance = scene.instances[at]!
    return { id: instance.id, place: cellPlace(scene, instance, grid) }
  })
  const covers: Cover[] = []
  for (let i = 0; i < placed.length; i++) {
    const behind = placed[i]!
    for (let j = i + 1; j < placed.length && behind.place.count > 0; j++) {
      const front = placed[j]!
      if (!matters(front.id, behind.id)) continue
      const share = countShared(front.place, behind.place) / behind.place.count
      if (share >= smallestCover) covers.push({ front: front.id, behind: behind.id, share })
    }
  }
  return covers.sort((a, b) => b.share - a.share)
}
