/** The viewport's arithmetic against the table of sizes that the design gives. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  between,
  fitted,
  fittedBox,
  isSameView,
  keptInSight,
  nextScale,
  resized,
  toScene,
  toScreen,
  transformOf,
  zoomedBy,
} from './view.ts'

const scene = { width: 768, height: 512 }
const point = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) })
const view = fc.record({
  scale: fc.double({ min: 0.05, max: 64, noNaN: true }),
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
})
const seeded = { seed: 9, numRuns: 200 }

describe('C1 fit', () => {
  it.each([
    [944, 596, 768, 512],
    [1072, 648, 864, 576],
    [1864, 1128, 1536, 1024],
  ])('C1 fit: in a canvas of %i by %i a picture of 768 by 512 is shown as %i by %i', (width, height, across, down) => {
    const { scale } = fitted({ width, height }, scene)
    expect([Math.round(scale * 768), Math.round(scale * 512)]).toEqual([across, down])
  })

  it('C1 fit: 16 pixels stay free at the sides and top, 56 below', () => {
    const { scale, x, y } = fitted({ width: 1072, height: 648 }, scene)
    expect(x).toBeGreaterThanOrEqual(16)
    expect(y).toBe(16)
    expect(648 - (y + 512 * scale)).toBe(56)
  })

  it('C1 fit: a box of the scene stands in the middle of what is free', () => {
    const box = { x0: 100, y0: 100, x1: 200, y1: 150 }
    const to = fittedBox({ width: 1072, height: 648 }, box)
    const middle = toScreen(to, { x: 150, y: 125 })
    expect(middle.x).toBeCloseTo(536, 0)
    expect(middle.y).toBeCloseTo(16 + 576 / 2, 0)
  })

  it('C1 fit: a fitted picture is fitted again when the canvas changes, any other keeps its middle', () => {
    const [before, after] = [
      { width: 1072, height: 648 },
      { width: 944, height: 596 },
    ]
    expect(isSameView(resized(fitted(before, scene), before, after, scene), fitted(after, scene))).toBe(true)
    const own = { scale: 3, x: -200, y: -100 }
    expect(resized(own, before, after, scene)).toEqual({ scale: 3, x: -264, y: -126 })
  })
})

describe('C1 zoom', () => {
  it('C1 zoom: what lies under the pointer stays there', () => {
    fc.assert(
      fc.property(view, point, fc.double({ min: 0.2, max: 5, noNaN: true }), (from, at, factor) => {
        const below = toScene(from, at)
        const there = toScreen(zoomedBy(from, factor, at), below)
        expect(Math.hypot(there.x - at.x, there.y - at.y)).toBeLessThan(1e-3)
      }),
      seeded,
    )
  })

  it('C1 zoom: it ends at 5 and at 6400 percent', () => {
    const at = { x: 0, y: 0 }
    expect(zoomedBy({ scale: 0.06, x: 0, y: 0 }, 0.1, at).scale).toBe(0.05)
    expect(zoomedBy({ scale: 60, x: 0, y: 0 }, 10, at).scale).toBe(64)
  })

  it('C1 zoom: steps go through the usual scales, from any scale', () => {
    expect(nextScale(1, 'in')).toBe(1.5)
    expect(nextScale(1.125, 'out')).toBe(1)
    expect(nextScale(1.125, 'in')).toBe(1.5)
    expect(nextScale(64, 'in')).toBe(64)
    expect(nextScale(0.05, 'out')).toBe(0.05)
  })

  it('C1 zoom: a way between two views begins and ends at them', () => {
    const [from, to] = [
      { scale: 1, x: 0, y: 0 },
      { scale: 4, x: -300, y: 20 },
    ]
    expect(between(from, to, 0)).toEqual(from)
    expect(between(from, to, 1)).toEqual(to)
    expect(between(from, to, 0.5).scale).toBeCloseTo(2)
  })

  it('C1 zoom: the transform shows a drawn view as another', () => {
    expect(transformOf({ scale: 2, x: 10, y: 20 }, { scale: 4, x: 50, y: 60 })).toBe('translate(30px, 20px) scale(2)')
  })

  it('C1 pan: the picture cannot be lost', () => {
    const away = keptInSight({ scale: 1, x: 5000, y: -5000 }, { width: 1000, height: 600 }, scene)
    expect(away).toEqual({ scale: 1, x: 952, y: 48 - 512 })
  })
})
