/** A run in its parts. */
import { expect, it } from 'vitest'
import { progressParts, trackParts } from './progress-parts.ts'

const run = (house: number, fish: number, joint: number) => [
  { instanceId: 'house', done: house, total: 18 },
  { instanceId: 'fish', done: fish, total: 18 },
  { instanceId: null, done: joint, total: 50 },
]

it('G3 tracks: the joint track counts as the scene while things have their own, and as all together after', () => {
  expect(trackParts(run(18, 18, 20)).map(({ id, done, total }) => [id, done, total])).toEqual([
    ['scene', 18, 18],
    ['house', 18, 18],
    ['fish', 18, 18],
    ['together', 2, 32],
  ])
})

it('G3 tracks: the one that is furthest behind is being drawn', () => {
  const active = (...steps: [number, number, number]) => trackParts(run(...steps)).find(({ isActive }) => isActive)?.id
  expect(active(0, 0, 0)).toBe('scene')
  expect(active(4, 3, 4)).toBe('fish')
  expect(active(18, 18, 18)).toBe('together')
  expect(active(18, 18, 50)).toBeUndefined()
})

it('G3 tracks: a run without own tracks is one part', () => {
  expect(trackParts([{ instanceId: null, done: 3, total: 10 }]).map(({ id }) => id)).toEqual(['together'])
  expect(progressParts({ phase: 'load', done: 0, total: 20 })).toHaveLength(1)
})
