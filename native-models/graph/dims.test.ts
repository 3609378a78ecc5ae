/** Free sizes, as far as the builder reasons about them. */
import { describe, expect, test } from 'vitest'
import { broadcast, optional, product, scaled, sum } from './dims.ts'

describe('M2 sizes that stay free', () => {
  test('M2 halved and doubled again, a size has its own name back', () => {
    const eighth = [0.5, 0.5, 0.5].reduce(scaled, 'H' as string | number)
    expect(eighth).toBe('H/8')
    expect([2, 2, 2].reduce(scaled, eighth)).toBe('H')
    expect(scaled(scaled('h', 2), 4)).toBe('h*8')
    expect(scaled(scaled('h', 4), 0.125)).toBe('h/2')
    expect(scaled(24, 0.5)).toBe(12)
  })

  test('M2 numbers are counted, names are kept', () => {
    expect([product(3, 4), product('h/2', 'w')]).toEqual([12, 'h/2·w'])
    expect([sum(3, 4), sum('T', 1)]).toEqual([7, 'T+1'])
  })

  test('M2 what is not named alike is not broadcast', () => {
    expect([broadcast('B', 1), broadcast(1, 'B'), broadcast(3, 3), broadcast('h', 'h')]).toEqual(['B', 'B', 3, 'h'])
    expect([broadcast('h', 'w'), broadcast(3, 4), broadcast('B', 4)]).toEqual([undefined, undefined, undefined])
    expect([broadcast('B', optional('B')), broadcast(optional('B'), 'B'), broadcast('C', optional('B'))]).toEqual([
      'B',
      'B',
      undefined,
    ])
  })
})
