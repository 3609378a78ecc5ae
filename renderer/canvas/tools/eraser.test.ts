import { expect, test } from 'vitest'
import { maskArea } from '../../../app/scene/rle.ts'
import { eraserTool } from './eraser.ts'
import { boxThing, handWith, maskThing, polygonThing, scribbleThing } from './tool.helper.ts'

test('C2 eraser: dabs and drags take pixels out of the selected mask, as one gesture', () => {
  const hand = handWith(eraserTool, [maskThing('lake', 0, 0, 100, 100)], { selection: ['lake'] })
  expect(
    hand.drag([
      [50, 50],
      [80, 50],
    ]),
  ).toMatchObject([{ do: 'gesture', gesture: { kind: 'paint', of: 'a lake' } }])
  expect(maskArea(hand.instance('lake').mask!)).toBeLessThan(10_000 - 30 * 20)
  expect(hand.click(300, 300)).toEqual([])
})

test('C2 eraser: an emptied mask stays, so that it can be painted again', () => {
  const hand = handWith(eraserTool, [maskThing('lake', 0, 0, 100, 100)], {
    selection: ['lake'],
    options: { brushSize: 400 },
  })
  hand.click(50, 50)
  expect(maskArea(hand.instance('lake').mask!)).toBe(0)
})

test('C2 eraser: Escape undoes the stroke', () => {
  const hand = handWith(eraserTool, [maskThing('lake', 0, 0, 100, 100)], { selection: ['lake'] })
  const before = hand.document
  hand.down(50, 50)
  hand.move(80, 50)
  expect(hand.view().shapes).toMatchObject([{ shape: 'stroke', isErasing: true }])
  expect(hand.cancel()).toEqual([])
  expect(hand.document).toBe(before)
})

test('C2 eraser: of a polygon it takes the points that it touches, and of a scribble the part', () => {
  const square = polygonThing('roof', [100, 100], [200, 100], [200, 200], [150, 250], [100, 200])
  const hand = handWith(eraserTool, [{ ...square, ...scribbleThing('roof', [0, 150], [300, 150]) }], {
    selection: ['roof'],
  })
  hand.down(150, 250)
  expect(hand.view().commands).toMatchObject([{ change: { polygon: [expect.anything()] } }])
  hand.up(150, 250)
  expect(hand.instance('roof').polygon![0]).toHaveLength(4)
  hand.click(150, 150)
  expect(hand.instance('roof').scribble).toHaveLength(2)
})

test('C2 eraser: a ring or stroke that nothing is left of is gone', () => {
  const hand = handWith(eraserTool, [polygonThing('roof', [100, 100], [104, 100], [104, 140])], { selection: ['roof'] })
  hand.click(102, 100)
  expect(hand.instance('roof').polygon).toBeUndefined()
})

test('C2 eraser: with nothing to erase from it says so', () => {
  const hand = handWith(eraserTool, [boxThing('house', 0, 0, 50, 50)])
  expect(hand.click(10, 10)).toMatchObject([{ do: 'say', what: 'nothingSelected' }])
  hand.selection = ['house']
  expect(hand.click(10, 10)).toMatchObject([{ do: 'say', what: 'nothingSelected' }])
  expect(hand.key('Enter', { x: 10, y: 10 })).toMatchObject([{ do: 'say', what: 'nothingSelected' }])
})

test('A1 eraser: Enter, arrows and Enter erase with the cross', () => {
  const hand = handWith(eraserTool, [maskThing('lake', 0, 0, 100, 100)], { selection: ['lake'] })
  hand.key('Enter', { x: 20, y: 50 })
  hand.key('ArrowRight', { x: 80, y: 50 })
  expect(hand.key('Enter', { x: 80, y: 50 })).toHaveLength(1)
  expect(maskArea(hand.instance('lake').mask!)).toBeLessThan(10_000 - 60 * 20)
})
