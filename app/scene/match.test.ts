/** Things of one scene found again in the next. */
import { expect, test } from 'vitest'
import type { Instance, Scene } from '../contract/scene.ts'
import { sceneFormat, sceneVersion } from '../contract/scene.ts'
import { withIdsOf } from './match.ts'

const thing = (id: string, caption: string, x: number): Instance => ({
  id,
  caption,
  box: { x0: x, y0: 0, x1: x + 50, y1: 50 },
})
const sceneOf = (...instances: Instance[]): Scene => ({
  format: sceneFormat,
  version: sceneVersion,
  caption: '',
  width: 512,
  height: 512,
  instances,
})
const before = sceneOf(thing('ball', 'a ball', 0), thing('ball2', 'a ball', 200), thing('tree', 'a tree', 400))
const idsAfter = (hasIds: boolean, ...next: Instance[]) =>
  withIdsOf(before, sceneOf(...next), hasIds).instances.map(({ id }) => id)

test('R2 matched by id: whatever else of it changed', () => {
  const next = [thing('tree', 'a ball', 0), thing('ball', 'a fish', 90), thing('new', 'a mug', 300)]
  expect(idsAfter(true, ...next)).toEqual(['tree', 'ball', 'new'])
})

test('R2 matched without ids: same words in the same place first, then the nearest of the same words, then the same place', () => {
  const next = [
    thing('1', 'a ball', 210),
    thing('2', 'a ball ', 0),
    thing('3', 'a house', 400),
    thing('4', 'a mug', 300),
  ]
  expect(idsAfter(false, ...next)).toEqual(['ball2', 'ball', 'tree', '4'])
})

test('R2 matched without ids: what is new has an id that nothing had before, and nothing has twice', () => {
  const next = [thing('ball', 'a mug', 300), thing('tree', 'a cup', 350)]
  expect(idsAfter(false, ...next)).toEqual(['ball-2', 'tree-2'])
})
