/** The linear preview, on decoders whose best answer is known. */
import { describe, expect, test } from 'vitest'
import { toBytes } from './pixels.ts'
import { fitPreview, previewPicture, previewProbe, type CellGrid } from './preview.ts'

/** Numbers without a pattern, -1 to 1. */
function varied(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * i * 1.7 + i))
}

const mix = [
  [0.3, -0.2, 0.1],
  [0.1, 0.4, -0.1],
  [-0.2, 0.1, 0.3],
  [0.05, 0.05, 0.2],
] as const

/** A decoder that is linear: each cell becomes factor x factor pixels of one colour. */
function linearDecoder(latents: Float32Array, cells: CellGrid, factor: number): Float32Array {
  const [width, height] = [cells.width * factor, cells.height * factor]
  return Float32Array.from({ length: 3 * width * height }, (_, i) => {
    const [colour, y, x] = [Math.floor(i / (width * height)), Math.floor(i / width) % height, i % width] as const
    const cell = Math.floor(y / factor) * cells.width + Math.floor(x / factor)
    return mix.reduce(
      (sum, row, channel) => sum + row[colour]! * latents[channel * cells.width * cells.height + cell]!,
      0.1,
    )
  })
}

describe('G2 preview', () => {
  test('G2 a decoder that is linear is found exactly, wide pictures too', () => {
    const cells = { width: 6, height: 4 }
    const latents = varied(4 * 24)
    const map = fitPreview(latents, linearDecoder(latents, cells, 8), cells)
    const others = varied(500).subarray(100, 100 + 4 * 24)
    const expected = toBytes(linearDecoder(others, cells, 1))
    const off = [...previewPicture(map, others)].map((byte, i) => Math.abs(byte - expected[i]!))
    expect(Math.max(...off)).toBeLessThanOrEqual(1)
  })

  test('G2 a channel that never varies takes no part, and breaks nothing', () => {
    const cells = { width: 4, height: 4 }
    const latents = varied(4 * 16).map((value, i) => (i < 16 ? 0 : value))
    const { weights } = fitPreview(latents, linearDecoder(latents, cells, 2), cells)
    expect([...weights.subarray(0, 3)]).toEqual([0, 0, 0])
    expect(weights[3]).toBeCloseTo(0.1, 3)
  })

  test('G2 the probe has 64 different colours, evenly over the whole range of each', () => {
    const { image_3HW, cells } = previewProbe(8)
    expect(image_3HW.length).toBe(3 * 128 * 128)
    expect(cells).toEqual({ width: 16, height: 16 })
    for (const plane of [0, 1, 2]) {
      const values = [...new Set(image_3HW.subarray(plane * 128 ** 2, (plane + 1) * 128 ** 2))].sort((a, b) => a - b)
      expect(values).toHaveLength(64)
      const gaps = values.slice(1).map((value, i) => value - values[i]!)
      expect(Math.max(...gaps)).toBeLessThan(0.15)
    }
  })
})
