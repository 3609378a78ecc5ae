/** The pieces of a caption. */
import { expect, it } from 'vitest'
import { piecesOf, withWord } from './caption-marks.ts'

const words = {
  tokens: 6,
  unknown: [{ from: 2, to: 8, nearest: 'striped' }],
  known: [{ from: 9, to: 12, kind: 'colour' as const, word: 'red' }],
}

it('C4 words: pieces put together are the caption, each marked as what the model makes of it', () => {
  const caption = 'a velvet red car'
  const pieces = piecesOf(caption, words)
  expect(pieces.map(({ text }) => text).join('')).toBe(caption)
  expect(pieces.filter(({ kind }) => kind !== 'plain').map(({ text, kind }) => [text, kind])).toEqual([
    ['velvet', 'unknown'],
    ['red', 'colour'],
  ])
})

it('C4 words: marks that reach past the caption, or overlap, are left out', () => {
  expect(piecesOf('a velv', words)).toEqual([{ from: 0, text: 'a velv', kind: 'plain', word: null }])
  const twice = { ...words, known: [{ from: 4, to: 8, kind: 'class' as const, word: 'car' }] }
  expect(piecesOf('a velvet red', twice).map(({ text }) => text)).toEqual(['a ', 'velvet', ' red'])
})

it('C4 words: an unknown word can be put right where it stands', () => {
  expect(withWord('a velvet red car', 2, 8, 'striped')).toBe('a striped red car')
})
