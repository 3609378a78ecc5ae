/** Crops against positions worked out by hand. */
import { describe, expect, it } from 'vitest'
import { crop } from './crop.ts'

/** Red grows to the right, green downwards. */
function ramp(width: number, height: number): { width: number; height: number; rgb: Uint8Array } {
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) rgb.set([(i % width) * 10, Math.floor(i / width) * 10, 0], i * 3)
  return { width, height, rgb }
}

const byte = (value: number): number => (value + 1) * 127.5

describe('crop', () => {
  it('G5 a box of the wanted size is copied pixel by pixel', () => {
    // the far corner is exclusive after one is added
    const out = crop(ramp(16, 16), [4, 6, 7, 9], 0, 4)
    const red = [...out.subarray(0, 16)].map(byte)
    const green = [...out.subarray(16, 32)].map(byte)
    expect(red.slice(0, 4).map(Math.round)).toEqual([40, 50, 60, 70])
    expect([0, 4, 8, 12].map((i) => Math.round(green[i]!))).toEqual([60, 70, 80, 90])
  })

  it('G5 enlarging interpolates between pixel centres and repeats the rim', () => {
    const out = crop(ramp(2, 2), [0, 0, 2, 2], 0, 4)
    expect([...out.subarray(0, 4)].map(byte)).toEqual([0, 2.5, 7.5, 10].map((v) => expect.closeTo(v, 4)))
  })

  it('G5 the margin is a share of the longer side, and the crop ends at the picture', () => {
    const whole = crop(ramp(8, 8), [-100, -100, 100, 100], 0.1, 8)
    expect([...whole.subarray(0, 8)].map(byte).map(Math.round)).toEqual([0, 10, 20, 30, 40, 50, 60, 70])
    const grown = crop(ramp(32, 32), [10, 10, 19, 11], 0.1, 11)
    expect(Math.round(byte(grown[0]!))).toBe(90)
  })
})
