/** R4: the figures by which rounds are compared, against numbers that were worked out by hand or are known. */

import { describe, expect, test } from 'vitest'
import { cellsOf } from './consistency.helper.ts'
import { differencesOf } from './differences.ts'
import { psnr, ssim } from './figures.ts'
import type { Pixels } from './pixels.ts'
import { seamOf } from './seam.ts'

function picture(width: number, height: number, byteAt: (x: number, y: number, channel: number) => number): Pixels {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3)
    return byteAt(pixel % width, Math.floor(pixel / width), i % 3)
  })
  return { width, height, rgb }
}

const grey = (level: number) => picture(16, 16, () => level)
const steps = picture(16, 16, (x, y) => 40 + 8 * x + 3 * y)
const left = cellsOf(16, 16, [0, 0, 8, 16])

describe('R4 PSNR', () => {
  test('R4 a difference of 5 everywhere is 34.15 dB, equal pictures have no bound', () => {
    expect(psnr(grey(100), grey(105))).toBeCloseTo(34.1514, 4)
    expect(psnr(grey(100), grey(100))).toBe(Infinity)
  })

  test('R4 only what counts is compared, and nothing is no figure', () => {
    const half = picture(16, 16, (x) => (x < 8 ? 100 : 110))
    expect(psnr(half, grey(100), left)).toBe(Infinity)
    expect(
      psnr(
        half,
        grey(100),
        left.map((byte) => 1 - byte),
      ),
    ).toBeCloseTo(28.1308, 4)
    expect(psnr(half, grey(100))).toBeCloseTo(28.1308 + 10 * Math.log10(2), 4)
    expect(psnr(half, grey(100), new Uint8Array(256))).toBe(null)
    expect(() =>
      psnr(
        half,
        picture(8, 8, () => 0),
      ),
    ).toThrow('8 x 8')
  })
})

describe('R4 SSIM', () => {
  test('R4 equal pictures have 1; of flat ones only the means count', () => {
    expect(ssim(steps, steps)).toBeCloseTo(1, 9)
    expect(ssim(grey(100), grey(120))).toBeCloseTo((2 * 100 * 120 + 6.5025) / (100 ** 2 + 120 ** 2 + 6.5025), 6)
  })

  test('R4 the negative of a checkerboard has the structure turned round', () => {
    const board = picture(16, 16, (x, y) => ((x + y) % 2 === 0 ? 100 : 156))
    const negative = picture(16, 16, (x, y) => ((x + y) % 2 === 0 ? 156 : 100))
    const variance = 28 ** 2
    expect(ssim(board, negative)).toBeCloseTo((58.5225 - 2 * variance) / (58.5225 + 2 * variance), 5)
  })

  test('R4 green weighs most, and only windows that count wholly are looked at', () => {
    const off = (channel: number) =>
      picture(16, 16, (x, y, c) => 40 + 8 * x + 3 * y + (c === channel && x > 9 ? 40 : 0))
    expect(ssim(steps, off(1))!).toBeLessThan(ssim(steps, off(0))!)
    expect(ssim(steps, off(0))!).toBeLessThan(ssim(steps, off(2))!)
    expect(ssim(steps, off(1), left)).toBeCloseTo(1, 9)
    expect(ssim(steps, off(1), cellsOf(16, 16, [0, 0, 7, 16]))).toBe(null)
  })
})

describe('R4 differences by cell', () => {
  const grid = { cells: new Uint8Array(16), width: 4, height: 4 }
  const changed = picture(16, 16, (x, y, c) => 40 + 8 * x + 3 * y + (x < 4 && y < 4 && c === 0 ? 12 : 0))

  test('R4 largest, mean and PSNR of the cells that are picked', () => {
    const inCells = differencesOf(steps, changed, grid)
    expect(inCells((cell) => cell === 0)).toEqual({ largest: 12, mean: 4, psnr: expect.closeTo(31.3184, 4) as number })
    expect(inCells((cell) => cell < 2)).toMatchObject({ largest: 12, mean: 2 })
    expect(inCells((cell) => cell > 0)).toEqual({ largest: 0, mean: 0, psnr: null })
    expect(inCells(() => false)).toBe(null)
    expect(inCells(() => true)!.psnr).toBeCloseTo(psnr(steps, changed)!, 9)
  })
})

describe('R4 the seam', () => {
  const region = { cells: cellsOf(4, 4, [1, 1, 3, 3]), width: 4, height: 4 }
  const patched = (by: number) =>
    picture(16, 16, (x, y) => 40 + 8 * x + 3 * y + (x >= 4 && x < 12 && y >= 4 && y < 12 ? by : 0))

  test('R4 across the rim the parent has 5.5 levels on average, and its own score is 1', () => {
    expect(seamOf(steps, steps, region)).toEqual({ gradient: 5.5, parentGradient: 5.5, score: 1 })
  })

  test('R4 a patch that stands out by 50 levels is as much steeper', () => {
    const seam = seamOf(steps, patched(50), region)!
    // two sides rise by 50 more, two fall by 50 less
    expect(seam.gradient).toBe((58 + 42 + 53 + 47) / 4)
    expect(seam.score).toBeCloseTo(51 / 6.5, 9)
  })

  test('R4 the picture’s edge is no rim', () => {
    expect(seamOf(steps, patched(50), { cells: new Uint8Array(16).fill(1), width: 4, height: 4 })).toBe(null)
    expect(seamOf(steps, patched(50), { cells: new Uint8Array(16), width: 4, height: 4 })).toBe(null)
  })
})
