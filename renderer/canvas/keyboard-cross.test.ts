/** Drawing without a pointer. */
import { describe, expect, it } from 'vitest'
import { crossMoved, crossStart, drawsWithCross } from './keyboard-cross.ts'

const scene = { width: 768, height: 512 }
const none = { shift: false, alt: false, mod: false, space: false }

describe('A1 keyboard drawing', () => {
  it('A1 cross: it begins at the middle of the picture', () => {
    expect(crossStart(scene)).toEqual({ x: 384, y: 256 })
  })

  it('A1 cross: arrows move it by 8, with Shift by 1, with Mod by 64', () => {
    const at = { x: 100, y: 100 }
    expect(crossMoved(at, 'ArrowRight', none, scene)).toEqual({ x: 108, y: 100 })
    expect(crossMoved(at, 'ArrowUp', { ...none, shift: true }, scene)).toEqual({ x: 100, y: 99 })
    expect(crossMoved(at, 'ArrowDown', { ...none, mod: true }, scene)).toEqual({ x: 100, y: 164 })
  })

  it('A1 cross: it stays on the picture', () => {
    expect(crossMoved({ x: 4, y: 510 }, 'ArrowLeft', none, scene)).toEqual({ x: 0, y: 510 })
    expect(crossMoved({ x: 4, y: 510 }, 'ArrowDown', none, scene)).toEqual({ x: 4, y: 512 })
  })

  it('A1 cross: in Select, Hand and Zoom arrows are not the cross', () => {
    expect((['select', 'hand', 'zoom', 'box', 'mask'] as const).map(drawsWithCross)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ])
  })
})
