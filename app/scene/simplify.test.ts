/** C2: lines drawn by hand keep their shape when they are thinned and lose their tremble when they are smoothed. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceToSegment, resample, simplify, simplifyRing, smooth } from './simplify.ts'

const coordinate = fc.integer({ min: -500, max: 500 })
const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 60 })
const trembling = Array.from({ length: 101 }, (_, i) => ({ x: i, y: i % 2 }))
const arc = Array.from({ length: 100 }, (_, i) => ({ x: 100 * Math.cos(i / 30), y: 100 * Math.sin(i / 30) }))

describe('C2 simplify', () => {
  test('C2 every point of a line lies within the tolerance of the simpler one, whose points are all of the line', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 50 }), (line, tolerance) => {
        const simple = simplify(line, tolerance)
        expect(simple.every((point) => line.includes(point))).toBe(true)
        expect([simple[0], simple.at(-1)]).toEqual([line[0], line.at(-1)])
        const away = (p: (typeof line)[number]) =>
          Math.min(...simple.map((q, i) => distanceToSegment(p, simple[Math.max(0, i - 1)]!, q)))
        expect(Math.max(...line.map(away))).toBeLessThanOrEqual(tolerance + 1e-9)
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  test('C2 points on a straight line are left out, an arc keeps some', () => {
    expect(
      simplify(
        Array.from({ length: 50 }, (_, i) => ({ x: i, y: 2 * i })),
        0.01,
      ),
    ).toHaveLength(2)
    expect(simplify(arc, 0.75).length).toBeGreaterThan(8)
    expect(simplify(arc, 0.75).length).toBeLessThan(30)
  })

  test('C2 a ring keeps three points at least', () => {
    const square = [0, 1, 2, 3].flatMap((side) =>
      Array.from(
        { length: 10 },
        (_, i) =>
          [
            { x: i, y: 0 },
            { x: 10, y: i },
            { x: 10 - i, y: 10 },
            { x: 0, y: 10 - i },
          ][side]!,
      ),
    )
    expect(simplifyRing(square, 0.1)).toHaveLength(4)
    expect(simplifyRing(square, 1000).length).toBeGreaterThanOrEqual(3)
  })
})

describe('C2 smooth', () => {
  test('C2 smoothing 0 changes nothing; more takes more of the tremble away; the ends stay', () => {
    expect(smooth(trembling, 0)).toEqual(trembling)
    const tremble = (amount: number) => {
      const middle = smooth(trembling, amount).slice(20, 80)
      return Math.max(...middle.map(({ y }) => y)) - Math.min(...middle.map(({ y }) => y))
    }
    expect(tremble(50)).toBeLessThan(0.3)
    expect(tremble(100)).toBeLessThanOrEqual(tremble(20))
    const smoothed = smooth(trembling, 80)
    expect(smoothed[0]).toEqual(trembling[0])
    expect(smoothed.at(-1)!.x).toBeCloseTo(100)
  })

  test('C2 an arc stays near itself', () => {
    for (const { x, y } of smooth(arc, 50)) expect(Math.abs(Math.hypot(x, y) - 100)).toBeLessThan(8)
  })
})

describe('C2 resample', () => {
  test('C2 a line has as many points as are asked for, in even steps from its first to its last', () => {
    const shown = resample(arc, 20)
    expect(shown).toHaveLength(20)
    expect(shown[0]).toEqual(arc[0])
    expect(shown.at(-1)!.x).toBeCloseTo(arc.at(-1)!.x)
    const steps = shown.slice(1).map((p, i) => Math.hypot(p.x - shown[i]!.x, p.y - shown[i]!.y))
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(0.2)
  })

  test('C2 a line without length is one point', () => {
    const dot = { x: 3, y: 4 }
    expect(resample([dot, dot, dot], 20)).toEqual([dot])
    expect(resample([], 20)).toEqual([])
  })
})
