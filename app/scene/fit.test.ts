import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitSize, scaleScene } from './fit.ts'
import { placeBounds } from './place.ts'
import { decodeMask } from './rle.ts'
import { instance, maskOf, sceneOf } from './scene.helper.ts'

describe('size', () => {
  it.each([
    [512, 512, 512, 64, [512, 512]],
    [1024, 1024, 512, 64, [512, 512]],
    [768, 512, 512, 64, [576, 384]],
    [1920, 1080, 512, 64, [704, 384]],
    [768, 512, 128, 32, [160, 96]],
    [300, 900, 128, 8, [72, 216]],
  ])('M1 %i x %i at a native %i² in steps of %i', (width, height, native, multiple, [a, b]) => {
    expect(fitSize(width, height, { nativeArea: native ** 2, multiple })).toEqual({ width: a, height: b })
  })

  it('M1 any size gets whole multiples, near the native area unless the shape is extreme', () => {
    const side = fc.integer({ min: 1, max: 8192 })
    fc.assert(
      fc.property(side, side, fc.constantFrom(8, 16, 32, 64), (width, height, multiple) => {
        const size = fitSize(width, height, { nativeArea: 512 * 512, multiple })
        expect(size.width % multiple).toBe(0)
        expect(size.height % multiple).toBe(0)
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(multiple)
        const ratio = width / height
        if (Math.max(ratio, 1 / ratio) > 16) return
        expect((size.width * size.height) / (512 * 512)).toBeGreaterThan(1 / 1.36)
        expect((size.width * size.height) / (512 * 512)).toBeLessThan(1.36)
        // half a step on the shorter side is the most that the grid can ask for
        const step = multiple / Math.min(size.width, size.height)
        expect(Math.abs(Math.log(size.width / size.height / ratio))).toBeLessThan(2 * step)
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  it('M1 everything in a scene moves along with its size', () => {
    const mask = maskOf(512, 512, (x, y) => x >= 128 && x < 256 && y >= 256 && y < 384)
    const full = instance('a', {
      box: { x0: 128, y0: 256, x1: 256, y1: 384 },
      point: { x: 200, y: 300 },
      scribble: [[{ x: 128, y: 256 }]],
      polygon: [
        [
          { x: 128, y: 256 },
          { x: 256, y: 256 },
          { x: 256, y: 384 },
        ],
      ],
      mask,
    })
    const scaled = scaleScene(sceneOf(full), { width: 256, height: 1024 }).instances[0]!
    expect(scaled.box).toEqual({ x0: 64, y0: 512, x1: 128, y1: 768 })
    expect(scaled.point).toEqual({ x: 100, y: 600 })
    expect(scaled.scribble).toEqual([[{ x: 64, y: 512 }]])
    expect(scaled.polygon![0]![2]).toEqual({ x: 128, y: 768 })
    expect(scaled.mask!.size).toEqual([1024, 256])
    const pixels = decodeMask(scaled.mask!)
    expect(pixels.reduce((sum, pixel) => sum + pixel, 0)).toBe(64 * 256)
    const masked = { ...sceneOf(instance('m', { mask: scaled.mask })), width: 256, height: 1024 }
    expect(placeBounds(masked, masked.instances[0]!)).toEqual(scaled.box)
  })
})
