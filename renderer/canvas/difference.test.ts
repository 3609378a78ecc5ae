/** The difference of two pictures. */
import { describe, expect, it } from 'vitest'
import { differencePixels } from './difference.ts'

const before = Uint8ClampedArray.from([10, 20, 30, 255, 5, 5, 5, 255])
const after = Uint8ClampedArray.from([12, 20, 10, 255, 5, 5, 5, 255])

describe('R4 difference', () => {
  it('R4 difference: each channel says how far it went, enlarged', () => {
    expect([...differencePixels(before, after, 4)]).toEqual([8, 0, 80, 255, 0, 0, 0, 255])
  })

  it('R4 difference: any change is white, none is black', () => {
    expect([...differencePixels(before, after, 0)]).toEqual([255, 255, 255, 255, 0, 0, 0, 255])
  })

  it('R4 difference: it does not run over', () => {
    expect(differencePixels(before, after, 16)[2]).toBe(255)
  })
})
