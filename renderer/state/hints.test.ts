/** Which hint is next, and how its keys are called. */
import { expect, test } from 'vitest'
import { preferencesSchema } from '../../app/contract/preferences.ts'
import { hints } from '../text/hints.ts'
import { nextHint } from './hints.ts'
import type { Message } from './window.ts'

const fresh = preferencesSchema.parse({})
const toured = { ...fresh, tourDone: true }

test('A3 hints: there is none before the tour', () => {
  expect(nextHint({ preferences: fresh, messages: [] })).toBeUndefined()
})

test('A3 hints: there is none beside another message', () => {
  const messages: Message[] = [{ id: 'm', tone: 'notice', title: 'Copy saved', offers: [] }]
  expect(nextHint({ preferences: toured, messages })).toBeUndefined()
})

test('A3 hints: each is given once, with the keys of its command, until all were given', () => {
  const given: string[] = []
  const texts: string[] = []
  for (;;) {
    const hint = nextHint({ preferences: { ...toured, hintsSeen: given }, messages: [] })
    if (!hint) break
    given.push(hint.id)
    texts.push(hint.text)
  }
  expect(given).toEqual(Object.keys(hints))
  expect(texts[0]).toBe('Ctrl + K finds every command by its name.')
  expect(texts[1]).toBe('Hold \\ to see the picture as it was before.')
})

test("A3 hints: keys of the artist's own are the ones that are named, and a command without keys has no hint", () => {
  const keys = { palette: '', 'compare.peek': 'KeyJ' }
  expect(nextHint({ preferences: { ...toured, keys }, messages: [] })).toEqual({
    id: 'compare.peek',
    text: 'Hold J to see the picture as it was before.',
  })
})
