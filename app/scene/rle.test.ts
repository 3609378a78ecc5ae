import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rle } from '../contract/scene.ts'
import { decodeMask, encodeMask, maskArea, maskBounds, readRuns, sampleMask, writeRuns } from './rle.ts'

const maskArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 100 }))
  .chain(([width, height, percent]) =>
    fc
      .array(fc.integer({ min: 0, max: 99 }), { minLength: width * height, maxLength: width * height })
      .map((values) => ({ width, height, plane: Uint8Array.from(values, (value) => (value < percent ? 1 : 0)) })),
  )

/** The same mask, of which nothing is remembered. */
const copyOf = (rle: Rle): Rle => ({ size: [...rle.size], counts: rle.counts })

describe('run lengths', () => {
  it('I3 decoding what was encoded gives the same mask', () => {
    fc.assert(
      fc.property(maskArbitrary, ({ plane, width, height }) => {
        expect(decodeMask(copyOf(encodeMask(plane, width, height)))).toEqual(plane)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('I3 runs of any length survive writing and reading', () => {
    const runs = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(runs, (lengths) => {
        const counts = Uint32Array.from(lengths)
        const height = counts.reduce((sum, count) => sum + count, 0)
        expect(readRuns(copyOf(writeRuns({ width: 1, height, counts }))).counts).toEqual(counts)
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  it('I3 what is remembered of a mask that was made here is what its text says', () => {
    fc.assert(
      fc.property(maskArbitrary, ({ plane, width, height }) => {
        const made = encodeMask(plane, width, height)
        const read = copyOf(made)
        expect(readRuns(read)).toEqual(readRuns(made))
        expect(maskArea(read)).toBe(maskArea(made))
        expect(maskBounds(read)).toEqual(maskBounds(made))
      }),
      { seed: 5, numRuns: 200 },
    )
  })

  it('I3 a known string: columns first, the first run is of zeros', () => {
    // 2 x 3 pixels, rows 0 1 0 and 1 1 0: columns 01 11 00, runs 1 3 2
    expect(encodeMask(Uint8Array.of(0, 1, 0, 1, 1, 0), 3, 2)).toEqual({ size: [2, 3], counts: '132' })
    // the fourth number is less the second: 1 1 1 1 -> 1 1 1 0
    expect(encodeMask(Uint8Array.of(0, 1, 0, 1), 1, 4).counts).toBe('1110')
  })

  it('I3 area and bounds are those of the pixels', () => {
    fc.assert(
      fc.property(maskArbitrary, ({ plane, width, height }) => {
        const rle = encodeMask(plane, width, height)
        const on = [...plane.keys()].filter((i) => plane[i] === 1)
        const [xs, ys] = [on.map((i) => i % width), on.map((i) => Math.floor(i / width))]
        expect(maskArea(rle)).toBe(on.length)
        expect(maskBounds(rle)).toEqual(
          on.length === 0
            ? null
            : { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs) + 1, y1: Math.max(...ys) + 1 },
        )
      }),
      { seed: 3, numRuns: 200 },
    )
  })

  it('I3 sampling takes the nearest pixel, larger and smaller', () => {
    const size = fc.integer({ min: 1, max: 60 })
    fc.assert(
      fc.property(maskArbitrary, size, size, ({ plane, width, height }, toWidth, toHeight) => {
        const expected = Uint8Array.from({ length: toWidth * toHeight }, (_, i) => {
          const x = Math.floor((((i % toWidth) + 0.5) * width) / toWidth)
          const y = Math.floor(((Math.floor(i / toWidth) + 0.5) * height) / toHeight)
          return plane[y * width + x]!
        })
        expect(sampleMask(encodeMask(plane, width, height), toWidth, toHeight)).toEqual(expected)
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it.each([
    ['too few pixels', '1', 'has runs for 1 of 4 pixels'],
    ['too many pixels', '5', 'has runs that do not fit 2 x 2 pixels'],
    ['a negative run', 'O5', 'has runs that do not fit 2 x 2 pixels'],
    ['a strange character', '\u00e9', 'has a character that run lengths do not use'],
    ['an unfinished number', 'PP', 'has a run length without an end'],
    ['an endless number', 'PPPPPPPPPPP0', 'has a run length without an end'],
    ['nothing', '', 'has runs for 0 of 4 pixels'],
  ])('S2 a mask with %s is refused', (_, counts, message) => {
    expect(() => readRuns({ size: [2, 2], counts })).toThrow(new RangeError(message))
  })
})
