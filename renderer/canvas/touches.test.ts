/** What fingers mean. */
import { describe, expect, it } from 'vitest'
import { noTouches, touchDown, touchLost, touchMove, touchUp } from './touches.ts'

const two = touchDown(touchDown(noTouches, 1, { x: 0, y: 0 }, 0), 2, { x: 100, y: 0 }, 20)

describe('A2 touch', () => {
  it('A2 touch: two fingers that move together pan', () => {
    const [first, half] = touchMove(two, 1, { x: 10, y: 4 })
    const [, rest] = touchMove(first, 2, { x: 110, y: 4 })
    expect([half!.dx + rest!.dx, half!.dy + rest!.dy]).toEqual([10, 4])
    expect(half!.factor * rest!.factor).toBeCloseTo(1)
  })

  it('A2 touch: two fingers that part zoom to their middle', () => {
    const [, move] = touchMove(two, 2, { x: 200, y: 0 })
    expect(move).toEqual({ dx: 50, dy: 0, factor: 2, at: { x: 100, y: 0 } })
  })

  it('A2 touch: one finger neither pans nor zooms', () => {
    expect(touchMove(touchDown(noTouches, 1, { x: 0, y: 0 }, 0), 1, { x: 50, y: 0 })[1]).toBeNull()
  })

  it('A2 touch: a short tap of two fingers is a tap of two, told when the last is up', () => {
    const [one, none] = touchUp(two, 1, 100)
    expect(none).toBe(0)
    expect(touchUp(one, 2, 120)[1]).toBe(2)
  })

  it('A2 touch: fingers that stayed or moved did not tap', () => {
    expect(touchUp(touchUp(two, 1, 100)[0], 2, 900)[1]).toBe(0)
    const [moved] = touchMove(two, 2, { x: 180, y: 0 })
    expect(touchUp(touchUp(moved, 1, 100)[0], 2, 120)[1]).toBe(0)
  })

  it('A2 touch: fingers that the system took away did not tap, nor did those beside them', () => {
    const left = touchLost(two, 1)
    expect([...left.fingers.keys()]).toEqual([2])
    expect(touchUp(left, 2, 40)[1]).toBe(0)
    expect(touchDown(touchLost(left, 2), 3, { x: 0, y: 0 }, 60)).toMatchObject({ most: 1, travelled: 0 })
  })

  it('A2 touch: the next touch begins anew', () => {
    const [up] = touchUp(touchUp(two, 1, 100)[0], 2, 120)
    expect(touchDown(up, 3, { x: 0, y: 0 }, 500)).toMatchObject({ most: 1, startedAt: 500, travelled: 0 })
  })
})
