/** What a change of preferences says, and what it leaves alone. */
import { expect, test } from 'vitest'
import { preferencesChangeSchema, preferencesSchema } from './preferences.ts'

test('A2 a change of preferences holds what it names and nothing else', () => {
  expect(preferencesChangeSchema.parse({ theme: 'light' })).toEqual({ theme: 'light' })
  expect(preferencesSchema.parse({ theme: 'light' })).toMatchObject({ theme: 'light', scale: 100, singleKeys: true })
  expect(Object.keys(preferencesChangeSchema.shape)).toEqual(Object.keys(preferencesSchema.shape))
})
