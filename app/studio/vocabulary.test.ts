/** Words that were meant, for words that a model does not know. */
import { expect, test } from 'vitest'
import { editDistance, nearestWord } from './vocabulary.ts'

const known = ['a', 'and', 'the', 'picture', 'house', 'mug', 'red', 'striped', 'beach', 'box', 'tree', 'meadow']

test.each([
  ['hosue', 'house'],
  ['Mug'.toLowerCase(), 'mug'],
  ['stripes', 'striped'],
  ['trees', 'tree'],
  ['cup', 'mug'],
  ['grass', 'meadow'],
  ['velvet', undefined],
  ['anb', undefined],
  ['pictures', undefined],
])('C4 words: %s is nearest to %s', (word, nearest) => {
  expect(nearestWord(word, known)).toBe(nearest)
})

test('C4 words: letters put in, taken out, changed and swapped count one each', () => {
  expect([
    editDistance('house', 'house'),
    editDistance('house', 'hosue'),
    editDistance('house', 'hous'),
    editDistance('house', 'mouse'),
    editDistance('', 'abc'),
    editDistance('kitten', 'sitting'),
  ]).toEqual([0, 1, 1, 1, 3, 3])
})
