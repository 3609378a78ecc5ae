import { expect, test } from 'vitest'
import { offeredCaptions } from './past-captions.ts'

const past = ['a Red ball', 'a red ball with stripes', 'a house', 'a tree', 'a fish', 'a star', 'a car', 'a mug']

test('C4 past captions: what goes on from the written words, whatever their case, but not what is written already', () => {
  expect(offeredCaptions(past, 'A red')).toEqual(['a Red ball', 'a red ball with stripes'])
  expect(offeredCaptions(past, 'a Red ball')).toEqual(['a red ball with stripes'])
  expect(offeredCaptions(past, 'red')).toEqual([])
})

test('C4 past captions: where nothing is written the newest six are offered', () => {
  expect(offeredCaptions(past, '')).toEqual(past.slice(0, 6))
})
