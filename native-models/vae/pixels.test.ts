/** Numbers to bytes and back. */
import { assert, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBytes, sampleLatents, toByte, toBytes } from './pixels.ts'

describe('G5 pixels', () => {
  test('G5 bytes are clamped and truncated, not rounded', () => {
    expect([-3, -1, 0, 0.999, 1, 7].map(toByte)).toEqual([0, 0, 127, 254, 255, 255])
  })

  test('G5 planes become pixels: red, green and blue of one pixel stand together', () => {
    const image_3HW = Float32Array.of(1, -1, -1, 1, -1, -1)
    expect([...toBytes(image_3HW)]).toEqual([255, 0, 0, 0, 255, 0])
  })

  test('I2 a picture keeps its bytes on the way to the encoder and back, up to the truncation of one level', () => {
    assert(
      property(uint8Array({ minLength: 3, maxLength: 3 }), (rgb) => {
        const back = toBytes(fromBytes(rgb))
        expect([...back].every((byte, i) => byte === rgb[i] || byte === rgb[i]! - 1)).toBe(true)
      }),
    )
    expect([...toBytes(fromBytes(Uint8Array.of(0, 255, 0)))]).toEqual([0, 255, 0])
  })

  test('I2 noise is scaled by the deviation and by the scale factor, the mean by neither', () => {
    const latents = sampleLatents(Float32Array.of(1, 1), Float32Array.of(0, Math.log(4)), Float32Array.of(1, -1), 0.5)
    expect(latents[0]).toBe(1.5)
    expect(latents[1]).toBeCloseTo(0, 6)
  })
})
