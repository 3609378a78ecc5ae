import { expect, test } from 'vitest'
import { polygonTool } from './polygon.ts'
import { handWith, pointerAt, polygonThing } from './tool.helper.ts'

const triangle = [
  { x: 10, y: 10 },
  { x: 110, y: 10 },
  { x: 60, y: 90 },
]

function withTriangle() {
  const hand = handWith(polygonTool)
  for (const { x, y } of triangle) hand.click(x, y)
  return hand
}

const placed = { do: 'place', location: { polygon: [triangle] }, toSelected: false }

test('C2 polygon: presses set points, and one on the first closes it', () => {
  const hand = withTriangle()
  hand.move(12, 12)
  expect(hand.view().cursor).toBe('crossRing')
  expect(hand.view().shapes).toEqual([{ shape: 'ring', points: triangle, isClosed: false, isClosing: true }])
  expect(hand.click(12, 12)).toEqual([placed])
  expect(hand.state).toEqual(polygonTool.initial)
})

test('C2 polygon: Enter closes it', () => {
  expect(withTriangle().key('Enter', { x: 0, y: 0 })).toEqual([placed])
})

test('C2 polygon: a double click sets the last point once and closes', () => {
  const hand = handWith(polygonTool)
  hand.click(10, 10)
  hand.click(110, 10)
  expect(hand.double(60, 90)).toEqual([placed])
})

test('C2 polygon: a drag moves the point that is being placed', () => {
  const hand = handWith(polygonTool)
  hand.drag([
    [0, 0],
    [5, 5],
    [10, 10],
  ])
  hand.click(110, 10)
  hand.drag([
    [70, 70],
    [60, 90],
  ])
  expect(hand.key('Enter', { x: 0, y: 0 })).toEqual([placed])
})

test('C2 polygon: Escape takes the whole shape away, pressed or not', () => {
  const hand = withTriangle()
  expect(hand.cancel()).toEqual([])
  expect(hand.state).toEqual(polygonTool.initial)
  hand.down(5, 5)
  expect(hand.cancel()).toEqual([])
  expect(hand.draft.scene.instances).toEqual([])
})

test('C2 polygon: Backspace takes the last point back, and the first one ends it', () => {
  const hand = withTriangle()
  hand.key('Backspace', { x: 0, y: 0 })
  expect(hand.key('Enter', { x: 0, y: 0 })).toEqual([])
  expect(hand.state.name).toBe('placing')
  hand.key('Backspace', { x: 0, y: 0 })
  hand.key('Backspace', { x: 0, y: 0 })
  expect(hand.state).toEqual(polygonTool.initial)
})

test('C2 polygon: Shift holds 15 degree steps from the last point', () => {
  const hand = handWith(polygonTool)
  hand.click(100, 100)
  hand.down(200, 104, { shift: true })
  expect(hand.view().shapes).toMatchObject([
    {
      points: [
        { x: 100, y: 100 },
        { x: 200.1, y: 100 },
      ],
    },
  ])
})

test('C2 polygon: one without an area is refused with a word', () => {
  const hand = handWith(polygonTool)
  for (const x of [10, 50, 90]) hand.click(x, 10)
  expect(hand.key('Enter', { x: 0, y: 0 })).toMatchObject([{ do: 'say', what: 'tooSmall' }])
})

test('C2 polygon: given to an instance that has one it is a further ring, so that a ring in a ring is a hole', () => {
  const hand = handWith(polygonTool, [polygonThing('lake', [0, 0], [300, 0], [300, 300], [0, 300])], {
    selection: ['lake'],
    options: { addToSelected: true },
  })
  for (const { x, y } of triangle) hand.click(x, y)
  hand.key('Enter', { x: 0, y: 0 })
  expect(hand.instance('lake').polygon).toHaveLength(2)
  expect(hand.instance('lake').polygon![1]).toEqual(triangle)
})

test('S2 polygon: more points than an instance holds are refused with a word', () => {
  const ring = Array.from({ length: 4095 }, (_, i) => ({ x: i / 10, y: (i % 7) * 9 }))
  const hand = handWith(polygonTool, [{ id: 'coast', caption: '', polygon: [ring] }], {
    selection: ['coast'],
    options: { addToSelected: true },
  })
  for (const { x, y } of triangle) hand.click(x, y)
  expect(hand.key('Enter', { x: 0, y: 0 })).toMatchObject([{ do: 'say', what: 'tooManyPoints' }])
})

test('C1 polygon: its points snap, not with Mod held', () => {
  const hand = handWith(polygonTool, [], { options: { snap: true } })
  hand.down(253, 100)
  expect(hand.view().shapes).toMatchObject([{ points: [{ x: 256, y: 100 }] }])
  hand.move(253, 100, { mod: true })
  expect(hand.view().shapes).toMatchObject([{ points: [{ x: 253, y: 100 }] }])
})

test('A1 polygon: Enter sets each point at the cross, and on the first one closes', () => {
  const hand = handWith(polygonTool)
  for (const point of triangle) {
    hand.key('ArrowRight', point)
    expect(hand.key('Enter', point)).toEqual([])
  }
  hand.key('ArrowUp', triangle[0]!)
  expect(hand.key('Enter', triangle[0]!)).toEqual([placed])
})

test('A1 polygon: a second Enter at the same place closes, and Backspace takes a point back', () => {
  const hand = handWith(polygonTool)
  for (const point of [...triangle, { x: 200, y: 200 }]) hand.key('Enter', point)
  hand.key('Backspace', { x: 200, y: 200 })
  expect(hand.key('Enter', triangle[2]!)).toEqual([placed])
})

test('C2 polygon: the cross cursor waits for the first point', () => {
  expect(handWith(polygonTool).view(pointerAt(1, 1)).cursor).toEqual({ cross: 'polygon', isAdding: false })
})
