import { expect, test } from 'vitest'
import { pictureCut } from './picture-cut.ts'

const starter = { nativeSide: 128, sideMultiple: 32 }

test.each([
  [512, 512, { size: { width: 128, height: 128 }, percent: 0, sides: 'down' }],
  [3000, 2000, { size: { width: 160, height: 96 }, percent: 10, sides: 'down' }],
  [1000, 400, { size: { width: 224, height: 96 }, percent: 7, sides: 'across' }],
  [400, 1000, { size: { width: 96, height: 224 }, percent: 7, sides: 'down' }],
  [1001, 1000, { size: { width: 128, height: 128 }, percent: 1, sides: 'across' }],
] as const)('I2 a picture of %i by %i: the size as a round, and what is cut off', (width, height, expected) => {
  expect(pictureCut({ width, height }, starter)).toEqual(expected)
})
