/** PNG files and the record inside them, through the real encoder. */
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { PngError, encodePng, readRecord } from './png.ts'

const pixels = { width: 3, height: 2, rgb: Uint8Array.from({ length: 18 }, (_, i) => i * 14) }
const record = { scene: { caption: 'eine Küche, 猫と犬 🐈', instances: [] }, settings: { seed: 7, guidance: 7.5 } }

describe('X1 a PNG', () => {
  test('X1 gives back every byte of the picture', async () => {
    const png = await encodePng(pixels, record)
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.channels]).toEqual([3, 2, 3])
    expect([...data]).toEqual([...pixels.rgb])
  })

  test('X1 carries scene and settings, in any script', async () => {
    expect(readRecord(await encodePng(pixels, record))).toEqual(record)
  })

  test('X1 shows its record to other programs as a comment', async () => {
    const { comments } = await sharp(await encodePng(pixels, record)).metadata()
    expect(comments).toEqual([{ keyword: 'diorama', text: JSON.stringify(record) }])
  })

  test('G5 is the same, byte for byte, for the same picture and record', async () => {
    expect(await encodePng(pixels, record)).toEqual(await encodePng(pixels, record))
  })

  test('I3 of another program has no record', async () => {
    expect(
      readRecord(
        await sharp(await encodePng(pixels, record))
          .png()
          .toBuffer(),
      ),
    ).toBeUndefined()
  })
})

describe('S2 a damaged PNG', () => {
  test('S2 that is something else is refused', () => {
    expect(() => readRecord(Buffer.from('GIF89a'))).toThrow(new PngError('This is not a PNG file.'))
  })

  test('S2 gives its record or a PngError, wherever it is cut off', async () => {
    const png = await encodePng(pixels, record)
    for (let length = 0; length < png.length; length++) {
      try {
        expect([undefined, JSON.stringify(record)]).toContain(JSON.stringify(readRecord(png.subarray(0, length))))
      } catch (error) {
        expect(error).toBeInstanceOf(PngError)
      }
    }
  })

  test('S2 with a changed record is refused', async () => {
    const png = Buffer.from(await encodePng(pixels, record))
    png[png.indexOf('guidance')] = 0x58
    expect(() => readRecord(png)).toThrow('checksum')
  })
})
