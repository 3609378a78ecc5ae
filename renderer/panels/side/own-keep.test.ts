import { expect, test } from 'vitest'
import { turnedKeep } from './own-keep.ts'

test.each([
  [undefined, 'locked', 'free'],
  ['free', 'locked', null],
  ['harmonise', 'locked', 'free'],
  [undefined, 'free', 'locked'],
  ['locked', 'free', null],
  ['harmonise', 'free', null],
  ['free', 'free', 'locked'],
] as const)('R2 keep: a thing noted %s in a %s round is noted %s after a press of its lock', (own, round, next) => {
  expect(turnedKeep(own, round)).toBe(next)
})
