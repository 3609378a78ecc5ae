/** R3: the facts behind "One new, one moved; the car covers part of the path". */

import { expect, test } from 'vitest'
import { draftOf } from '../scene/document.helper.ts'
import { instance } from '../scene/scene.helper.ts'
import { boxAt, edited, grid64 } from './consistency.helper.ts'
import { regionOf } from './region.ts'
import { sentenceFacts } from './sentence-facts.ts'

const parent = draftOf(
  { ...instance('path', boxAt(0, 256, 512, 128)), name: 'the path' },
  instance('tree', boxAt(0, 0, 128, 128)),
  instance('gone', boxAt(384, 0)),
)

function factsOf(draft: typeof parent) {
  return sentenceFacts(parent, draft, regionOf(parent, draft, grid64))
}

test('R3 facts: one new, one moved, one gone, and the new one covers a quarter of the path', () => {
  const facts = factsOf(
    edited(
      parent,
      { do: 'addInstance', at: 2, instance: { ...instance('car', boxAt(128, 256, 128, 128)), caption: ' a red car ' } },
      { do: 'changeInstance', id: 'tree', change: boxAt(0, 32, 128, 128) },
      { do: 'removeInstance', id: 'gone' },
    ),
  )
  const car = { id: 'car', label: 'a red car' }
  expect(facts).toMatchObject({
    added: [car],
    moved: [{ id: 'tree', label: 'a thing tree' }],
    removed: [{ id: 'gone', label: 'a thing gone' }],
    resized: [],
    reworded: [],
    reordered: [],
    kept: 1,
    covers: [{ front: car, behind: { id: 'path', label: 'the path' }, percent: 25 }],
    whole: null,
    isUnchanged: false,
  })
})

test('R3 facts: nothing changed is 0 %, a single cell of 4,096 is 1 %, a first picture is 100 %', () => {
  expect(factsOf(parent)).toMatchObject({ percent: 0, isUnchanged: true, kept: 3, covers: [] })
  const one = { cells: new Uint8Array(4096), width: 64, height: 64, share: 1 / 4096, whole: null }
  expect(sentenceFacts(parent, parent, one).percent).toBe(1)
  expect(sentenceFacts(parent, parent, { ...one, share: 4095 / 4096 }).percent).toBe(99)
  expect(sentenceFacts(null, parent, regionOf(null, parent, grid64))).toMatchObject({ percent: 100, whole: 'noParent' })
})
