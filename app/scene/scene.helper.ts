/** Small scenes for tests. */

import { sceneFormat, sceneVersion } from '../contract/scene.ts'
import type { Instance, Rle, Scene } from '../contract/scene.ts'
import { encodeMask } from './rle.ts'

/** 512 x 512 pixels. */
export function sceneOf(...instances: Instance[]): Scene {
  return { format: sceneFormat, version: sceneVersion, caption: 'a scene', width: 512, height: 512, instances }
}

export function instance(id: string, locations: Omit<Instance, 'id' | 'caption'> = {}): Instance {
  return { id, caption: `a thing ${id}`, ...locations }
}

export function maskOf(width: number, height: number, isInside: (x: number, y: number) => boolean): Rle {
  const plane = Uint8Array.from({ length: width * height }, (_, i) =>
    isInside(i % width, Math.floor(i / width)) ? 1 : 0,
  )
  return encodeMask(plane, width, height)
}
