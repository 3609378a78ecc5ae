/** What the wheel does. */
import { describe, expect, it } from 'vitest'
import { wheelMove } from './wheel.ts'

const notch = {
  deltaX: 0,
  deltaY: 100,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  wheelDeltaY: -120,
}

describe('C1 wheel', () => {
  it('C1 wheel: it zooms out towards and in away from the hand, by the same share', () => {
    const [out, back] = [wheelMove(notch, false), wheelMove({ ...notch, deltaY: -100, wheelDeltaY: 120 }, false)]
    if (out.do !== 'zoom' || back.do !== 'zoom') throw new Error('the wheel did not zoom')
    expect(out.factor).toBeLessThan(1)
    expect(out.factor * back.factor).toBeCloseTo(1)
  })

  it('C1 wheel: with Shift it pans sideways', () => {
    expect(wheelMove({ ...notch, shiftKey: true }, false)).toEqual({ do: 'pan', dx: -100, dy: 0 })
  })

  it('C1 wheel: set to scroll it pans, and zooms with Ctrl', () => {
    expect(wheelMove(notch, true)).toEqual({ do: 'pan', dx: -0, dy: -100 })
    expect(wheelMove({ ...notch, ctrlKey: true }, true).do).toBe('zoom')
  })

  it('C1 trackpad: two fingers pan, a pinch zooms', () => {
    expect(wheelMove({ ...notch, deltaX: 3, deltaY: 7, wheelDeltaY: -21 }, false)).toEqual({
      do: 'pan',
      dx: -3,
      dy: -7,
    })
    expect(wheelMove({ ...notch, deltaY: -4, wheelDeltaY: 12, ctrlKey: true }, false)).toEqual({
      do: 'zoom',
      factor: Math.exp(0.04),
    })
  })

  it('C1 wheel: lines count as pixels', () => {
    expect(wheelMove({ ...notch, deltaMode: 1, deltaY: 3, shiftKey: true }, false)).toEqual({
      do: 'pan',
      dx: -120,
      dy: 0,
    })
  })
})
