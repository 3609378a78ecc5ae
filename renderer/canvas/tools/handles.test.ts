import { expect, test } from 'vitest'
import { draftOf } from '../../../app/scene/document.helper.ts'
import { gripAt, handlesOf } from './handles.ts'
import { boxThing, polygonThing, scribbleThing } from './tool.helper.ts'

const house = boxThing('house', 100, 100, 200, 150)

test('C2 handles: eight round the selection, with the angle of their arrows', () => {
  const { handles, bounds } = handlesOf(draftOf(house, boxThing('tree', 300, 0, 350, 50)), ['house', 'tree'], 1)!
  expect(bounds).toEqual({ x0: 100, y0: 0, x1: 350, y1: 150 })
  expect(handles.map(({ angle }) => angle)).toEqual([45, 90, 135, 0, 45, 90, 135, 0])
  expect(handles[0]!.point).toEqual({ x: 100, y: 0 })
})

test('C2 handles: a short side on the screen has none in its middle', () => {
  const draft = draftOf(house)
  expect(handlesOf(draft, ['house'], 0.5)!.handles).toHaveLength(6)
  expect(handlesOf(draft, ['house'], 0.2)!.handles).toHaveLength(4)
})

test('C2 handles: none for a point, for pinned and for hidden things; a level line has two', () => {
  const point = { id: 'dot', caption: '', point: { x: 9, y: 9 } }
  const draft = draftOf(point, house, scribbleThing('path', [0, 0], [100, 0]))
  expect(handlesOf(draft, ['dot'], 1)).toBeNull()
  expect(handlesOf(draft, [], 1)).toBeNull()
  expect(handlesOf(draft, ['path'], 1)!.handles.map(({ direction }) => direction)).toEqual([
    { x: 1, y: 0 },
    { x: -1, y: 0 },
  ])
  for (const note of ['pinned', 'hidden']) {
    expect(handlesOf({ ...draft, notes: { house: { [note]: true } } }, ['house'], 1)).toBeNull()
  }
})

test('C2 handles: only what has no box can rotate', () => {
  const draft = draftOf(house, polygonThing('roof', [0, 0], [50, 0], [50, 50]))
  expect(handlesOf(draft, ['roof'], 1)!.canRotate).toBe(true)
  expect(handlesOf(draft, ['roof', 'house'], 1)!.canRotate).toBe(false)
})

test('C2 handles: they are hit in screen pixels at every zoom, with a wider zone for touch', () => {
  const handles = handlesOf(draftOf(house), ['house'], 4)!
  expect(gripAt(handles, { x: 201, y: 151 }, 4, 'mouse')).toMatchObject({ grip: 'resize', handle: { angle: 45 } })
  expect(gripAt(handles, { x: 203, y: 151 }, 4, 'mouse')).toBeNull()
  expect(gripAt(handles, { x: 203, y: 151 }, 4, 'touch')).toMatchObject({ grip: 'resize' })
})

test('C2 handles: inside something small a press moves it', () => {
  const handles = handlesOf(draftOf(boxThing('dot', 100, 100, 110, 110)), ['dot'], 1)!
  expect(gripAt(handles, { x: 105, y: 105 }, 1, 'mouse')).toBeNull()
  expect(gripAt(handles, { x: 111, y: 111 }, 1, 'mouse')).toMatchObject({ grip: 'resize' })
})
