/**
 * Pictures from anywhere, read with limits: what is too large is refused by its header, before a pixel is decoded.
 *
 * SVG is refused: it is a program that can name other files, and not a picture that somebody made.
 */
import sharp from 'sharp'
import type { Pixels } from './png.ts'

/** Sides and pixels of a file that is opened at all, and the longer side that is kept. */
export const pictureLimits = { side: 16_384, area: 100_000_000, kept: 4096 } as const

const formats = new Set(['png', 'jpeg', 'webp', 'heif', 'tiff', 'gif'])

/** `size` only for `tooLarge`. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  readonly code: 'notAPicture' | 'tooLarge'
  readonly size: { readonly width: number; readonly height: number } | undefined

  constructor(
    code: PictureError['code'],
    message: string,
    options: ErrorOptions & { size?: PictureError['size'] } = {},
  ) {
    super(message, options)
    this.code = code
    this.size = options.size
  }
}

export interface ReadPicture {
  /** Without any metadata, turned as the camera was held, at most `pictureLimits.kept` on its longer side. */
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
}

/** @throws PictureError */
export async function readPicture(bytes: Uint8Array): Promise<ReadPicture> {
  const { width, height } = await headerOf(bytes)
  if (Math.max(width, height) > pictureLimits.side || width * height > pictureLimits.area) {
    throw new PictureError('tooLarge', `The picture is ${width} x ${height} pixels.`, { size: { width, height } })
  }
  const { kept } = pictureLimits
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: pictureLimits.area })
      .autoOrient()
      .resize({ width: kept, height: kept, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .png({ compressionLevel: 6 })
      .toBuffer({ resolveWithObject: true })
    return { png: data, width: info.width, height: info.height }
  } catch (cause) {
    throw new PictureError('notAPicture', 'The picture is cut off or damaged.', { cause })
  }
}

async function headerOf(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  try {
    const { format, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (formats.has(format)) return { width, height }
  } catch (cause) {
    throw new PictureError('notAPicture', 'This is not a picture that can be read.', { cause })
  }
  throw new PictureError('notAPicture', 'Pictures of this kind are not read.')
}

/** Whether the first bytes are those of a picture, whatever the file is called. */
export async function looksLikePicture(bytes: Uint8Array): Promise<boolean> {
  return headerOf(bytes).then(
    () => true,
    () => false,
  )
}

export async function encodePlainPng({ width, height, rgb }: Pixels): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toBuffer()
}

/** A byte a pixel, row by row. */
export async function encodeGreyPng(
  { width, height }: { readonly width: number; readonly height: number },
  grey: Uint8Array,
): Promise<Uint8Array> {
  return sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

/** The pixels of a PNG that we made. */
export async function decodePng(png: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(png, { limitInputPixels: pictureLimits.area })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgb: new Uint8Array(data) }
}

/** The whole picture at a size of nearly its shape; what is over at two edges is cut off. */
export async function scaledPixels(png: Uint8Array, width: number, height: number): Promise<Pixels> {
  const rgb = await sharp(png, { limitInputPixels: pictureLimits.area })
    .flatten({ background: 'white' })
    .resize(width, height, { fit: 'cover' })
    .toColourspace('srgb')
    .raw()
    .toBuffer()
  return { width, height, rgb: new Uint8Array(rgb) }
}

/** Smooth, for estimates that have one pixel a latent cell. */
export async function enlarge(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const rgb = await sharp(pixels.rgb, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer()
  return { width, height, rgb }
}

/** Small and quick to fetch; pictures that are smaller stay as they are. */
export async function thumbnail(png: Uint8Array, side: number): Promise<Uint8Array> {
  return sharp(png, { limitInputPixels: pictureLimits.area })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 86 })
    .toBuffer()
}
