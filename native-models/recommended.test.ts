/** Settings out of a file's metadata, which anybody may have written. */
import { expect, test } from 'vitest'
import { publishedSettings, recommendedSettings } from './recommended.ts'

test('G1 a file without a word about settings is offered with the published ones', () => {
  expect(recommendedSettings({})).toEqual(publishedSettings)
})

test('G1 a file says what it should be offered with', () => {
  const defaults = { guidance: 2.5, steps: 20, sampler: 'unipc', alpha: 1, mis: 0, merge: 'published' }
  expect(recommendedSettings({ defaults: JSON.stringify(defaults) })).toEqual(defaults)
})

test.each([
  ['broken JSON', '{"steps":'],
  ['no object', '[1, 2]'],
  ['null', 'null'],
  [
    'values that are not allowed',
    '{"steps": 1e9, "sampler": "euler", "guidance": "2", "alpha": -1, "mis": 2, "merge": 7, "__proto__": 1}',
  ],
])('S2 metadata with %s counts as none', (_, defaults) => {
  expect(recommendedSettings({ defaults })).toEqual(publishedSettings)
})
