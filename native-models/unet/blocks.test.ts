/** ScaleU without a Fourier transform against its definition with one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lowFrequencies, lowFrequencyColumns } from './blocks.ts'

/** The published filter by its definition: scale four shifted Fourier coefficients, transform back, keep the real part. */
function published(map: readonly number[], height: number, width: number, scale: number): number[] {
  const out = [...map]
  for (const [fy, fx] of [
    [0, 0],
    [0, -1],
    [-1, 0],
    [-1, -1],
  ] as const) {
    // with a side of 1 there is no frequency -1: the crop holds row or column 0 alone
    if ((fy !== 0 && height === 1) || (fx !== 0 && width === 1)) continue
    let [re, im] = [0, 0]
    const angle = (y: number, x: number): number => 2 * Math.PI * ((fy * y) / height + (fx * x) / width)
    map.forEach((value, i) => {
      re += value * Math.cos(angle(Math.floor(i / width), i % width))
      im -= value * Math.sin(angle(Math.floor(i / width), i % width))
    })
    map.forEach((_, i) => {
      const at = angle(Math.floor(i / width), i % width)
      out[i]! += ((scale - 1) * (re * Math.cos(at) - im * Math.sin(at))) / (height * width)
    })
  }
  return out
}

function lowRank(map: readonly number[], height: number, width: number, scale: number): number[] {
  const basis = lowFrequencies(height, width)
  const column = (c: number): number[] => map.map((_, i) => basis[i * lowFrequencyColumns + c]!)
  const out = [...map]
  for (let c = 0; c < lowFrequencyColumns; c++) {
    const values = column(c)
    const product = values.reduce((sum, value, i) => sum + value * map[i]!, 0)
    values.forEach((value, i) => (out[i]! += (scale - 1) * product * value))
  }
  return out
}

describe('ScaleU', () => {
  it('M2 seven columns give the published Fourier filter on maps of any size, odd, even and one', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
    const cases = sizes.chain(([height, width]) =>
      fc.record({
        height: fc.constant(height),
        width: fc.constant(width),
        scale: fc.double({ min: 0, max: 2, noNaN: true }),
        map: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
          minLength: height * width,
          maxLength: height * width,
        }),
      }),
    )
    fc.assert(
      fc.property(cases, ({ map, height, width, scale }) => {
        const expected = published(map, height, width, scale)
        lowRank(map, height, width, scale).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5))
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})
