/** Arguments that are numbers, and what is no number. */
import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { decimal, integer, list, oneOf, size } from './numbers.ts'

test.each([
  ['0', 0],
  ['7', 7],
  ['0012', 12],
])('A4 "%s" is a whole number', (text, value) => {
  expect(integer(0, 12)(text)).toBe(value)
})

test.each(['', ' ', '-1', '13', '1.5', '1e1', '0x1', 'seven', '٣', '1_000'])(
  'A4 "%s" is no whole number from 0 to 12',
  (text) => {
    expect(() => integer(0, 12)(text)).toThrow(new InvalidArgumentError('Give a whole number from 0 to 12.'))
  },
)

test.each([
  ['0', 0],
  ['.36', 0.36],
  ['1.0', 1],
])('A4 "%s" is a share', (text, value) => {
  expect(decimal(0, 1)(text)).toBe(value)
})

test.each(['', '.', '1.01', '-0.1', 'NaN', 'Infinity', '1e-1', '0,5'])('A4 "%s" is no share', (text) => {
  expect(() => decimal(0, 1)(text)).toThrow(InvalidArgumentError)
})

test('A4 a size is width x height', () => {
  expect(size('512x384')).toEqual({ width: 512, height: 384 })
  for (const text of ['512', 'x', '0x64', '64x0', '-64x64', '64x64x64', '64 x 64', '99999x64']) {
    expect(() => size(text)).toThrow(InvalidArgumentError)
  }
})

test('A4 a list has commas, and each entry is checked', () => {
  expect(list(decimal(0, 1))('0, 0.36,1')).toEqual([0, 0.36, 1])
  expect(list(oneOf(['box', 'point']))('point,box')).toEqual(['point', 'box'])
  expect(() => list(oneOf(['box', 'point']))('box,circle')).toThrow(new InvalidArgumentError('Give one of box, point.'))
  expect(() => list(decimal(0, 1))('0,,1')).toThrow(InvalidArgumentError)
})
