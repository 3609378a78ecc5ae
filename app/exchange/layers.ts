/**
 * A picture taken apart into layers: itself, above it what each instance stands on, and hidden on top the lines of all
 * places. Flattened they are the picture again.
 *
 * A plain value, which psd.ts and openraster.ts write into files for other programs.
 */

import type { Scene } from '../contract/scene.ts'
import { depthOrder } from '../scene/place.ts'
import { areaOf, cutOut, setPixel } from './cutout.ts'
import type { Cutout } from './cutout.ts'
import { placeLines } from './place-lines.ts'
import type { Pixels } from './png.ts'

/** Where it lies in the picture, its pixels and its name. Blended as it is over what is below. */
export interface Layer extends Cutout {
  readonly name: string
}

export interface Layered {
  readonly width: number
  readonly height: number
  /** The whole picture, opaque: the bottom. */
  readonly picture: Layer
  /** Back to front, a group of its own. */
  readonly things: readonly Layer[]
  /** On top and hidden. */
  readonly places: Layer
}

/** What stands in the files, beside the captions. */
export const layerNames = { picture: 'Picture', things: 'Things', places: 'Places', untitled: 'Untitled' } as const

/** Of names, UTF-16 units: a PSD's plain name has one byte for its length. Of all instances together, pixels. */
export const layerLimits = { name: 255, area: 2 ** 27 } as const

/** The layers would take more memory than a file of them is worth. */
export class LayersError extends Error {
  override readonly name = 'LayersError'
}

/**
 * @param scene may be of another size than the picture, which then stands for all of it
 * @returns without a layer for instances that hold no pixel of the picture
 * @throws LayersError
 */
export function layersOf(picture: Pixels, scene: Scene): Layered {
  const { width, height } = picture
  const whole = { x: 0, y: 0, width, height }
  return {
    width,
    height,
    picture: { ...whole, name: layerNames.picture, rgba: opaque(picture.rgb) },
    things: thingsOf(picture, scene),
    places: { ...whole, name: layerNames.places, rgba: placeLines(scene, picture) },
  }
}

function thingsOf(picture: Pixels, scene: Scene): Layer[] {
  const found = depthOrder(scene).flatMap((at) => {
    const instance = scene.instances[at]!
    const area = areaOf(scene, instance, picture)
    return area === null ? [] : [{ instance, area }]
  })
  const size = found.reduce((sum, { area }) => sum + area.width * area.height, 0)
  if (size > layerLimits.area) {
    throw new LayersError(
      `Together the layers would have ${size} pixels, more than the ${layerLimits.area} of the largest file; make some places smaller.`,
    )
  }
  const layers: Layer[] = []
  let untitled = 0
  for (const { instance, area } of found) {
    const cutout = cutOut(picture, scene, instance, area)
    if (cutout) layers.push({ ...cutout, name: nameOf(instance.caption) || `${layerNames.untitled} ${++untitled}` })
  }
  return layers
}

function opaque(rgb: Uint8Array): Uint8Array {
  const pixels = rgb.length / 3
  const rgba = new Uint8Array(pixels * 4)
  for (let at = 0; at < pixels; at++) setPixel(rgba, at, rgb, at, 255)
  return rgba
}

/** One line without control characters, whole characters only; empty when the caption says nothing. */
function nameOf(caption: string): string {
  return shortened(
    caption
      .toWellFormed()
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
  ).trimEnd()
}

const characters = new Intl.Segmenter()

function shortened(name: string): string {
  if (name.length <= layerLimits.name) return name
  let length = 0
  for (const { segment } of characters.segment(name)) {
    if (length + segment.length > layerLimits.name) break
    length += segment.length
  }
  // marks without end may make one character of the whole text
  return length > 0 ? name.slice(0, length) : name.slice(0, layerLimits.name).toWellFormed()
}
