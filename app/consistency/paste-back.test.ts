/** R2: outside the region the parent's pixels, byte for byte, and a feather inside it. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { squaredDistances } from '../scene/distances.ts'
import { cellsOf, randomCells } from './consistency.helper.ts'
import { featherOf, pixelMask } from './feather.ts'
import { pasteBack } from './paste-back.ts'
import type { Cells, Pixels } from './pixels.ts'
import { thicknessOf } from './thickness.ts'

const [width, height, side] = [10, 7, 4]
const size = { width: width * side, height: height * side }
const regionWith = (cells: Uint8Array): Cells => ({ cells, width, height })
const mostly = fc
  .uint8Array({ min: 0, max: 5, minLength: 70, maxLength: 70 })
  .map((values) => values.map((v) => (v > 0 ? 1 : 0)))
const randomRegion = fc.oneof(randomCells(width * height), mostly).map(regionWith)
const randomPicture: fc.Arbitrary<Pixels> = fc.nat().map((seed) => ({
  ...size,
  rgb: Uint8Array.from({ length: 3 * size.width * size.height }, (_, i) => Math.imul(i + 1, 2654435761 ^ seed) >>> 24),
}))
const feathers = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.double({ min: 0, max: 20, noNaN: true }))
const smoothstep = (t: number) => t * t * (3 - 2 * t)
const runs = { seed: 7, numRuns: 150 }

/** Row by row, for each pixel whether its cell is in the region. */
const inRegion = ({ cells }: Cells) =>
  Uint8Array.from({ length: size.width * size.height }, (_, i) => {
    const [x, y] = [i % size.width, Math.floor(i / size.width)]
    return cells[Math.floor(y / side) * width + Math.floor(x / side)]!
  })

describe('R2 rule 15: paste-back', () => {
  test('R2 outside the region every byte is the parent’s, and where the mask is 255 every byte is the new one', () => {
    fc.assert(
      fc.property(randomPicture, randomPicture, randomRegion, feathers, (parent, drawn, region, feather) => {
        const { rgb, mask } = pasteBack({ parent, drawn, region, feather })
        const inside = inRegion(region)
        const wrong = rgb.filter((byte, i) => {
          const pixel = Math.floor(i / 3)
          const [old, fresh] = [parent.rgb[i]!, drawn.rgb[i]!]
          if (inside[pixel] === 0 || mask[pixel] === 0)
            return byte !== old || (inside[pixel] === 0 && mask[pixel] !== 0)
          if (mask[pixel] === 255) return byte !== fresh
          return Math.abs(byte - (old + ((fresh - old) * mask[pixel]!) / 255)) > 0.5
        })
        expect(wrong).toHaveLength(0)
      }),
      runs,
    )
  })

  test('R2 without a feather the whole region is new', () => {
    fc.assert(
      fc.property(randomRegion, (region) => {
        expect(pixelMask(size, region, 0)).toEqual(inRegion(region).map((isInside) => 255 * isInside))
      }),
      runs,
    )
  })

  test('R2 what does not fit is refused', () => {
    const picture: Pixels = { ...size, rgb: new Uint8Array(3 * size.width * size.height) }
    const region = regionWith(new Uint8Array(70))
    const other: Pixels = { width: 20, height: 14, rgb: new Uint8Array(840) }
    expect(() => pasteBack({ parent: picture, drawn: other, region, feather: 4 })).toThrow('40 x 28')
    expect(() => pixelMask({ width: 41, height: 28 }, region, 4)).toThrow(RangeError)
    expect(() => pixelMask(size, region, Number.NaN)).toThrow(RangeError)
  })
})

describe('R2 rule 16: the feather', () => {
  test('R2 a half plane: a smoothstep of the distance to the rim, 16 px wide', () => {
    const region: Cells = { cells: cellsOf(64, 64, [0, 0, 32, 64]), width: 64, height: 64 }
    const row = pixelMask({ width: 512, height: 512 }, region, featherOf({ width: 512, height: 512 }, region)).subarray(
      512 * 9,
      512 * 10,
    )
    const at = (px: number) => (px / 16) ** 2 * (3 - px / 8)
    expect([...row.subarray(0, 240)].every((byte) => byte === 255)).toBe(true)
    expect([...row.subarray(240, 256)]).toEqual(Array.from({ length: 16 }, (_, i) => Math.round(255 * at(15.5 - i))))
    expect([...row.subarray(256)].every((byte) => byte === 0)).toBe(true)
  })

  test('R2 it is two cells wide, and one where the margin is no wider', () => {
    const grid = (cells: number): Cells => ({ cells: new Uint8Array(cells ** 2), width: cells, height: cells })
    expect([1024, 512, 256, 128].map((px) => featherOf({ width: px, height: px }, grid(px / 8)))).toEqual([
      16, 16, 16, 8,
    ])
    expect(featherOf({ width: 128, height: 128 }, grid(32))).toBe(8)
  })

  test('R2 the picture’s own edge has none', () => {
    const region = regionWith(new Uint8Array(70).fill(1))
    expect(pixelMask(size, region, 12).every((byte) => byte === 255)).toBe(true)
    const strip = pixelMask(size, regionWith(cellsOf(width, height, [0, 0, width, 2])), 5)
    expect(strip.subarray(0, 3 * size.width).every((byte) => byte === 255)).toBe(true)
  })

  test('R2 where the region is thick enough, the distance is exact: what measuring every pixel gives', () => {
    // blocks of three cells, so that the region is never thinner than two feathers
    const blocks = randomCells(16).map((cells): Cells => ({
      cells: Uint8Array.from({ length: 144 }, (_, i) => cells[Math.floor(i / 36) * 4 + Math.floor((i % 12) / 3)]!),
      width: 12,
      height: 12,
    }))
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 5 }), (region, feather) => {
        const mask = pixelMask({ width: 48, height: 48 }, region, feather)
        const pixels = Uint8Array.from(
          { length: 2304 },
          (_, i) => region.cells[Math.floor(i / 192) * 12 + Math.floor((i % 48) / 4)]!,
        )
        // to the centres of pixels outside, which are half a pixel behind the rim
        const distances = squaredDistances({ pixels, width: 48, height: 48 }, 0).map(Math.sqrt)
        for (const [i, byte] of mask.entries()) {
          const [least, most] = [distances[i]! - 0.71, distances[i]! - 0.5]
          const share = (d: number) => 255 * smoothstep(Math.min(1, Math.max(0, d / feather)))
          if (pixels[i] === 0) expect(byte).toBe(0)
          else expect(byte >= Math.floor(share(least)) && byte <= Math.ceil(share(most))).toBe(true)
        }
      }),
      { seed: 8, numRuns: 60 },
    )
  })

  test('R2 however thin it is, each part of the region has pixels that are all new', () => {
    fc.assert(
      fc.property(randomRegion, feathers, (region, feather) => {
        const mask = pixelMask(size, region, feather)
        for (const part of partsOf(region)) {
          const isNew = part.some((cell) => {
            const corner = Math.floor(cell / width) * side * size.width + (cell % width) * side
            return [0, 1, 2, 3].some((y) =>
              mask.subarray(corner + y * size.width, corner + y * size.width + side).includes(255),
            )
          })
          expect(isNew).toBe(true)
        }
      }),
      runs,
    )
  })

  test('R2 along a strip of one, two and three cells the middle is new, and the rim is not', () => {
    for (const cells of [1, 2, 3]) {
      const mask = pixelMask(size, regionWith(cellsOf(width, height, [0, 2, width, 2 + cells])), 8)
      const column = Array.from({ length: cells * side }, (_, y) => mask[(2 * side + y) * size.width + 20]!)
      expect(column[Math.floor((cells * side) / 2)]).toBe(255)
      expect(column).toEqual(column.toReversed())
      const half = column.slice(0, (cells * side) / 2)
      expect(half).toEqual(half.toSorted((a, b) => a - b))
      expect(column[0]).toBeLessThan(128)
    }
  })

  test('R2 thickness is the largest block that a cell lies in, with the picture mirrored at its edges', () => {
    const cells = cellsOf(8, 5, [0, 0, 8, 1], [2, 2, 5, 5], [6, 3, 7, 4])
    const rows = thicknessOf({ cells, width: 8, height: 5 }, 9)
    expect(Array.from({ length: 5 }, (_, y) => rows.subarray(y * 8, y * 8 + 8).join(''))).toEqual([
      '22222222',
      '00000000',
      '00333000',
      '00333010',
      '00333000',
    ])
  })
})

/** Cells of the region by parts that hang together, corners too. */
function partsOf({ cells }: Cells): number[][] {
  const seen = new Uint8Array(cells.length)
  return [...cells.keys()].flatMap((start) => {
    const part: number[] = []
    const open = [start]
    while (open.length > 0) {
      const cell = open.pop()!
      if (cells[cell] === 0 || seen[cell] === 1) continue
      seen[cell] = 1
      part.push(cell)
      const [x, y] = [cell % width, Math.floor(cell / width)]
      for (const [dx, dy] of [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b] as const))) {
        if (x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height) open.push(cell + dy * width + dx)
      }
    }
    return part.length > 0 ? [part] : []
  })
}
