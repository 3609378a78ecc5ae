/** What is said of a round after its run. */
import { expect, test } from 'vitest'
import { keepLine, resultSentence, thingKept, verdict, verdictReason, wentWrong } from './report.ts'
import type { ReportFacts } from './report.ts'

const same = { largest: 0, mean: 0, psnr: null }
const locked: ReportFacts = {
  mode: 'locked',
  reason: null,
  regionShare: 0.19,
  outside: same,
  putBack: { largest: 0, pixels: 0 },
}
const none = { added: [], moved: [], resized: [], reworded: [], reordered: [], removed: [] }
const lamp = { id: 'lamp', label: 'a tall lamp' }
const fish = { id: 'fish', label: 'red fish, striped' }

test.each<[string, Partial<ReportFacts>, string]>([
  ['locked and true', {}, 'Nothing changed outside the region'],
  [
    'locked and false',
    { outside: { largest: 3, mean: 0.1, psnr: 50 }, putBack: { largest: 3, pixels: 12 } },
    '12 pixels changed outside the region',
  ],
  [
    'harmonise',
    { mode: 'harmonise', putBack: null, outside: { largest: 9, mean: 0.4, psnr: 44.12 } },
    'The surroundings adapted slightly: 44.1 dB',
  ],
  ['free', { mode: 'free', putBack: null, outside: null }, 'The whole picture was drawn anew'],
  [
    'a first round',
    { mode: 'free', reason: 'noParent', putBack: null, outside: null, regionShare: 1 },
    'The first picture',
  ],
])('R3 verdict: %s', (_, change, words) => {
  expect(verdict({ ...locked, ...change })).toBe(words)
})

test('R3 result: names one or two things and says what became of the rest', () => {
  expect(resultSentence({ ...none, moved: [lamp] }, locked)).toBe('The tall lamp moved; everything else is untouched.')
  expect(resultSentence({ ...none, added: [lamp], moved: [fish] }, { ...locked, mode: 'free', outside: null })).toBe(
    'The tall lamp is new and the red fish moved; the whole picture was drawn anew.',
  )
  expect(resultSentence({ ...none, added: [lamp, lamp, lamp] }, locked)).toBe(
    'Three new; everything else is untouched.',
  )
  expect(resultSentence(none, locked)).toBe('Everything else is untouched.')
})

const adapted = { largest: 9, mean: 0.4, psnr: 44.12 }

test.each<[string, Partial<ReportFacts>, string]>([
  ['the likeness that was measured', { outside: adapted }, 'the surroundings adapted slightly: 44.1 dB'],
  [
    'of things that were held one by one',
    { outside: adapted, reason: 'heldInPart' },
    'what was held adapted slightly: 44.1 dB',
  ],
  ['what did not change, without a promise', { outside: same }, 'nothing changed outside the region'],
])('R4 result of a harmonised round: %s', (_, change, words) => {
  const report: ReportFacts = { ...locked, mode: 'harmonise', putBack: null, ...change }
  expect(resultSentence({ ...none, moved: [lamp] }, report)).toBe(`The tall lamp moved; ${words}.`)
})

test('R4 a promise that was not kept is told with the pixels, in whatever mode, and that the round is there to be looked at', () => {
  const broken: ReportFacts = { ...locked, mode: 'free', reason: 'heldInPart', putBack: { largest: 3, pixels: 1 } }
  expect(wentWrong(broken)).toBe(true)
  expect(resultSentence({ ...none, moved: [lamp] }, broken)).toBe(
    'The tall lamp moved; 1 pixel changed outside the region.',
  )
  expect(verdictReason(broken)).toBe('This should not happen; the round is kept for inspection.')
})

test('R3 kept things: identical, or by how much they differ', () => {
  expect(thingKept(same)).toBe('Identical')
  expect(thingKept({ largest: 12, mean: 1, psnr: 38.25 })).toBe('Up to 12 of 255, 38.3 dB')
  expect(keepLine('Locked', locked)).toBe('Locked, 19 % redrawn')
  expect(keepLine('Free', { ...locked, mode: 'free' })).toBe('Free, drawn anew')
})
