import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipToPicture, convexHull, ringArea, uniteBoxes } from './geometry.ts'
import { fillRings } from './raster.ts'

const pointArbitrary = fc.record({ x: fc.integer({ min: 0, max: 40 }), y: fc.integer({ min: 0, max: 40 }) })

describe('geometry', () => {
  it('C2 the hull of a square with points inside is its corners', () => {
    const corners = [
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 4 },
      { x: 0, y: 4 },
    ]
    expect(convexHull([...corners, { x: 2, y: 2 }, { x: 2, y: 0 }])).toEqual(corners)
    expect(
      convexHull([
        { x: 1, y: 1 },
        { x: 1, y: 1 },
      ]),
    ).toEqual([{ x: 1, y: 1 }])
  })

  it('C2 every point lies inside or on the hull', () => {
    fc.assert(
      fc.property(fc.array(pointArbitrary, { minLength: 3, maxLength: 30 }), (points) => {
        const hull = convexHull(points)
        if (hull.length < 3) return
        for (const p of points) {
          for (const [i, a] of hull.entries()) {
            const b = hull[(i + 1) % hull.length]!
            expect((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)).toBeGreaterThanOrEqual(0)
          }
        }
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('C2 area, union and clipping of simple shapes', () => {
    expect(
      ringArea([
        { x: 0, y: 0 },
        { x: 4, y: 0 },
        { x: 4, y: 3 },
      ]),
    ).toBe(6)
    const [a, b] = [
      { x0: 0, y0: 0, x1: 1, y1: 1 },
      { x0: 5, y0: -1, x1: 6, y1: 0 },
    ]
    expect(uniteBoxes(a, b)).toEqual({ x0: 0, y0: -1, x1: 6, y1: 1 })
    expect(uniteBoxes(null, b)).toEqual(b)
    expect(clipToPicture(b, 10, 10)).toBeNull()
    expect(clipToPicture({ x0: -1, y0: -1, x1: 20, y1: 5 }, 10, 10)).toEqual({ x0: 0, y0: 0, x1: 10, y1: 5 })
  })
})

describe('rings to pixels', () => {
  it('C2 a pixel is inside when a ray from its centre crosses the rings an odd number of times', () => {
    const ring = fc.array(pointArbitrary, { minLength: 3, maxLength: 12 })
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 3 }), (rings) => {
        const plane = fillRings(rings, 40, 40, 40, 40)
        for (let i = 0; i < 1600; i++) {
          const [x, y] = [(i % 40) + 0.5, Math.floor(i / 40) + 0.5]
          const crossings = rings.flatMap((points) =>
            points.map((p, k) => [p, points[(k + 1) % points.length]!] as const),
          )
          const odd = crossings.filter(
            ([p, q]) => p.y > y !== q.y > y && x >= p.x + ((y - p.y) / (q.y - p.y)) * (q.x - p.x),
          )
          expect(plane[i]).toBe(odd.length % 2)
        }
      }),
      { seed: 2, numRuns: 60 },
    )
  })

  it('C2 rings far outside the picture fill only what is inside', () => {
    const huge = [
      { x: -1e6, y: -1e6 },
      { x: 1e6, y: -1e6 },
      { x: 1e6, y: 1e6 },
      { x: -1e6, y: 1e6 },
    ]
    expect(fillRings([huge], 10, 10, 10, 10)).toEqual(new Uint8Array(100).fill(1))
  })
})
