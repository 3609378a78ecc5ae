/** The strip's sentence. */
import { expect, it } from 'vitest'
import { regionSentence, theThing } from './region.ts'
import type { RegionFacts } from './region.ts'

const nothing: RegionFacts = {
  percent: 0,
  whole: null,
  isUnchanged: false,
  added: [],
  moved: [],
  resized: [],
  reworded: [],
  reordered: [],
  removed: [],
  covers: [],
}
const car = { id: 'car', label: 'a glossy blue car' }
const fish = { id: 'fish', label: 'red fish, striped' }
const way = { id: 'path', label: 'sandy path' }

it('I1 region: says where things change, what did, and that the picture is drawn anew', () => {
  const facts = {
    ...nothing,
    percent: 19,
    added: [car],
    moved: [fish],
    covers: [{ front: car, behind: way, percent: 30 }],
  }
  expect(regionSentence(facts)).toEqual({
    head: '19 % is where things change.',
    rest: 'One new, one moved; the glossy blue car covers part of the sandy path. The whole picture is drawn anew.',
  })
})

it('I1 region: a thing without words is counted but never named', () => {
  const bare = { id: 'x', label: '' }
  const facts = { ...nothing, percent: 4, added: [bare], covers: [{ front: bare, behind: way, percent: 30 }] }
  expect(regionSentence(facts).rest).toBe('One new. The whole picture is drawn anew.')
})

it('I1 region: an unchanged draft offers another seed, and a first picture says so', () => {
  expect(regionSentence({ ...nothing, isUnchanged: true }).head).toBe('Nothing has changed since this picture.')
  expect(regionSentence({ ...nothing, percent: 100, whole: 'noParent' }).head).toBe('The first picture.')
})

it('A3 voice: a thing is called by its first words', () => {
  expect(theThing('a red fish, striped')).toBe('the red fish')
  expect(theThing('the very long winded description of a thing')).toBe('the very long winded description…')
})
