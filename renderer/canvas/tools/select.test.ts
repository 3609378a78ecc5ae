import { expect, test } from 'vitest'
import type { InstanceNotes } from '../../../app/contract/document.ts'
import type { Instance } from '../../../app/contract/scene.ts'
import { maskBounds } from '../../../app/scene/rle.ts'
import { selectTool } from './select.ts'
import { boxThing, handWith, maskThing, pointerAt, polygonThing } from './tool.helper.ts'
import type { Hand } from './tool.helper.ts'

/** Back to front; all three lie under 60, 60. */
const stack = [
  boxThing('meadow', 0, 0, 400, 400),
  boxThing('house', 20, 20, 200, 200),
  boxThing('door', 50, 50, 90, 90),
]

function handOn(instances: Instance[], selection: string[] = [], notes: Record<string, InstanceNotes> = {}): Hand {
  const hand = handWith(selectTool, instances, { selection })
  hand.document = { ...hand.document, draft: { ...hand.draft, notes } }
  return hand
}

const selects = (...ids: string[]) => ({ do: 'select', ids })

test('C2 select: a press picks the topmost, a click on nothing clears', () => {
  const hand = handOn(stack)
  expect(hand.down(60, 60)).toEqual([selects('door')])
  expect(hand.up(60, 60)).toEqual([])
  expect(hand.click(450, 450)).toEqual([selects()])
  expect(hand.click(450, 450)).toEqual([])
})

test('C2 select: pressed again within 400 ms it picks the next below, and after the last the topmost', () => {
  const hand = handOn(stack)
  for (const id of ['door', 'house', 'meadow', 'door']) expect(hand.click(60, 60)).toEqual([selects(id)])
  hand.wait(500)
  expect(hand.click(60, 60)).toEqual([])
  hand.click(450, 450)
  expect(hand.double(60, 60)).toEqual([selects('door'), selects('house')])
  expect(hand.double(60, 60)).toEqual([selects('meadow'), selects('door')])
})

test('C2 select: what was picked from below is what a drag moves, and a click picks the topmost again', () => {
  const hand = handOn(stack)
  hand.click(60, 60)
  hand.click(60, 60)
  hand.wait(1000)
  expect(
    hand.drag([
      [60, 60],
      [70, 60],
      [80, 60],
    ]),
  ).toMatchObject([{ gesture: { kind: 'move', of: 'a house' } }])
  hand.wait(1000)
  expect(hand.click(85, 60)).toEqual([selects('door')])
})

test('C2 select: Shift adds at the press and takes away at a click', () => {
  const hand = handOn([boxThing('left', 0, 0, 50, 50), boxThing('right', 100, 0, 150, 50)], ['left'])
  expect(hand.click(120, 20, { shift: true })).toEqual([selects('left', 'right')])
  expect(hand.click(20, 20, { shift: true })).toEqual([selects('right')])
})

test('C2 select: the marquee takes part in what it touches; Shift adds to what is selected', () => {
  const hand = handOn([
    boxThing('left', 0, 0, 50, 50),
    boxThing('right', 100, 0, 150, 50),
    boxThing('far', 300, 0, 350, 50),
  ])
  hand.down(160, 60)
  hand.move(120, 40)
  expect(hand.view().shapes).toEqual([{ shape: 'marquee', box: { x0: 120, y0: 40, x1: 160, y1: 60 } }])
  expect(hand.up(120, 40)).toEqual([selects('right')])
  expect(
    hand.drag(
      [
        [60, 60],
        [40, 40],
      ],
      { shift: true },
    ),
  ).toEqual([selects('right', 'left')])
})

test('C2 select: a drag moves all that is selected by whole pixels, as one gesture', () => {
  const hand = handOn([boxThing('left', 0, 0, 50, 50), maskThing('right', 100, 0, 150, 50)], ['left', 'right'])
  const effects = hand.drag([
    [20, 20],
    [25, 20],
    [30.4, 40.2],
  ])
  expect(effects).toHaveLength(1)
  expect(hand.instance('left').box).toEqual({ x0: 10, y0: 20, x1: 60, y1: 70 })
  expect(maskBounds(hand.instance('right').mask!)).toEqual({ x0: 110, y0: 20, x1: 160, y1: 70 })
})

test('C2 select: Escape while something moves brings it back', () => {
  const hand = handOn([boxThing('left', 0, 0, 50, 50)], ['left'])
  const before = hand.document
  hand.down(20, 20)
  hand.move(90, 90)
  expect(hand.view().commands).toMatchObject([{ id: 'left', change: { box: { x0: 70, y0: 70 } } }])
  expect(hand.cancel()).toEqual([])
  expect(hand.up(90, 90)).toEqual([])
  expect(hand.document).toBe(before)
})

test('C2 select: Shift keeps the axis', () => {
  const hand = handOn([boxThing('left', 0, 0, 50, 50)], ['left'])
  hand.down(20, 20)
  hand.move(60, 30, { shift: true })
  hand.up(60, 30, { shift: true })
  expect(hand.instance('left').box).toEqual({ x0: 40, y0: 0, x1: 90, y1: 50 })
})

test('C2 select: Alt drags a copy, and shows it before the pointer lets go', () => {
  const hand = handOn([boxThing('left', 0, 0, 50, 50)], ['left'])
  hand.down(20, 20, { alt: true })
  hand.move(60, 20, { alt: true })
  expect(hand.view().cursor).toBe('copy')
  expect(hand.view().commands).toMatchObject([{ do: 'addInstance', at: 1, instance: { box: { x0: 40 } } }])
  expect(hand.up(60, 20, { alt: true })).toEqual([{ do: 'copy', ids: ['left'], dx: 40, dy: 0 }])
})

test('C3 select: parts move with their whole', () => {
  const hand = handOn(stack, ['house'], { door: { whole: 'house' } })
  hand.drag([
    [150, 150],
    [160, 150],
  ])
  expect(hand.instance('door').box!.x0).toBe(60)
  expect(hand.instance('meadow').box!.x0).toBe(0)
})

test('C3 select: a pinned thing does not move, and the pointer says so; the others of the selection do', () => {
  const things = [boxThing('left', 0, 0, 50, 50), boxThing('right', 100, 0, 150, 50)]
  const pinned = handOn(things, ['left'], { left: { pinned: true } })
  pinned.down(20, 20)
  expect(pinned.move(40, 20)).toEqual([{ do: 'say', what: 'pinned', screen: { x: 40, y: 20 } }])
  expect(pinned.view().cursor).toBe('notAllowed')
  expect(pinned.up(40, 20)).toEqual([])
  const both = handOn(things, ['left', 'right'], { left: { pinned: true } })
  both.drag([
    [20, 20],
    [40, 20],
  ])
  expect([both.instance('left').box!.x0, both.instance('right').box!.x0]).toEqual([0, 120])
})

test('C3 select: a hidden thing cannot be picked; a press on a selected one says that it is hidden', () => {
  const hand = handOn([boxThing('left', 0, 0, 50, 50)], ['left'], { left: { hidden: true } })
  expect(hand.down(20, 20)).toEqual([{ do: 'say', what: 'hidden', screen: { x: 20, y: 20 } }])
  hand.up(20, 20)
  hand.selection = []
  expect(hand.click(20, 20)).toEqual([])
})

test('C1 select: moved things snap to the others, not with Mod held', () => {
  const hand = handOn([boxThing('left', 100, 100, 150, 150), boxThing('right', 300, 300, 380, 380)], ['left'])
  hand.options = { ...hand.options, snap: true }
  hand.down(120, 120)
  hand.move(317, 190)
  expect(hand.view().guides).not.toEqual([])
  expect(hand.view().commands).toMatchObject([{ change: { box: { x0: 300 } } }])
  hand.move(317, 190, { mod: true })
  expect(hand.view().commands).toMatchObject([{ change: { box: { x0: 297 } } }])
})

test('C2 select: handles resize, Shift keeps the ratio, Alt the centre', () => {
  const resized = (to: readonly [number, number], held = {}) => {
    const hand = handOn([boxThing('house', 100, 100, 200, 150)], ['house'])
    hand.drag([[200, 150], [210, 160], to], held)
    return hand.instance('house').box
  }
  expect(resized([260, 170])).toEqual({ x0: 100, y0: 100, x1: 260, y1: 170 })
  expect(resized([300, 150], { shift: true })).toEqual({ x0: 100, y0: 100, x1: 300, y1: 200 })
  expect(resized([220, 160], { alt: true })).toEqual({ x0: 80, y0: 90, x1: 220, y1: 160 })
  expect(resized([20, 20])).toEqual({ x0: 100, y0: 100, x1: 108, y1: 108 })
})

test('C2 select: a handle in the middle of a side stretches along one axis; resizing is one gesture', () => {
  const hand = handOn([boxThing('house', 100, 100, 200, 150)], ['house'])
  expect(hand.view(pointerAt(200, 125)).cursor).toEqual({ resize: 0 })
  expect(
    hand.drag([
      [200, 125],
      [260, 190],
    ]),
  ).toMatchObject([{ gesture: { kind: 'resize', of: 'a house' } }])
  expect(hand.instance('house').box).toEqual({ x0: 100, y0: 100, x1: 260, y1: 150 })
  hand.down(260, 125)
  hand.move(300, 125)
  expect(hand.view().commands).toHaveLength(1)
  expect(hand.cancel()).toEqual([])
  expect(hand.instance('house').box!.x1).toBe(260)
})

test('C2 select: outside the corners of a polygon a drag rotates, with Shift in steps of 15 degrees', () => {
  const hand = handOn([polygonThing('roof', [100, 100], [200, 100], [200, 200], [100, 200])], ['roof'])
  expect(hand.view(pointerAt(212, 212)).cursor).toBe('rotate')
  hand.down(212, 212)
  hand.move(86, 210, { shift: true })
  hand.up(86, 210, { shift: true })
  const [ring] = hand.instance('roof').polygon!
  expect(ring![0]).toEqual({ x: 200, y: 100 })
  hand.down(212, 212)
  hand.move(150, 300)
  expect(hand.view().commands).toHaveLength(1)
  expect(hand.cancel()).toEqual([])
})

test('C2 select: the second button picks and opens the menu', () => {
  const hand = handOn(stack)
  expect(hand.down(60, 60, {}, { button: 'second' })).toEqual([
    selects('door'),
    { do: 'menu', screen: { x: 60, y: 60 }, id: 'door' },
  ])
  hand.up(60, 60, {}, { button: 'second' })
  expect(hand.down(450, 450, {}, { button: 'second' })).toEqual([{ do: 'menu', screen: { x: 450, y: 450 }, id: null }])
})

test('C2 select: a long touch opens the menu, and then nothing moves', () => {
  const hand = handOn(stack)
  hand.down(60, 60, {}, { device: 'touch' })
  expect(hand.hold(60, 60, { device: 'touch' })).toEqual([{ do: 'menu', screen: { x: 60, y: 60 }, id: 'door' }])
  expect(hand.move(200, 200, {}, { device: 'touch' })).toEqual([])
  expect(hand.up(200, 200, {}, { device: 'touch' })).toEqual([])
})

test('C2 select: a double click on a selected polygon edits it, whatever lies in front', () => {
  const roof = polygonThing('roof', [30, 30], [100, 30], [65, 100])
  const hand = handOn([roof, ...stack], ['roof'])
  expect(hand.double(60, 60).slice(-2)).toEqual([selects('roof'), { do: 'editPoints', id: 'roof' }])
})

test('C2 select: a double click edits the points, or the caption of what has none', () => {
  const roof = polygonThing('roof', [300, 300], [400, 300], [350, 400])
  const hand = handOn([...stack, roof])
  expect(hand.double(350, 340).at(-1)).toEqual({ do: 'editPoints', id: 'roof' })
  const alone = handOn([boxThing('house', 0, 0, 50, 50)])
  expect(alone.double(20, 20).at(-1)).toEqual({ do: 'caption', id: 'house' })
  const dot = handOn([...stack, { id: 'dot', caption: '', point: { x: 60, y: 60 } }])
  expect(dot.double(60, 60).at(-1)).toEqual({ do: 'caption', id: 'dot' })
  const pinned = handOn([roof], ['roof'], { roof: { pinned: true } })
  expect(pinned.double(350, 340).at(-1)).toMatchObject({ do: 'say', what: 'pinned' })
})

test('C2 select: the cursor tells what a press would do', () => {
  const hand = handOn(stack, [], { door: { pinned: true } })
  expect(hand.view(pointerAt(450, 450)).cursor).toBe('arrow')
  expect(hand.view(pointerAt(30, 30))).toMatchObject({ cursor: 'move', hovered: 'house' })
  expect(hand.view(pointerAt(60, 60))).toMatchObject({ cursor: 'notAllowed', hovered: 'door' })
})
