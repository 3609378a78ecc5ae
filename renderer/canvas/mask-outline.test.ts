/** Outlines of masks against the masks themselves. */
import { describe, expect, it } from 'vitest'
import { boundsOf, ringArea } from '../../app/scene/geometry.ts'
import { encodeMask } from '../../app/scene/rle.ts'
import { maskRings } from './mask-outline.ts'

/** A disc of radius 40 at 100, 60, with a hole of radius 10 where asked. */
function disc(hole: number) {
  const plane = new Uint8Array(200 * 120)
  for (let y = 0; y < 120; y++) {
    for (let x = 0; x < 200; x++) {
      const from = Math.hypot(x + 0.5 - 100, y + 0.5 - 60)
      if (from < 40 && from >= hole) plane[y * 200 + x] = 1
    }
  }
  return encodeMask(plane, 200, 120)
}

describe('C3 mask outline', () => {
  it('C3 mask outline: a disc is enclosed within a pixel', () => {
    const [ring, ...more] = maskRings(disc(0))
    expect(more).toEqual([])
    expect(boundsOf(ring!)).toEqual({ x0: 60, y0: 20, x1: 140, y1: 100 })
    expect(Math.abs(ringArea(ring!) - Math.PI * 1600)).toBeLessThan(40)
    for (const { x, y } of ring!) expect(Math.abs(Math.hypot(x - 100, y - 60) - 40)).toBeLessThan(1)
  })

  it('C3 mask outline: a hole has its own ring', () => {
    expect(maskRings(disc(10)).map((ring) => Math.round(ringArea(ring) / 100))).toEqual([50, 3])
  })

  it('C3 mask outline: a mask of more cells than are looked at keeps its place and size', () => {
    const [ring] = maskRings(disc(0), 900)
    expect(Math.abs(ringArea(ring!) - Math.PI * 1600)).toBeLessThan(400)
    const { x0, y0, x1, y1 } = boundsOf(ring!)
    for (const off of [x0 - 60, y0 - 20, x1 - 140, y1 - 100]) expect(Math.abs(off)).toBeLessThanOrEqual(3)
  })

  it('C3 mask outline: an empty mask has none', () => {
    expect(maskRings(encodeMask(new Uint8Array(64), 8, 8))).toEqual([])
  })
})
