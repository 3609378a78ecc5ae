import { expect, test } from 'vitest'
import { compactedTo, compactingDrops, roundsOf } from './storage.ts'

test('P5 compacting says what it gives back, what it drops, and that it is for good', () => {
  expect(compactingDrops({ rounds: 3, steps: 12, bytes: 4_240_000 })).toBe(
    'Gives back about 4.2 MB. 3 deleted rounds are then gone for good, and 12 steps can no longer be undone. This cannot be taken back.',
  )
  expect(compactingDrops({ rounds: 1, steps: 0, bytes: 65_000 })).toBe(
    'Gives back about 65 kB. 1 deleted round is then gone for good. This cannot be taken back.',
  )
  expect(compactingDrops({ rounds: 0, steps: 0, bytes: 65_000 })).toBe(
    'Gives back about 65 kB. No round goes, and undo stays as it is.',
  )
  expect(compactedTo({ before: 12_400_000, after: 8_100_000 })).toBe('12 MB have become 8.1 MB.')
  expect([roundsOf(4, 0), roundsOf(4, 1), roundsOf(1, 1)]).toEqual([
    '4 rounds',
    '4 rounds, 1 of them deleted',
    '1 round, deleted',
  ])
})
