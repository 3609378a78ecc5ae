import { expect, test } from 'vitest'
import { handTool } from './hand.ts'
import { handWith, pointerAt } from './tool.helper.ts'
import { nextZoom, zoomSteps, zoomTool } from './zoom.ts'

test('C1 hand: the picture follows the pointer in screen pixels, and Escape ends it', () => {
  const hand = handWith(handTool, [], { scale: 2 })
  expect(hand.view().cursor).toBe('openHand')
  expect(hand.move(5, 5)).toEqual([])
  hand.down(10, 10)
  expect(hand.move(15, 12)).toEqual([{ do: 'pan', dx: 10, dy: 4 }])
  expect(hand.view().cursor).toBe('closedHand')
  expect(hand.cancel()).toEqual([])
  expect(hand.move(50, 50)).toEqual([])
})

test('C1 zoom: a click goes to the next step in, with Alt out, and stops at the ends', () => {
  const hand = handWith(zoomTool)
  expect(hand.click(40, 30)).toEqual([{ do: 'zoom', factor: 1.5, at: { x: 40, y: 30 } }])
  expect(hand.click(40, 30, { alt: true })).toEqual([{ do: 'zoom', factor: 0.67, at: { x: 40, y: 30 } }])
  expect(nextZoom(64, 'in')).toBe(64)
  expect(nextZoom(0.05, 'out')).toBe(0.05)
  expect([zoomSteps[0], zoomSteps.at(-1)]).toEqual([0.05, 64])
})

test('C1 zoom: a drag frames what is to fill the view; Escape leaves the view', () => {
  const hand = handWith(zoomTool)
  expect(
    hand.drag([
      [10, 10],
      [20, 30],
      [110, 60],
    ]),
  ).toEqual([{ do: 'fit', box: { x0: 10, y0: 10, x1: 110, y1: 60 } }])
  hand.down(10, 10)
  hand.move(20, 30)
  expect(hand.view().shapes).toEqual([{ shape: 'marquee', box: { x0: 10, y0: 10, x1: 20, y1: 30 } }])
  expect(hand.cancel()).toEqual([])
})

test('C1 zoom: a drag to the side zooms smoothly, and Escape brings the zoom back', () => {
  const hand = handWith(zoomTool)
  hand.down(10, 10)
  hand.move(20, 10)
  expect(hand.move(140, 10)).toEqual([{ do: 'zoom', factor: 2, at: { x: 10, y: 10 } }])
  hand.scale = 2
  expect(hand.cancel()).toEqual([{ do: 'zoom', factor: 0.5, at: { x: 10, y: 10 } }])
})

test('C1 zoom: the lens has a minus with Alt', () => {
  const hand = handWith(zoomTool)
  expect(hand.view(pointerAt(0, 0)).cursor).toBe('zoomIn')
  expect(hand.view(pointerAt(0, 0, { alt: true })).cursor).toBe('zoomOut')
})

test('A1 zoom: Enter zooms to the cross', () => {
  const hand = handWith(zoomTool)
  expect(hand.key('Enter', { x: 8, y: 8 })).toEqual([{ do: 'zoom', factor: 1.5, at: { x: 8, y: 8 } }])
})
