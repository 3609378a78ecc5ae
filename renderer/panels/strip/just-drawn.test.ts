import { expect, test } from 'vitest'
import type { Draft } from '../../../app/contract/document.ts'
import { isJustDrawn } from './just-drawn.ts'

const drawn = { keep: 'free', notes: { a: { keep: 'locked' }, b: { hidden: true } } } as unknown as Draft
const mask = { size: [8, 8] as [number, number], counts: '0' }

test('R4 strip: what became of a round is said until something else is asked for', () => {
  const isSaid = (change: Partial<Draft>, isUnchanged = true): boolean =>
    isJustDrawn({ draft: drawn }, { ...drawn, ...change }, isUnchanged)
  expect(isSaid({})).toBe(true)
  expect(isSaid({ notes: { a: { keep: 'locked', pinned: true } } })).toBe(true)
  expect(isSaid({}, false)).toBe(false)
  expect(isSaid({ keep: 'locked' })).toBe(false)
  expect(isSaid({ notes: {} })).toBe(false)
  expect(isSaid({ notes: { ...drawn.notes, b: { keep: 'free' } } })).toBe(false)
  expect(isSaid({ region: { added: mask } })).toBe(false)
})
