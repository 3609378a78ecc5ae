/** What a draft is compared with. */
import { expect, test } from 'vitest'
import { draftOf } from '../scene/document.helper.ts'
import { changesOf } from './changes.ts'
import { parentDraftOf } from './parent-draft.ts'

const draft = draftOf({ id: 'ball', caption: 'a ball', box: { x0: 0, y0: 0, x1: 99, y1: 99 } })
const parent = { kind: 'generated', draft, model: { name: 'starter', digest: 'a' }, width: 128, height: 128 } as const
const drawing = { model: 'a', width: 128, height: 128 }
const named = (model: string) => ({ ...draft, settings: { ...draft.settings, model } })

test('R2 a round of the same model file is compared as it is, wherever the file lies', () => {
  expect(parentDraftOf(parent, draft, drawing)).toBe(draft)
  expect(changesOf(parentDraftOf(parent, named('/moved'), drawing), named('/moved')).whole).toBe(null)
})

test('R2 another model under the same name, and another size of the picture, make everything change', () => {
  expect(changesOf(parentDraftOf(parent, draft, { ...drawing, model: 'b' }), draft).whole).toBe('model')
  expect(changesOf(parentDraftOf(parent, draft, { ...drawing, width: 256 }), draft).whole).toBe('size')
  expect(changesOf(parentDraftOf(parent, named('other')), named('other')).isUnchanged).toBe(false)
})

test('I2 a photograph has the words and the model of whatever goes on from it, but its own size', () => {
  const photo = { ...parent, kind: 'picture' } as const
  const worded = { ...named('other'), scene: { ...draft.scene, caption: 'on a beach', negativeCaption: 'rain' } }
  expect(changesOf(parentDraftOf(photo, worded, { ...drawing, model: 'b' }), worded).isUnchanged).toBe(true)
  expect(changesOf(parentDraftOf(photo, worded, { ...drawing, height: 64 }), worded).whole).toBe('size')
})
