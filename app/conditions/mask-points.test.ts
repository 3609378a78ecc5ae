/** Outlines and points of any masks; those that were recorded: test/parity/demos.test.ts. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { traceContours } from './contour.ts'
import type { Contours } from './contour.ts'
import { byDistance, foreground, polygonPoints } from './mask-points.ts'

const flat = (points: readonly (readonly number[])[]): number[] => points.flat()
const listed = ({ points, ends }: Contours): number[][] =>
  ends.map((end, i) => [...points.subarray(2 * (ends[i - 1] ?? 0), 2 * end)])
const planeArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
  .chain(([width, height]) =>
    fc
      .array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height })
      .map((pixels) => ({ width, height, plane: Uint8Array.from(pixels) })),
  )

describe('contours', () => {
  it('G5 every outline is closed and runs over background pixels beside the mask', () => {
    fc.assert(
      fc.property(planeArbitrary, ({ plane, width, height }) => {
        const at = (x: number, y: number) =>
          x >= 1 && x <= width && y >= 1 && y <= height ? plane[(y - 1) * width + x - 1]! : 0
        for (const contour of listed(traceContours(plane, width, height))) {
          expect(contour.length).toBeGreaterThanOrEqual(6)
          expect(contour.slice(-2)).toEqual(contour.slice(0, 2))
          for (let i = 0; i < contour.length; i += 2) {
            const [x, y] = [contour[i]!, contour[i + 1]!]
            expect(at(x, y)).toBe(0)
            expect(at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)).toBeGreaterThan(0)
          }
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it('S2 a chessboard of 1024 x 1024 pixels, the worst mask there is, is traced in seconds', () => {
    const plane = Uint8Array.from({ length: 1024 * 1024 }, (_, i) => (i + (i >> 10)) & 1)
    const before = process.cpuUsage()
    const { ends } = traceContours(plane, 1024, 1024)
    expect(ends.length).toBeGreaterThan(100_000)
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5)
  })
})

describe('points', () => {
  it('G5 points at the same distance keep their order', () => {
    expect(byDistance([3, 4, 0, 1, 5, 0, 4, 3])).toEqual([0, 1, 3, 4, 5, 0, 4, 3])
  })

  it('G5 the quick choice inside a mask equals a stable sort of all its pixels', () => {
    fc.assert(
      fc.property(planeArbitrary, ({ plane, width, height }) => {
        const pixels = foreground(plane)
        fc.pre(pixels.length >= 8)
        const points = polygonPoints(plane, width, height, 16, () => {
          throw new Error('nothing is drawn when there are enough pixels')
        })
        const { points: outline } = traceContours(plane, width, height)
        const last = outline.length / 2 - 1
        const onOutline = Array.from({ length: 8 }, (_, i) => {
          const at = i === 7 ? last : Math.trunc(i * (last / 7))
          return [outline[2 * at]!, outline[2 * at + 1]!]
        })
        expect(points).toEqual(byDistance(flat([...sortedChoice(pixels, width, 8), ...onOutline])))
      }),
      { seed: 2, numRuns: 300 },
    )
  })
})

/** The rule as it is written: sort all pixels, cut into runs, take the middle of each. */
function sortedChoice(pixels: Int32Array, width: number, count: number): number[][] {
  const points = Array.from(pixels, (pixel) => [pixel % width, Math.floor(pixel / width)])
  const mean = (axis: number) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length
  const centre = [mean(0), mean(1)]
  const distance = (point: number[]) => Math.sqrt((point[0]! - centre[0]!) ** 2 + (point[1]! - centre[1]!) ** 2)
  const sorted = points.toSorted((a, b) => distance(a) - distance(b))
  const run = Math.floor(points.length / count)
  return Array.from({ length: count }, (_, i) => sorted[i * run + Math.floor(run / 2)]!)
}
