/** C2, C3: an instance moves, stretches and turns as a whole. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instance } from '../contract/scene.ts'
import { shiftMask, stretchMask, turnMask } from './mask-move.ts'
import { decodeMask, maskArea, maskBounds, readRuns } from './rle.ts'
import { instance, maskOf, sceneOf } from './scene.helper.ts'
import { locationBounds, moved, resized, rotated } from './transform.ts'

const everything: Instance = instance('a', {
  box: { x0: 10, y0: 10, x1: 50, y1: 30 },
  point: { x: 30, y: 20 },
  scribble: [
    [
      { x: 12, y: 12 },
      { x: 40, y: 28 },
    ],
  ],
  polygon: [
    [
      { x: 10, y: 10 },
      { x: 50, y: 10 },
      { x: 30, y: 30 },
    ],
  ],
  mask: maskOf(512, 512, (x, y) => x >= 20 && x < 40 && y >= 15 && y < 25),
  off: ['scribble'],
})

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9
}

describe('C2 moving', () => {
  test('C2 all locations move together, those that are switched off too', () => {
    expect(moved(everything, 5, -3)).toEqual({
      box: { x0: 15, y0: 7, x1: 55, y1: 27 },
      point: { x: 35, y: 17 },
      scribble: [
        [
          { x: 17, y: 9 },
          { x: 45, y: 25 },
        ],
      ],
      polygon: [
        [
          { x: 15, y: 7 },
          { x: 55, y: 7 },
          { x: 35, y: 27 },
        ],
      ],
      mask: maskOf(512, 512, (x, y) => x >= 25 && x < 45 && y >= 12 && y < 22),
    })
    expect(moved(instance('b'), 5, 5)).toEqual({})
  })

  test('C2 a moved mask is the mask pixel by pixel, cut at the edge of the picture', () => {
    const random = fc.array(fc.boolean(), { minLength: 63, maxLength: 63 })
    const step = fc.integer({ min: -10, max: 10 })
    fc.assert(
      fc.property(random, step, step, (pixels, dx, dy) => {
        const at = (x: number, y: number) => x >= 0 && y >= 0 && x < 9 && y < 7 && pixels[y * 9 + x]!
        const mask = maskOf(9, 7, at)
        expect(shiftMask(mask, dx, dy)).toEqual(maskOf(9, 7, (x, y) => at(x - dx, y - dy)))
      }),
      { seed: 4, numRuns: 300 },
    )
  })
})

describe('C2 resizing', () => {
  test('C2 twice as wide: every location is, and the mask by nearest neighbour', () => {
    const from = locationBounds(everything)!
    expect(from).toEqual({ x0: 10, y0: 10, x1: 50, y1: 30 })
    const change = resized(sceneOf(), everything, from, { x0: 10, y0: 10, x1: 90, y1: 30 })
    expect(change).toMatchObject({
      box: { x0: 10, y0: 10, x1: 90, y1: 30 },
      point: { x: 50, y: 20 },
      scribble: [
        [
          { x: 14, y: 12 },
          { x: 70, y: 28 },
        ],
      ],
    })
    expect(change.mask).toEqual(maskOf(512, 512, (x, y) => x >= 30 && x < 70 && y >= 15 && y < 25))
  })

  test('C2 stretching any mask is looking each pixel up where it came from', () => {
    const number = fc.integer({ min: -3, max: 12 })
    const random = fc.array(fc.boolean(), { minLength: 63, maxLength: 63 })
    fc.assert(
      fc.property(
        random,
        number,
        number,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (pixels, x0, y0, w, h) => {
          const at = (x: number, y: number) => x >= 0 && y >= 0 && x < 9 && y < 7 && pixels[y * 9 + x]!
          const stretched = stretchMask(
            maskOf(9, 7, at),
            { x0: 0, y0: 0, x1: 9, y1: 7 },
            { x0, y0, x1: x0 + w, y1: y0 + h },
          )
          expect(readRuns(stretched).counts.reduce((a, b) => a + b, 0)).toBe(63)
          const stretchedPixels = decodeMask(stretched)
          for (let i = 0; i < 63; i++) {
            const fromX = (((i % 9) + 0.5 - x0) * 9) / w
            const fromY = ((Math.floor(i / 9) + 0.5 - y0) * 7) / h
            // a centre that falls on the border of two pixels may come from either
            if (isWhole(fromX) || isWhole(fromY)) continue
            expect(stretchedPixels[i]).toBe(at(Math.floor(fromX), Math.floor(fromY)) ? 1 : 0)
          }
        },
      ),
      { seed: 7, numRuns: 100 },
    )
  })

  test('C2 a line without width is moved, not stretched', () => {
    const upright = instance('a', {
      scribble: [
        [
          { x: 50, y: 0 },
          { x: 50, y: 100 },
        ],
      ],
    })
    const change = resized(sceneOf(), upright, { x0: 50, y0: 0, x1: 50, y1: 100 }, { x0: 60, y0: 0, x1: 80, y1: 50 })
    expect(change.scribble).toEqual([
      [
        { x: 70, y: 0 },
        { x: 70, y: 50 },
      ],
    ])
  })
})

describe('C2 turning', () => {
  test('C2 a quarter turn clockwise: points go round, a box goes where its centre goes, the mask turns', () => {
    const change = rotated(
      { ...everything, mask: maskOf(512, 512, (x, y) => x < 40 && y < 10) },
      { x: 30, y: 20 },
      Math.PI / 2,
    )
    expect(change.polygon).toEqual([
      [
        { x: 40, y: 0 },
        { x: 40, y: 40 },
        { x: 20, y: 20 },
      ],
    ])
    expect(change.box).toEqual({ x0: 10, y0: 10, x1: 50, y1: 30 })
    expect(maskBounds(change.mask!)).toEqual({ x0: 40, y0: 0, x1: 50, y1: 30 })
  })

  test('C2 a full turn gives the mask back, and the area stays near in any turn', () => {
    const mask = maskOf(64, 64, (x, y) => x > 20 && x < 40 && y > 25 && y < 45)
    expect(turnMask(mask, { x: 32, y: 32 }, 2 * Math.PI)).toEqual(mask)
    expect(Math.abs(maskArea(turnMask(mask, { x: 32, y: 32 }, 0.7)) / maskArea(mask) - 1)).toBeLessThan(0.05)
  })
})

test('C2 bounds are those of the locations in use, without a margin', () => {
  expect(locationBounds(instance('a', { point: { x: 5, y: 6 } }))).toEqual({ x0: 5, y0: 6, x1: 5, y1: 6 })
  expect(locationBounds(instance('a', { point: { x: 5, y: 6 }, off: ['point'] }))).toBeNull()
})
