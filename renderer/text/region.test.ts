/** The strip's sentence. */
import { expect, it } from 'vitest'
import { regionSentence, theThing } from './region.ts'
import type { RegionFacts, RegionKeep } from './region.ts'

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
const free: RegionKeep = { mode: 'free', reason: null, isPainted: false, isAgain: false }
const locked: RegionKeep = { ...free, mode: 'locked' }
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
  expect(regionSentence(facts, free)).toEqual({
    head: '19 % is where things change.',
    rest: 'One new, one moved; the glossy blue car covers part of the sandy path. The whole picture is drawn anew.',
  })
  expect(regionSentence(facts, locked)).toEqual({
    head: '19 % will change.',
    rest: 'One new, one moved; the glossy blue car covers part of the sandy path. Everything else stays identical, pixel for pixel.',
  })
})

it.each<[string, Partial<RegionFacts>, Partial<RegionKeep>, string]>([
  [
    'harmonise promises less',
    { percent: 19, moved: [fish] },
    { mode: 'harmonise' },
    '19 % will change. One moved. Around it light and contact may adapt; farther away everything stays identical.',
  ],
  [
    'a free round that holds a locked thing',
    { percent: 88, moved: [fish] },
    { mode: 'locked', reason: 'heldInPart' },
    '88 % will change. One moved. What you locked stays identical, pixel for pixel.',
  ],
  [
    'other words for the scene',
    { percent: 70, whole: 'caption' },
    { mode: 'locked' },
    '70 % will change. The words for the scene are others now. What you locked stays identical, pixel for pixel.',
  ],
  [
    'other words with nothing to keep',
    { percent: 100, whole: 'caption' },
    { mode: 'locked' },
    'All of it will change. The words for the scene are others now. There is nothing left to keep.',
  ],
  [
    'a painted region',
    { percent: 4, isUnchanged: true },
    { mode: 'locked', isPainted: true },
    '4 % will change. The region was changed by hand. Everything else stays identical, pixel for pixel.',
  ],
  [
    'everything taken out of the region',
    { percent: 0, moved: [fish] },
    { mode: 'locked', isPainted: true },
    'Nothing would be drawn. One moved. The region was changed by hand. All of the picture is kept: let something change, or paint more of the region.',
  ],
  [
    'another size',
    { percent: 100, whole: 'size' },
    { mode: 'free', reason: 'size' },
    'All of it will change. The picture has another size, and things can only be kept at the size they were drawn at.',
  ],
])('R2 region: %s', (_, facts, keep, words) => {
  const { head, rest } = regionSentence({ ...nothing, ...facts }, { ...free, ...keep })
  expect(`${head} ${rest}`).toBe(words)
})

it('I1 region: a thing without words is counted but never named', () => {
  const bare = { id: 'x', label: '' }
  const facts = { ...nothing, percent: 4, added: [bare], covers: [{ front: bare, behind: way, percent: 30 }] }
  expect(regionSentence(facts, free).rest).toBe('One new. The whole picture is drawn anew.')
})

it('I1 region: an unchanged draft offers another seed, and a first picture says so', () => {
  const rest = (keep: RegionKeep): string => regionSentence({ ...nothing, isUnchanged: true }, keep).rest
  expect(regionSentence({ ...nothing, isUnchanged: true }, free).head).toBe('Nothing has changed since this picture.')
  expect(rest({ ...locked, isAgain: true })).toBe('Draw anew draws it once more, with another seed.')
  expect(regionSentence({ ...nothing, percent: 100, whole: 'noParent' }, free).head).toBe('The first picture.')
})

it('I2 region: of a photograph there is nothing to draw once more', () => {
  const rest = (keep: RegionKeep): string => regionSentence({ ...nothing, isUnchanged: true }, keep).rest
  expect(rest(locked)).toBe('Add something, or paint where it may change.')
  expect(rest(free)).toBe('The whole picture is drawn anew.')
})

it('A3 voice: a thing is called by its first words', () => {
  expect(theThing('a red fish, striped')).toBe('the red fish')
  expect(theThing('the very long winded description of a thing')).toBe('the very long winded description…')
})
