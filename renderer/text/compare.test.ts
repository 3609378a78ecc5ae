/** What a report of two rounds says of places and numbers. */
import { expect, test } from 'vitest'
import { howPlaced, instanceCounts } from './compare.ts'

const box = (x0: number, y0: number, side: number) => ({ x0, y0, x1: x0 + side, y1: y0 + side })

test.each([
  ['a thing that went left and grew', box(200, 100, 100), box(31, 85, 130), '154 px left, 1.3 times larger'],
  ['a thing that went right and down', box(0, 0, 64), box(12, 8, 64), '12 px right, 8 px down'],
  ['a thing that shrank where it stands', box(100, 100, 100), box(125, 125, 50), '2.0 times smaller'],
  ['a thing that stayed', box(5, 5, 20), box(5, 5, 20), ''],
])('R3 report: %s', (_, before, after, words) => {
  expect(howPlaced(before, after)).toBe(words)
})

test('R3 report: only what there is is counted', () => {
  expect(instanceCounts({ same: 3, covered: 1, changed: 2 }, true)).toBe('3 kept, 1 covered, 2 changed')
  expect(instanceCounts({ same: 3, covered: 0, changed: 1 }, false)).toBe('3 same, 1 changed')
})
