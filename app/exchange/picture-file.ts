/** A picture in the forms that other programs open. */
import sharp from 'sharp'
import type { ExportAs, ExportFormat } from '../contract/exports.ts'
import type { Scene } from '../contract/scene.ts'
import { layersOf } from './layers.ts'
import { encodeOpenRaster } from './openraster.ts'
import { decodePng, encodePlainPng } from './picture.ts'
import { encodePng, readRecord, type Pixels } from './png.ts'
import { encodePsd } from './psd.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * @param png as a round keeps it, with its record if it has one
 * @param scene what it was drawn from; the picture fills it
 * @throws LayersError for layers that are too large to be written
 */
export async function pictureFile(png: Uint8Array, scene: Scene, as: ExportAs): Promise<Uint8Array> {
  const drawn = await decodePng(png)
  const pixels = as.size === 'scene' ? await stretched(drawn, scene) : drawn
  if (as.format === 'psd') return encodePsd(layersOf(pixels, scene))
  if (as.format === 'ora') return encodeOpenRaster(layersOf(pixels, scene))
  const { width, height, rgb } = pixels
  const picture = sharp(rgb, { raw: { width, height, channels: 3 } })
  // At full resolution of colour: edges of painted things are where halved colour shows.
  if (as.format === 'jpeg')
    return picture.jpeg({ quality: as.quality, mozjpeg: true, chromaSubsampling: '4:4:4' }).toBuffer()
  if (as.format === 'webp') return picture.webp({ quality: as.quality, smartSubsample: true }).toBuffer()
  const record = as.withScene ? readRecord(png) : undefined
  return typeof record === 'object' && record !== null ? encodePng(pixels, record) : encodePlainPng(pixels)
}

export const pictureTypes: Readonly<Record<Exclude<ExportFormat, 'json' | 'sheet'>, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  psd: 'image/vnd.adobe.photoshop',
  ora: 'image/openraster',
}

async function stretched({ rgb, ...from }: Pixels, { width, height }: Size): Promise<Pixels> {
  if (from.width === width && from.height === height) return { ...from, rgb }
  const data = await sharp(rgb, { raw: { ...from, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer()
  return { width, height, rgb: data }
}
