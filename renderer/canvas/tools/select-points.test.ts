import { expect, test } from 'vitest'
import { selectTool } from './select.ts'
import { boxThing, handWith, polygonThing, scribbleThing } from './tool.helper.ts'

const corners = [
  [100, 100],
  [300, 100],
  [300, 300],
  [100, 300],
] as const

function editing() {
  const hand = handWith(selectTool, [boxThing('meadow', 400, 0, 500, 500), polygonThing('roof', ...corners)], {
    selection: ['roof'],
  })
  hand.editingPoints = 'roof'
  const ring = () => hand.instance('roof').polygon![0]!.map(({ x, y }) => [x, y])
  return { hand, ring }
}

test('C2 points: a drag moves the pressed point as one gesture', () => {
  const { hand, ring } = editing()
  expect(
    hand.drag([
      [301, 101],
      [321, 141],
    ]),
  ).toMatchObject([{ gesture: { kind: 'reshape', of: 'a roof' } }])
  expect(ring()).toEqual([
    [100, 100],
    [320, 140],
    [300, 300],
    [100, 300],
  ])
})

test('C2 points: Escape brings the point back, and then ends the editing', () => {
  const { hand } = editing()
  const before = hand.document
  hand.down(300, 100)
  hand.move(340, 140)
  expect(hand.view().commands).toHaveLength(1)
  expect(hand.cancel()).toEqual([])
  expect(hand.document).toBe(before)
  expect(hand.cancel()).toEqual([{ do: 'editPoints', id: null }])
})

test('C2 points: Shift picks several, which move together and along an axis', () => {
  const { hand, ring } = editing()
  hand.click(300, 100)
  hand.click(300, 300, { shift: true })
  expect(hand.view().shapes.filter((shape) => shape.shape === 'vertex' && shape.isPicked)).toHaveLength(2)
  hand.drag(
    [
      [300, 100],
      [350, 110],
    ],
    { shift: true },
  )
  expect(ring()).toEqual([
    [100, 100],
    [350, 100],
    [350, 300],
    [100, 300],
  ])
})

test('C2 points: a press on the line puts a point in, between the last and the first too', () => {
  const { hand, ring } = editing()
  hand.drag([
    [200, 102],
    [200, 62],
  ])
  hand.click(100, 200)
  expect(ring()).toEqual([
    [100, 100],
    [200, 60],
    [300, 100],
    [300, 300],
    [100, 300],
    [100, 200],
  ])
})

test('C2 points: Alt takes a point out, as long as three stay', () => {
  const { hand, ring } = editing()
  hand.click(300, 100, { alt: true })
  expect(ring()).toEqual([
    [100, 100],
    [300, 300],
    [100, 300],
  ])
  expect(hand.click(300, 300, { alt: true })).toEqual([])
})

test('A1 points: arrows move what is picked, Backspace takes it out, Enter ends', () => {
  const { hand, ring } = editing()
  const cross = { x: 0, y: 0 }
  expect(hand.key('ArrowLeft', cross)).toEqual([])
  hand.click(300, 100)
  expect(hand.key('ArrowRight', cross)).toMatchObject([{ gesture: { kind: 'reshape', mergeKey: 'points roof' } }])
  hand.key('ArrowUp', cross, { shift: true })
  expect(ring()[1]).toEqual([301, 92])
  hand.key('Backspace', cross)
  expect(ring()).toHaveLength(3)
  expect(hand.key('Enter', cross)).toEqual([{ do: 'editPoints', id: null }])
})

test('C2 points: a press beside them ends the editing and picks what is there', () => {
  const { hand } = editing()
  expect(hand.click(450, 250)).toEqual([
    { do: 'editPoints', id: null },
    { do: 'select', ids: ['meadow'] },
  ])
})

test('C2 points: a stroke is edited the same way, and has no line from its end to its start', () => {
  const hand = handWith(selectTool, [scribbleThing('path', [100, 100], [200, 100], [200, 200])], {
    selection: ['path'],
  })
  hand.editingPoints = 'path'
  hand.drag([
    [200, 200],
    [250, 250],
  ])
  hand.click(150, 100)
  expect(hand.instance('path').scribble![0]).toEqual([
    { x: 100, y: 100 },
    { x: 150, y: 100 },
    { x: 200, y: 100 },
    { x: 250, y: 250 },
  ])
  expect(hand.click(150, 160).filter((effect) => effect.do === 'gesture')).toEqual([])
})

test('C1 points: they snap to the picture and to other things', () => {
  const { hand } = editing()
  hand.options = { ...hand.options, snap: true }
  hand.down(300, 100)
  hand.move(398, 60)
  expect(hand.view().guides).not.toEqual([])
  hand.up(398, 60)
  expect(hand.instance('roof').polygon![0]![1]).toEqual({ x: 400, y: 60 })
})
