import { expect, test } from 'vitest'
import { ringArea } from '../../../app/scene/geometry.ts'
import { maskArea } from '../../../app/scene/rle.ts'
import { lassoTool } from './lasso.ts'
import { boxThing, handWith, maskThing, polygonThing } from './tool.helper.ts'
import type { Hand } from './tool.helper.ts'

const square = [
  [100, 100],
  [200, 100],
  [200, 200],
  [100, 200],
] as const

function areaOf(hand: Hand, id: string): number {
  return hand.instance(id).polygon!.reduce((sum, ring) => sum + ringArea(ring), 0)
}

test('C2 lasso: a free outline closes where the pointer lets go, and is a polygon', () => {
  const hand = handWith(lassoTool)
  expect(hand.drag(square)).toEqual([
    { do: 'place', location: { polygon: [square.map(([x, y]) => ({ x, y }))] }, toSelected: false },
  ])
})

test('C2 lasso: Escape draws no shape', () => {
  const hand = handWith(lassoTool)
  hand.down(100, 100)
  hand.move(200, 100)
  hand.move(200, 200)
  expect(hand.view().shapes).toMatchObject([{ shape: 'ring', isClosed: true }])
  expect(hand.view().commands).toHaveLength(1)
  expect(hand.cancel()).toEqual([])
  expect(hand.up(100, 200)).toEqual([])
  expect(hand.draft.scene.instances).toEqual([])
})

test('C2 lasso: a click draws nothing, and an outline without area is refused with a word', () => {
  const hand = handWith(lassoTool)
  expect(hand.click(50, 50)).toEqual([])
  expect(
    hand.drag([
      [50, 50],
      [90, 50],
    ]),
  ).toMatchObject([{ do: 'say', what: 'tooSmall' }])
})

test('C2 lasso: Shift adds to the selected mask, Alt cuts from it', () => {
  const hand = handWith(lassoTool, [maskThing('lake', 150, 100, 300, 200)], { selection: ['lake'] })
  expect(hand.drag(square, { shift: true })).toMatchObject([{ do: 'gesture', gesture: { kind: 'paint' } }])
  expect(maskArea(hand.instance('lake').mask!)).toBe(200 * 100)
  hand.drag(square, { alt: true })
  expect(maskArea(hand.instance('lake').mask!)).toBe(100 * 100)
  expect(hand.drag(square, { alt: true })).toEqual([])
})

test('C2 lasso: Shift adds to the selected polygon, Alt cuts from it', () => {
  const hand = handWith(lassoTool, [polygonThing('roof', [150, 100], [300, 100], [300, 200], [150, 200])], {
    selection: ['roof'],
  })
  expect(hand.drag(square, { shift: true })).toMatchObject([{ do: 'gesture', gesture: { kind: 'reshape' } }])
  expect(areaOf(hand, 'roof')).toBe(200 * 100)
  expect(hand.instance('roof').polygon).toHaveLength(1)
  hand.drag(square, { alt: true })
  expect(areaOf(hand, 'roof')).toBe(100 * 100)
  hand.drag(
    [
      [190, 90],
      [310, 90],
      [310, 210],
      [190, 210],
    ],
    { alt: true },
  )
  expect(hand.instance('roof').polygon).toBeUndefined()
})

test('C2 lasso: Shift or Alt without a selected mask or polygon says so', () => {
  const hand = handWith(lassoTool, [boxThing('house', 0, 0, 50, 50)], { selection: ['house'] })
  expect(hand.drag(square, { shift: true })).toMatchObject([{ do: 'say', what: 'nothingSelected' }])
  expect(hand.key('Enter', { x: 1, y: 1 }, { alt: true })).toMatchObject([{ do: 'say', what: 'nothingSelected' }])
})

test('C2 lasso: Mod at the press gives it to the selected instance', () => {
  const hand = handWith(lassoTool, [boxThing('house', 0, 0, 50, 50)], { selection: ['house'] })
  hand.drag(square, { mod: true })
  expect(hand.instance('house').polygon).toHaveLength(1)
})

test('A1 lasso: Enter puts the pen down, arrows draw, Enter closes', () => {
  const hand = handWith(lassoTool)
  hand.key('Enter', { x: 100, y: 100 })
  hand.key('ArrowRight', { x: 164, y: 100 })
  hand.key('ArrowDown', { x: 164, y: 164 })
  hand.key('ArrowDown', { x: 164, y: 228 })
  hand.key('Backspace', { x: 164, y: 228 })
  expect(hand.key('Enter', { x: 164, y: 164 })).toMatchObject([
    {
      do: 'place',
      location: {
        polygon: [
          [
            { x: 100, y: 100 },
            { x: 164, y: 100 },
            { x: 164, y: 164 },
          ],
        ],
      },
    },
  ])
})
