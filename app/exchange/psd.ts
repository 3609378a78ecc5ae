/**
 * Layers as a PSD file, as Photoshop and most painting programs open it.
 *
 * Pixels are handed over as they are: a canvas, which the encoder would take too, multiplies colours by opacity and back.
 */

import type { Layer, Layered } from './layers.ts'
import { layerNames, LayersError } from './layers.ts'

/**
 * The file's composite, which programs without layers show, is the picture to the byte.
 *
 * @throws LayersError for a picture one pixel wide: the encoder would cut its composite off
 */
export async function encodePsd({ width, height, picture, things, places }: Layered): Promise<Uint8Array> {
  if (width < 2) throw new LayersError('A picture one pixel wide does not fit into a PSD file; write another format.')
  // large, and seldom asked for
  const { writePsd } = await import('ag-psd')
  const group = { name: layerNames.things, opened: true, children: things.map((thing) => layerOf(thing)) }
  const file = writePsd(
    {
      width,
      height,
      imageData: imageOf(picture),
      // bottom first
      children: [layerOf(picture), ...(things.length > 0 ? [group] : []), { ...layerOf(places), hidden: true }],
    },
    // a background could neither be moved nor keep its name
    { generateThumbnail: false, noBackground: true },
  )
  return new Uint8Array(file)
}

function layerOf(layer: Layer) {
  const { name, x, y } = layer
  return { name, left: x, top: y, imageData: imageOf(layer) }
}

function imageOf({ width, height, rgba }: Layer) {
  return { width, height, data: rgba }
}
