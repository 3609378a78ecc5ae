/** Fourier features of coordinates against their definition. */
import { describe, expect, it } from 'vitest'
import { fourierCode } from './fourier.ts'

describe('Fourier features', () => {
  it('M2 each frequency gives the sines of all coordinates of a row, then their cosines', () => {
    const rows = [
      [0.25, 0.5, 0.75],
      [1, 0, 0.125],
    ]
    const code = fourierCode(Float32Array.from(rows.flat()), 3)
    expect(code).toHaveLength(2 * 3 * 32)
    for (const [row, coordinates] of rows.entries()) {
      for (let k = 0; k < 16; k++) {
        const angles = coordinates.map((x) => 100 ** (k / 16) * x)
        const expected = [...angles.map(Math.sin), ...angles.map(Math.cos)]
        const found = code.subarray((row * 16 + k) * 6, (row * 16 + k + 1) * 6)
        // angles are rounded to float32, the largest to 4e-6
        expected.forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(1e-5))
      }
    }
  })

  it('M2 zeros are embedded, not left at zero: 0 for sines and 1 for cosines', () => {
    expect([...fourierCode(new Float32Array(2), 2).subarray(0, 8)]).toEqual([0, 0, 1, 1, 0, 0, 1, 1])
  })

  it('M2 no rows give no features', () => {
    expect(fourierCode(new Float32Array(0), 4)).toHaveLength(0)
  })
})
