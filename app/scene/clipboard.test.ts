/** C6, C1: instances as text and back, and a picture of another size. */

import { describe, expect, test } from 'vitest'
import type { Draft } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import { sceneLimits } from '../contract/scene.ts'
import { clipboardText, pasteText } from './clipboard.ts'
import { documentOf, draftOf } from './document.helper.ts'
import { applyCommands } from './edit.ts'
import { resizeScene } from './resize.ts'
import { instance, maskOf } from './scene.helper.ts'
import { parseScene, writePublishedScene } from './scene.ts'

const draft = draftOf(
  instance('a', { box: { x0: 10, y0: 20, x1: 30, y1: 40 } }),
  { ...instance('b', { mask: maskOf(512, 512, (x, y) => x < 64 && y < 32), off: ['mask'] }), name: 'bee' },
  instance('c', { point: { x: 5, y: 6 } }),
)

function ids() {
  let count = 0
  return () => `n${count++}`
}

function after(commands: readonly Command[], from: Draft): Draft {
  return applyCommands({ draft: from, rounds: {} }, commands).document.draft
}

describe('C6 copy and paste as text', () => {
  test('C6 the text is a scene that anybody can read, with the chosen instances and their parts', () => {
    const grouped = { ...draft, notes: { c: { whole: 'a' } } }
    const scene = parseScene(clipboardText(grouped, ['a']))
    expect(scene).toEqual({ ...draft.scene, instances: [draft.scene.instances[0], draft.scene.instances[2]] })
  })

  test('C6 pasted, the instances are the same but for id and offset, in front of everything', () => {
    const { commands, ids: pastedIds } = pasteText(draft, clipboardText(draft, ['b', 'a']), ids(), { dx: 16, dy: 8 })
    const pasted = after(commands, draft)
    expect(pastedIds).toEqual(['n0', 'n1'])
    expect(pasted.scene.instances.slice(3)).toEqual([
      { ...draft.scene.instances[0], id: 'n0', box: { x0: 26, y0: 28, x1: 46, y1: 48 } },
      {
        ...draft.scene.instances[1],
        id: 'n1',
        mask: maskOf(512, 512, (x, y) => x >= 16 && x < 80 && y >= 8 && y < 40),
      },
    ])
    const inPlace = after(pasteText(draft, clipboardText(draft, ['b']), ids(), { dx: 0, dy: 0 }).commands, draft)
    expect(inPlace.scene.instances[3]).toEqual({ ...draft.scene.instances[1], id: 'n0' })
  })

  test('C6 a published scene is pasted back to front by size', () => {
    const published = writePublishedScene({
      ...draft.scene,
      instances: [
        instance('small', { box: { x0: 0, y0: 0, x1: 9, y1: 9 } }),
        instance('large', { box: { x0: 0, y0: 0, x1: 99, y1: 99 } }),
      ],
    })
    const { commands } = pasteText(draft, published, ids(), { dx: 0, dy: 0 })
    const captions = after(commands, draft)
      .scene.instances.slice(3)
      .map(({ caption }) => caption)
    expect(captions).toEqual(['a thing large', 'a thing small'])
  })

  test('C6 from a scene of another size everything is fitted in, masks too', () => {
    const wide = documentOf([], { width: 512, height: 256 }).draft
    const pasted = after(pasteText(wide, clipboardText(draft, ['a', 'b']), ids(), { dx: 0, dy: 0 }).commands, wide)
    expect(pasted.scene.instances).toMatchObject([
      { box: { x0: 133, y0: 10, x1: 143, y1: 20 } },
      { mask: maskOf(512, 256, (x, y) => x >= 128 && x < 160 && y < 16) },
    ])
  })

  test.each(['', 'a red fish', '{"width": 3}', '[1, 2]'])(
    'C6 what is no scene is refused with a sentence: %j',
    (text) => {
      expect(() => pasteText(draft, text, ids(), { dx: 0, dy: 0 })).toThrow(
        expect.objectContaining({ name: 'SceneError' }),
      )
    },
  )

  test(`C6 no more than ${sceneLimits.instances} instances`, () => {
    const full = draftOf(...Array.from({ length: sceneLimits.instances }, (_, i) => instance(`i${i}`)))
    expect(() => pasteText(full, clipboardText(draft, ['a']), ids(), { dx: 0, dy: 0 })).toThrow('it would have 257')
  })
})

describe('C1 another size', () => {
  test('C1 one command gives the scene another size with everything in its place', () => {
    const resized = after(resizeScene(draft, 1024, 256), draft)
    expect(resized.scene).toMatchObject({ width: 1024, height: 256 })
    expect(resized.scene.instances).toMatchObject([
      { box: { x0: 20, y0: 10, x1: 60, y1: 20 } },
      { mask: maskOf(1024, 256, (x, y) => x < 128 && y < 16) },
      { point: { x: 10, y: 3 } },
    ])
    expect(resized.settings).toBe(draft.settings)
    expect(resizeScene(draft, 512, 512)).toEqual([])
  })

  test.each([
    [0, 512],
    [512.5, 512],
    [9000, 10],
    [8192, 8192],
  ])('C1 %d x %d is refused', (width, height) => {
    expect(() => resizeScene(draft, width, height)).toThrow(RangeError)
  })
})
