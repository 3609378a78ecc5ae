/** C2: the mask brush and what can be done to a mask. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strokeColumns } from './brush.ts'
import type { Plane } from './brush.ts'
import { squaredDistances } from './distances.ts'
import {
  brushStroke,
  combineRings,
  editMask,
  grown,
  inverted,
  maskOfPlane,
  maskRings,
  paintStroke,
  placePlane,
  planeOf,
  shrunk,
  subtractMasks,
  uniteMasks,
  withoutHoles,
} from './mask-edit.ts'
import { fillRings } from './raster.ts'
import { decodeMask, maskArea, maskBounds } from './rle.ts'
import { instance, maskOf, sceneOf } from './scene.helper.ts'

const size = { width: 64, height: 48 }
const plane = (): Plane => planeOf(size, null)
const count = ({ pixels }: Plane) => pixels.reduce((sum, pixel) => sum + pixel, 0)
const somePixels = fc
  .uint8Array({ min: 0, max: 1, minLength: 12 * 10, maxLength: 12 * 10 })
  .map((pixels): Plane => ({ pixels, width: 12, height: 10 }))
const runs = { seed: 9, numRuns: 150 }

describe('C2 mask brush', () => {
  test('C2 a dab is a disc of its size, erasing it takes the same away', () => {
    const on = plane()
    const dab = { x: 32, y: 24, size: 20 }
    expect(brushStroke(on, dab, dab, 1, 'paint')).toEqual({ x0: 22, y0: 14, x1: 42, y1: 34 })
    expect(Math.abs(count(on) / (Math.PI * 100) - 1)).toBeLessThan(0.03)
    brushStroke(on, dab, dab, 1, 'erase')
    expect(count(on)).toBe(0)
  })

  test('C2 a soft brush is cut where it is half: hardness 0 paints half of the width, and passing again adds nothing', () => {
    const on = plane()
    const dab = { x: 32, y: 24, size: 40 }
    brushStroke(on, dab, dab, 0, 'paint')
    expect(maskBounds(maskOfPlane(on))).toEqual({ x0: 22, y0: 14, x1: 42, y1: 34 })
    const once = count(on)
    brushStroke(on, dab, dab, 0, 'paint')
    expect(count(on)).toBe(once)
  })

  test('C2 the smallest brush still paints wherever it is put', () => {
    for (const x of [10, 10.25, 10.5, 10.9]) {
      const on = plane()
      brushStroke(on, { x, y: 10, size: 1 }, { x, y: 10, size: 1 }, 1, 'paint')
      expect(count(on)).toBeGreaterThan(0)
    }
  })

  test('C2 nothing outside the box that is told changes, and a stroke has no gaps', () => {
    const number = fc.integer({ min: -20, max: 80 })
    fc.assert(
      fc.property(number, number, number, number, fc.integer({ min: 1, max: 30 }), (ax, ay, bx, by, diameter) => {
        const on = plane()
        const [a, b] = [
          { x: ax, y: ay, size: diameter },
          { x: bx, y: by, size: 1 + diameter / 2 },
        ]
        const dirty = brushStroke(on, a, b, 1, 'paint')
        const bounds = maskBounds(maskOfPlane(on))
        if (bounds === null) return
        expect(dirty).not.toBeNull()
        expect(bounds.x0).toBeGreaterThanOrEqual(dirty!.x0)
        expect(bounds.y0).toBeGreaterThanOrEqual(dirty!.y0)
        expect(bounds.x1).toBeLessThanOrEqual(dirty!.x1)
        expect(bounds.y1).toBeLessThanOrEqual(dirty!.y1)
        for (let i = 0; i <= 50; i++) {
          const [x, y] = [Math.floor(ax + ((bx - ax) * i) / 50), Math.floor(ay + ((by - ay) * i) / 50)]
          const isInside = x >= 0 && y >= 0 && x < size.width && y < size.height
          if (isInside && diameter >= 4) expect(on.pixels[y * size.width + x]).toBe(1)
        }
      }),
      runs,
    )
  })

  test('C2 a whole stroke on a mask: painted, then erased, as run lengths', () => {
    const dabs = [10, 30, 50].map((x) => ({ x, y: 24, size: 12 }))
    const painted = paintStroke(size, null, dabs, false)
    expect(maskBounds(painted)).toEqual({ x0: 4, y0: 18, x1: 56, y1: 30 })
    expect(maskArea(paintStroke(size, painted, dabs, true))).toBe(0)
    expect(maskArea(paintStroke(size, painted, dabs, false, 0.5))).toBe(maskArea(painted))
    expect(paintStroke(size, painted, [], false)).toEqual(painted)
  })

  test('C2 a stroke that was asked about while it grew is the same as one asked about at its end', () => {
    const dab = fc.record({
      x: fc.integer({ min: -10, max: 70 }),
      y: fc.integer({ min: -10, max: 60 }),
      size: fc.integer({ min: 1, max: 20 }),
    })
    const stops = fc.array(fc.nat({ max: 12 }), { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(dab, { minLength: 1, maxLength: 12 }), stops, (dabs, asked) => {
        for (const stop of asked) strokeColumns(dabs.slice(0, stop), 1, size)
        const fresh = dabs.map((each) => ({ ...each }))
        expect(paintStroke(size, null, dabs, false)).toEqual(paintStroke(size, null, fresh, false))
      }),
      runs,
    )
  })

  test('C2 a stroke on run lengths is the same stroke on pixels, painted or erased, on any mask', () => {
    const dab = fc.record({
      x: fc.integer({ min: -10, max: 74 }),
      y: fc.integer({ min: -10, max: 58 }),
      size: fc.integer({ min: 1, max: 30 }),
    })
    const rects = fc.array(fc.tuple(fc.nat(63), fc.nat(47), fc.nat(20), fc.nat(20)), { maxLength: 4 })
    fc.assert(
      fc.property(rects, fc.array(dab, { minLength: 1, maxLength: 5 }), fc.boolean(), (boxes, dabs, isErasing) => {
        const before = maskOf(64, 48, (x, y) =>
          boxes.some(([a, b, w, h]) => x >= a && x < a + w && y >= b && y < b + h),
        )
        const on = planeOf(size, before)
        for (const [i, to] of dabs.entries()) brushStroke(on, dabs[i - 1] ?? to, to, 1, isErasing ? 'erase' : 'paint')
        expect(paintStroke(size, before, dabs, isErasing)).toEqual(maskOfPlane(on))
      }),
      runs,
    )
  })
})

describe('C2 grow and shrink', () => {
  test('C2 distances are those of looking at every pair of pixels', () => {
    fc.assert(
      fc.property(somePixels, (some) => {
        const squares = squaredDistances(some, 1)
        for (const [i, squared] of squares.entries()) {
          const all = [...some.pixels].flatMap((pixel, j) =>
            pixel === 1 ? [((i % 12) - (j % 12)) ** 2 + (Math.floor(i / 12) - Math.floor(j / 12)) ** 2] : [],
          )
          expect(squared).toBe(Math.min(1e12, ...all))
        }
      }),
      { seed: 9, numRuns: 40 },
    )
  })

  test('C2 shrinking is growing what is outside, and growing never loses a pixel', () => {
    fc.assert(
      fc.property(somePixels, fc.integer({ min: 1, max: 5 }), (some, by) => {
        expect(shrunk(some, by)).toEqual(inverted(grown(inverted(some), by)))
        expect(some.pixels.every((pixel, i) => pixel <= grown(some, by).pixels[i]!)).toBe(true)
      }),
      runs,
    )
  })

  test('C2 one pixel grown by 2 is a disc of 13, and shrunk again one pixel', () => {
    const one = planeOf(
      size,
      maskOf(64, 48, (x, y) => x === 20 && y === 20),
    )
    expect(count(grown(one, 2))).toBe(13)
    expect(shrunk(grown(one, 2), 2)).toEqual(one)
  })

  test("C2 the picture's edge takes nothing away", () => {
    const all = inverted(plane())
    expect(shrunk(all, 5)).toEqual(all)
  })
})

describe('C2 fill, invert, rings', () => {
  const ring = maskOf(512, 512, (x, y) => Math.abs(Math.hypot(x - 200, y - 200) - 50) < 10)

  test('C2 holes are filled, bays are not', () => {
    const filled = withoutHoles(planeOf(sceneOf(), ring))
    expect(maskOfPlane(filled)).toEqual(maskOf(512, 512, (x, y) => Math.hypot(x - 200, y - 200) < 60))
    const bay = planeOf(
      sceneOf(),
      maskOf(512, 512, (x, y) => x < 100 && (y < 10 || y > 50)),
    )
    expect(withoutHoles(bay)).toEqual(bay)
  })

  test('C2 edits of an instance: of its mask, of its polygon, or of the place of its box', () => {
    const masked = instance('a', { mask: ring })
    const boxed = instance('b', { box: { x0: 10, y0: 20, x1: 30, y1: 40 } })
    const scene = sceneOf(masked, boxed)
    expect(editMask(scene, masked, 'invert')).toEqual(maskOfPlane(inverted(planeOf(scene, ring))))
    expect(maskBounds(editMask(scene, boxed, { grow: 8 }))).toEqual({ x0: 2, y0: 12, x1: 38, y1: 48 })
    expect(maskBounds(editMask(scene, boxed, { grow: -8 }))).toEqual({ x0: 18, y0: 28, x1: 22, y1: 32 })
    expect(editMask(scene, boxed, 'fillHoles')).toEqual(
      maskOf(512, 512, (x, y) => x >= 10 && x < 30 && y >= 20 && y < 40),
    )
    expect(maskArea(editMask(scene, instance('c'), 'invert'))).toBe(512 * 512)
  })

  test('C2 a scribble and a point have a place that can be made a mask', () => {
    const scene = sceneOf()
    expect(count(placePlane(scene, instance('p', { point: { x: 256, y: 256 } })))).toBeGreaterThan(4000)
    expect(
      count(
        placePlane(
          scene,
          instance('s', {
            scribble: [
              [
                { x: 100, y: 100 },
                { x: 200, y: 100 },
              ],
            ],
          }),
        ),
      ),
    ).toBeGreaterThan(5000)
  })

  test('C2 rings add to a mask and cut out of it; masks unite and subtract', () => {
    const square = [
      [
        { x: 10, y: 10 },
        { x: 30, y: 10 },
        { x: 30, y: 30 },
        { x: 10, y: 30 },
      ],
    ]
    const added = combineRings(size, null, square, 'add')
    expect(added).toEqual(maskOf(64, 48, (x, y) => x >= 10 && x < 30 && y >= 10 && y < 30))
    const left = maskOf(64, 48, (x) => x < 20)
    expect(
      combineRings(
        size,
        added,
        [
          [
            { x: 0, y: 0 },
            { x: 20, y: 0 },
            { x: 20, y: 48 },
            { x: 0, y: 48 },
          ],
        ],
        'cut',
      ),
    ).toEqual(subtractMasks(added, left))
    expect(maskArea(subtractMasks(added, left))).toBe(200)
    expect(maskArea(uniteMasks(added, left))).toBe(20 * 48 + 200)
    expect(() =>
      uniteMasks(
        added,
        maskOf(8, 8, () => true),
      ),
    ).toThrow(RangeError)
  })

  test("C2 a mask's rings, filled, are the mask", () => {
    expect(fillRings(maskRings(ring), 512, 512, 512, 512)).toEqual(decodeMask(ring))
    expect(maskRings(ring)).toHaveLength(2)
  })
})
