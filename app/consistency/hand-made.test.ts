/** Painted masks as cells. */
import { expect, test } from 'vitest'
import { paintStroke } from '../scene/mask-edit.ts'
import { handMadeOf } from './hand-made.ts'
import { draftOf } from '../scene/document.helper.ts'

const grid = { gridWidth: 16, gridHeight: 16 }

function marked(cells: Uint8Array | undefined): number[] {
  return [...(cells ?? []).entries()].flatMap(([i, cell]) => (cell === 1 ? [i] : []))
}

test('R2 rule 10: a cell counts as painted as soon as any part of it is', () => {
  const draft = draftOf()
  const stroke = (x: number, y: number) => paintStroke(draft.scene, null, [{ x, y, size: 6 }], false)
  const hand = handMadeOf({ ...draft, region: { added: stroke(16, 16), taken: stroke(64, 16) } }, grid)
  expect(marked(hand.added)).toEqual([0])
  expect(marked(hand.taken)).toEqual([1, 2])
  expect(handMadeOf(draft, grid)).toEqual({})
})
