import { expect, test } from 'vitest'
import type { InstanceNotes } from '../../../app/contract/document.ts'
import type { Point } from '../../../app/contract/scene.ts'
import { maskBounds } from '../../../app/scene/rle.ts'
import { selectTool } from './select.ts'
import { boxThing, handWith, maskThing } from './tool.helper.ts'
import type { Hand } from './tool.helper.ts'

type Place = readonly [x: number, y: number]

const place = ([x, y]: Place): Point => ({ x, y })

function pinch(hand: Hand, a: Place, b: Place) {
  return hand.send({ type: 'pinch', fingers: [place(a), place(b)] })
}

/** The first finger comes down at `a`, then the second at `b`. */
function pressed(a: Place, b: Place, notes: Record<string, InstanceNotes> = {}): Hand {
  const things = [
    boxThing('meadow', 0, 0, 400, 400),
    boxThing('house', 100, 100, 200, 200),
    boxThing('door', 140, 150, 160, 200),
  ]
  const hand = handWith(selectTool, things, { selection: ['house'] })
  hand.document = { ...hand.document, draft: { ...hand.draft, notes } }
  hand.down(...a, {}, { device: 'touch' })
  pinch(hand, a, b)
  return hand
}

test('C2 fingers: two on what is selected move and resize it about their middle, as one gesture', () => {
  const hand = pressed([120, 120], [120, 180])
  pinch(hand, [120, 110], [120, 190])
  expect(hand.view().commands).toMatchObject([{ id: 'house' }])
  pinch(hand, [150, 90], [150, 210])
  expect(hand.send({ type: 'pinchEnd' })).toMatchObject([{ gesture: { kind: 'resize', of: 'a house' } }])
  expect(hand.instance('house').box).toEqual({ x0: 110, y0: 50, x1: 310, y1: 250 })
})

test('C2 fingers: two that keep their distance only move, parts go along, and the view shows it before', () => {
  const hand = pressed([120, 120], [120, 180], { door: { whole: 'house' } })
  pinch(hand, [160, 120], [160, 180])
  expect(hand.view().commands).toHaveLength(2)
  expect(hand.send({ type: 'pinchEnd' })).toMatchObject([{ gesture: { kind: 'move' } }])
  expect([hand.instance('house').box!.x0, hand.instance('door').box!.x0]).toEqual([140, 180])
  expect(hand.instance('meadow').box!.x0).toBe(0)
})

test('C2 fingers: a mask is resized by them too', () => {
  const hand = handWith(selectTool, [maskThing('pond', 100, 100, 200, 200)], { selection: ['pond'] })
  hand.down(120, 150, {}, { device: 'touch' })
  pinch(hand, [120, 150], [180, 150])
  pinch(hand, [90, 150], [210, 150])
  hand.send({ type: 'pinchEnd' })
  expect(maskBounds(hand.instance('pond').mask!)).toEqual({ x0: 50, y0: 50, x1: 250, y1: 250 })
})

test('C2 fingers: less than 8 pixels are no gesture, and a thing never gets smaller than a latent cell', () => {
  const hand = pressed([120, 120], [120, 180])
  pinch(hand, [124, 122], [124, 186])
  expect(hand.view().commands).toEqual([])
  pinch(hand, [150, 149.9], [150, 150])
  expect(hand.view().commands).toMatchObject([{ change: { box: { x0: 148, x1: 156 } } }])
  pinch(hand, [120, 120], [120, 180])
  expect(hand.send({ type: 'pinchEnd' })).toEqual([])
})

test('C2 fingers: Escape, and a third finger, bring the thing back', () => {
  const hand = pressed([120, 120], [120, 180])
  const before = hand.document
  pinch(hand, [120, 60], [120, 280])
  expect(hand.cancel()).toEqual([])
  expect(hand.send({ type: 'pinchEnd' })).toEqual([])
  expect(hand.document).toBe(before)
})

test.each([
  ['one of them beside what is selected', [120, 120], [120, 300], {}],
  ['what is selected pinned', [120, 120], [120, 180], { house: { pinned: true } }],
  ['both on something that was not selected', [300, 300], [300, 350], {}],
  ['both on nothing', [450, 450], [450, 500], {}],
] as const)('C1 fingers: with %s they are for the view, and pick nothing', (_, a, b, notes) => {
  const hand = pressed(a, b, notes)
  expect(selectTool.on[hand.state.name as 'idle']).not.toHaveProperty('pinchEnd')
  hand.cancel()
  expect(hand.selection).toEqual(['house'])
  expect(hand.effects.filter((effect) => effect.do === 'gesture')).toEqual([])
})
