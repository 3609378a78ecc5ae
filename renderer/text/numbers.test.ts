/** How numbers are said. */
import { expect, it } from 'vitest'
import { about, bytes, counted, inWords, listed, percent, spokenTime, took } from './numbers.ts'
import { keyNames } from './keys.ts'

it.each([
  [0.2, 'About 1 s'],
  [6.8, 'About 7 s'],
  [9.4, 'About 9 s'],
  [11, 'About 10 s'],
  [43, 'About 45 s'],
  [59, 'About 1 min'],
  [95, 'About 1.5 min'],
  [178, 'About 3 min'],
])('G2 time: %f seconds are said as %s', (seconds, text) => {
  expect(about(seconds)).toBe(text)
})

it('G2 time: a screen reader hears whole words', () => {
  expect(spokenTime(1)).toBe('about 1 second')
  expect(spokenTime(5)).toBe('about 5 seconds')
  expect(spokenTime(178)).toBe('about 3 minutes')
})

it('G2 numbers: units have a space and no needless digits', () => {
  expect(bytes(4_600_000_000)).toBe('4.6 GB')
  expect(bytes(12_000_000_000)).toBe('12 GB')
  expect(bytes(310_400_000)).toBe('310 MB')
  expect(percent(0.19)).toBe('19 %')
  expect(took(6.84)).toBe('6.8 s')
  expect(counted(1, 'thing')).toBe('1 thing')
  expect(counted(2, 'thing')).toBe('2 things')
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
  expect(inWords(2)).toBe('two')
})

it('A2 keys: bindings are shown as they are printed on the keyboard', () => {
  expect(keyNames('$mod+Shift+KeyZ')).toEqual(['Ctrl', 'Shift', 'Z'])
  expect(keyNames('Alt+BracketLeft')).toEqual(['Alt', '['])
  expect(keyNames('Mod Shift L')).toEqual(['Ctrl', 'Shift', 'L'])
  expect(keyNames('Shift+?')).toEqual(['Shift', '?'])
  expect(keyNames('[Shift]+?')).toEqual(['?'])
})
