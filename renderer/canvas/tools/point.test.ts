import { expect, test } from 'vitest'
import { pointTool } from './point.ts'
import { boxThing, handWith, pointerAt } from './tool.helper.ts'

const placed = (x: number, y: number, toSelected = false) => ({
  do: 'place',
  location: { point: { x, y } },
  toSelected,
})

test('C2 point: it stands where the pointer lets go, in whole pixels', () => {
  const hand = handWith(pointTool)
  expect(
    hand.drag([
      [10, 10],
      [30, 30],
      [50.4, 60.6],
    ]),
  ).toEqual([placed(50, 61)])
  expect(hand.click(7, 8)).toEqual([placed(7, 8)])
})

test('C2 point: Escape while it is aimed places none', () => {
  const hand = handWith(pointTool)
  hand.down(10, 10)
  hand.move(20, 20)
  expect(hand.view().shapes).toEqual([{ shape: 'point', point: { x: 20, y: 20 } }])
  expect(hand.cancel()).toEqual([])
  expect(hand.up(20, 20)).toEqual([])
  expect(hand.draft.scene.instances).toEqual([])
})

test('C2 point: Shift holds it to the axis of the press', () => {
  const hand = handWith(pointTool)
  expect(
    hand.drag(
      [
        [10, 10],
        [60, 30],
      ],
      { shift: true },
    ),
  ).toEqual([placed(60, 10)])
  expect(
    hand.drag(
      [
        [10, 10],
        [30, 60],
      ],
      { shift: true },
    ),
  ).toEqual([placed(10, 60)])
})

test('C2 point: a loupe comes after 300 ms', () => {
  const hand = handWith(pointTool)
  hand.down(10, 10)
  expect(hand.view().shapes).toHaveLength(1)
  hand.wait(300)
  hand.move(12, 12)
  expect(hand.view().shapes).toEqual([
    { shape: 'point', point: { x: 12, y: 12 } },
    { shape: 'loupe', point: { x: 12, y: 12 } },
  ])
  const resting = handWith(pointTool)
  resting.down(10, 10)
  resting.hold(10, 10)
  expect(resting.view().shapes).toHaveLength(2)
})

test('C1 point: it snaps to the centre of the picture', () => {
  const hand = handWith(pointTool, [], { options: { snap: true } })
  hand.down(253, 259)
  expect(hand.view().guides).toHaveLength(2)
  expect(hand.up(253, 259)).toEqual([placed(256, 256)])
})

test('C2 point: Mod at the press gives it to the selected instance', () => {
  const hand = handWith(pointTool, [boxThing('house', 0, 0, 50, 50)], { selection: ['house'] })
  hand.down(20, 20, { mod: true })
  expect(hand.up(20, 20)).toEqual([placed(20, 20, true)])
  expect(hand.instance('house').point).toEqual({ x: 20, y: 20 })
  expect(hand.view(pointerAt(0, 0)).cursor).toEqual({ cross: 'point', isAdding: false })
})

test('A1 point: Enter places it at the cross', () => {
  const hand = handWith(pointTool)
  expect(hand.key('ArrowLeft', { x: 248, y: 256 })).toEqual([])
  expect(hand.key('Enter', { x: 248, y: 256 })).toEqual([placed(248, 256)])
})
