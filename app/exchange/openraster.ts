/**
 * Layers as an OpenRaster file, as Krita, GIMP and MyPaint open it: a zip of one PNG a layer and a list of them.
 *
 * File layout and layer stack: OpenRaster baseline 0.0.5.
 */

import sharp from 'sharp'
import type { Layer, Layered } from './layers.ts'
import { layerNames } from './layers.ts'

/** The thumbnail's longer side. */
const thumbnailSide = 256

/** Of every entry, so that the same layers give the same file. The earliest that a zip can say. */
const entryTime = new Date(1980, 0, 1)

export async function encodeOpenRaster(layered: Layered): Promise<Uint8Array> {
  const { zipSync, strToU8 } = await import('fflate')
  const stored = { level: 0 } as const
  const layers = [layered.picture, ...layered.things, layered.places]
  const pictures: [name: string, [Uint8Array, typeof stored]][] = []
  // one after the other: pixels of all layers at once would be many
  for (const [at, layer] of layers.entries()) pictures.push([sourceOf(at), [await png(layer), stored]])
  return zipSync(
    {
      // has to be first and as it is: programs tell the file by it
      mimetype: [strToU8('image/openraster'), stored],
      'stack.xml': strToU8(stackOf(layered)),
      ...Object.fromEntries(pictures),
      'mergedimage.png': [await png(layered.picture), stored],
      'Thumbnails/thumbnail.png': [await thumbnail(layered.picture), stored],
    },
    { mtime: entryTime },
  )
}

function pixelsOf({ width, height, rgba }: Layer) {
  return sharp(rgba, { raw: { width, height, channels: 4 } })
}

async function png(layer: Layer): Promise<Uint8Array> {
  return pixelsOf(layer).png().toBuffer()
}

async function thumbnail(picture: Layer): Promise<Uint8Array> {
  return pixelsOf(picture)
    .resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer()
}

/** @param at the layer's number from the bottom */
function sourceOf(at: number): string {
  return `data/layer${at}.png`
}

/** The list of layers, the top one first. */
function stackOf({ width, height, picture, things, places }: Layered): string {
  const inside = things.map((thing, i) => `   ${layerTag(thing, i + 1, 'visible')}`).reverse()
  const group = [`  <stack ${attributes({ name: layerNames.things, ...shown('visible') })}>`, ...inside, '  </stack>']
  return [
    "<?xml version='1.0' encoding='UTF-8'?>",
    `<image version="0.0.5" w="${width}" h="${height}">`,
    ' <stack>',
    `  ${layerTag(places, things.length + 1, 'hidden')}`,
    ...(things.length > 0 ? group : []),
    `  ${layerTag(picture, 0, 'visible')}`,
    ' </stack>',
    '</image>',
    '',
  ].join('\n')
}

type Visibility = 'visible' | 'hidden'

function layerTag({ name, x, y }: Layer, at: number, visibility: Visibility): string {
  return `<layer ${attributes({ name, src: sourceOf(at), x: `${x}`, y: `${y}`, ...shown(visibility) })}/>`
}

function shown(visibility: Visibility) {
  return { opacity: '1.0', visibility, 'composite-op': 'svg:src-over' }
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ')
}

/** What XML 1.0 cannot hold at all, not even as a reference (2.2, Char), becomes the character for what is unknown. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
