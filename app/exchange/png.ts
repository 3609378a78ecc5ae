/**
 * Pictures as PNG files that carry how they came about: the scene and the settings, as JSON in a text chunk.
 *
 * The chunk is written after encoding, because encoders drop chunks they do not know. PNG: W3C, third edition, 11.3.3.4.
 */
import { crc32 } from 'node:zlib'
import sharp from 'sharp'

/** The chunk's keyword; other programs show it beside the text. */
const keyword = 'diorama'
/** Type and head of the chunk: the keyword, not compressed, method 0, no language, no translated keyword. */
const head = Buffer.from(`iTXt${keyword}\0\0\0\0\0`, 'latin1')
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** Length, type and checksum of a chunk. */
const framing = 12
/** The first chunk, IHDR, always ends here. Ours follows it: readers that want no pixels stop at the first of those. */
const headerEnd = signature.length + framing + 13

/** A file is not a PNG, or its record cannot be read. */
export class PngError extends Error {
  override readonly name = 'PngError'
}

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Row by row, 3 bytes a pixel. */
  readonly rgb: Uint8Array
}

/** @param record JSON data, usually { scene, settings } */
export async function encodePng({ width, height, rgb }: Pixels, record: object): Promise<Uint8Array> {
  const encoded = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  return Buffer.concat([encoded.subarray(0, headerEnd), textChunk(JSON.stringify(record)), encoded.subarray(headerEnd)])
}

/**
 * The record of a PNG, or undefined for a PNG without one.
 *
 * @throws PngError
 */
export function readRecord(png: Uint8Array): unknown {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  if (!bytes.subarray(0, signature.length).equals(signature)) throw new PngError('This is not a PNG file.')
  for (let at = signature.length; at + framing <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const end = at + framing + length
    if (end > bytes.length) throw new PngError('The PNG file is cut off.')
    const text =
      bytes.toString('latin1', at + 4, at + 8) === 'iTXt' ? recordText(bytes.subarray(at + 4, end)) : undefined
    if (text !== undefined) return parsed(text)
    at = end
  }
  return undefined
}

function textChunk(text: string): Buffer {
  const body = Buffer.concat([head, Buffer.from(text, 'utf8')])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** @param chunk type, data and checksum of a text chunk. Undefined where it is not ours. */
function recordText(chunk: Buffer): string | undefined {
  if (!chunk.subarray(0, head.length).equals(head)) return undefined
  const end = chunk.length - 4
  if (crc32(chunk.subarray(0, end)) !== chunk.readUInt32BE(end)) {
    throw new PngError('The scene in the PNG file is damaged: its checksum is wrong.')
  }
  return chunk.toString('utf8', head.length, end)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PngError('The scene in the PNG file is not JSON.', { cause })
  }
}
