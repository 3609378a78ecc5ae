import { expect, test } from 'vitest'
import { clipOf } from './clip.ts'

test('G2 preview: two patches of a region become one clip, each patch a ring of its own', () => {
  const region = { cells: Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0), width: 4, height: 2, share: 0.25, whole: null }
  expect(clipOf(region)).toBe(
    'polygon(evenodd, 0% 0%, 25% 0%, 25% 50%, 0% 50%, 0% 0%, 25% 0%, 0% 0%, ' +
      '0% 0%, 50% 50%, 50% 100%, 25% 100%, 25% 50%, 50% 50%, 0% 0%)',
  )
})
