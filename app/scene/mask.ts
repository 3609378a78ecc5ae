/** The mask of an instance: its own mask and its polygon together, at the size where it is wanted. */

import type { Instance, Rle, Scene } from '../contract/scene.ts'
import { used } from './locations.ts'
import { fillRings } from './raster.ts'
import { encodeMask, sampleMask } from './rle.ts'

/** @returns pixels 0 or 1, row by row: [height, width]; null when the instance has neither mask nor polygon in use */
export function instancePlane(scene: Scene, instance: Instance, width: number, height: number): Uint8Array | null {
  const { mask, polygon } = used(instance)
  const sampled = mask ? sampleMask(mask, width, height) : null
  const filled = polygon ? fillRings(polygon, scene.width, scene.height, width, height) : null
  if (sampled === null || filled === null) return sampled ?? filled
  return sampled.map((pixel, i) => pixel | filled[i]!)
}

/** The same at the scene's size, as run lengths. */
export function instanceMask(scene: Scene, instance: Instance): Rle | null {
  const { mask, polygon } = used(instance)
  if (!polygon) return mask ?? null
  const plane = instancePlane(scene, instance, scene.width, scene.height)
  return plane && encodeMask(plane, scene.width, scene.height)
}
