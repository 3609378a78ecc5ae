/** Painting more of the region, or less. */
import { expect, test } from 'vitest'
import { decodeMask } from '../../../app/scene/rle.ts'
import { handWith } from './tool.helper.ts'
import { regionTool } from './region.ts'

const brush = { brushSize: 40, hardness: 1, pressure: 'off' } as const

function isIn(mask: Parameters<typeof decodeMask>[0] | undefined, x: number, y: number): boolean {
  return mask !== undefined && decodeMask(mask)[y * 512 + x] === 1
}

test('R2 region: more and less take each other back, stroke by stroke', () => {
  const hand = handWith(regionTool, [], { options: brush })
  hand.drag([
    [100, 100],
    [200, 100],
  ])
  expect(isIn(hand.draft.region?.added, 150, 100)).toBe(true)
  expect(hand.draft.region?.taken).toBeUndefined()
  hand.drag(
    [
      [180, 100],
      [260, 100],
    ],
    { alt: true },
  )
  const { added, taken } = hand.draft.region!
  expect([isIn(added, 120, 100), isIn(added, 200, 100)]).toEqual([true, false])
  expect([isIn(taken, 120, 100), isIn(taken, 220, 100)]).toEqual([false, true])
  expect(hand.effects.map((effect) => effect.do === 'gesture' && effect.gesture.kind)).toEqual(['region', 'region'])
})

test('R2 region: a stroke that changes nothing is no step of undo, and before the first picture none is taken', () => {
  const hand = handWith(regionTool, [], { options: brush })
  hand.drag([[100, 100]])
  expect(hand.drag([[100, 100]])).toEqual([])
  hand.document = { ...hand.document, draft: { ...hand.draft, parent: null } }
  expect(hand.drag([[300, 300]])).toEqual([expect.objectContaining({ do: 'say', what: 'nothingToKeep' })])
})
