import { expect, test } from 'vitest'
import type { Point } from '../../../app/contract/scene.ts'
import { scribbleTool } from './scribble.ts'
import { boxThing, handWith, scribbleThing } from './tool.helper.ts'

const placed = (line: readonly (readonly [number, number])[], toSelected = false) => ({
  do: 'place',
  location: { scribble: [line.map(([x, y]) => ({ x, y }))] },
  toSelected,
})

test('C2 scribble: the line follows the pointer, and points on a straight part are left out', () => {
  const hand = handWith(scribbleTool)
  expect(
    hand.drag([
      [10, 10],
      [30, 10],
      [60, 10],
      [60, 50],
    ]),
  ).toEqual([
    placed([
      [10, 10],
      [60, 10],
      [60, 50],
    ]),
  ])
})

test('C2 scribble: Escape leaves no line, in every way of drawing', () => {
  const hand = handWith(scribbleTool, [scribbleThing('path', [0, 0], [100, 0])], { selection: ['path'] })
  const before = hand.document
  hand.down(10, 10)
  hand.move(50, 50)
  expect(hand.cancel()).toEqual([])
  hand.down(10, 10)
  hand.move(50, 50)
  hand.hold(50, 50)
  expect(hand.cancel()).toEqual([])
  hand.down(50, 0, { alt: true })
  expect(hand.cancel()).toEqual([])
  expect(hand.up(50, 50)).toEqual([])
  expect(hand.document).toBe(before)
})

test('C2 scribble: a click draws nothing', () => {
  expect(
    handWith(scribbleTool).drag([
      [10, 10],
      [12, 10],
    ]),
  ).toEqual([])
})

test('C2 scribble: Shift draws straight for as long as it is held', () => {
  const hand = handWith(scribbleTool)
  hand.down(10, 10)
  hand.move(10, 50)
  hand.move(30, 80, { shift: true })
  hand.move(90, 50, { shift: true })
  expect(hand.up(90, 90)).toEqual([
    placed([
      [10, 10],
      [10, 50],
      [90, 50],
      [90, 90],
    ]),
  ])
})

test('C2 scribble: Shift at the press goes straight on from the end of the last line', () => {
  const hand = handWith(scribbleTool)
  hand.drag([
    [10, 10],
    [60, 10],
  ])
  expect(hand.click(100, 70, { shift: true })).toEqual([
    placed([
      [60, 10],
      [100, 70],
    ]),
  ])
})

test('C2 scribble: holding still at the end straightens the line, whose end can still be moved', () => {
  const hand = handWith(scribbleTool)
  hand.down(10, 10)
  hand.move(40, 60)
  hand.move(90, 10)
  hand.hold(90, 10)
  expect(hand.view().shapes).toEqual([
    {
      shape: 'line',
      points: [
        { x: 10, y: 10 },
        { x: 90, y: 10 },
      ],
    },
  ])
  expect(hand.up(90, 40)).toEqual([
    placed([
      [10, 10],
      [90, 40],
    ]),
  ])
})

test('C2 scribble: Alt takes back the end of the line being drawn', () => {
  const hand = handWith(scribbleTool)
  hand.down(10, 10)
  hand.move(60, 10)
  hand.move(60, 60)
  hand.move(60, 58, { alt: true })
  expect(hand.up(60, 59, { alt: true })).toEqual([
    placed([
      [10, 10],
      [60, 10],
    ]),
  ])
})

test('C2 scribble: Alt at the press takes points out of the selected one, which may fall into two strokes', () => {
  const hand = handWith(scribbleTool, [scribbleThing('path', [0, 100], [200, 100])], { selection: ['path'] })
  hand.down(100, 100, { alt: true })
  expect(hand.view().commands).toHaveLength(1)
  expect(hand.up(100, 100, { alt: true })).toMatchObject([
    { do: 'gesture', gesture: { kind: 'reshape', of: 'a path' } },
  ])
  const strokes = hand.instance('path').scribble!
  expect(strokes.map((stroke) => stroke.length)).toEqual([2, 2])
  expect(strokes[0]![0]).toEqual({ x: 0, y: 100 })
  expect(strokes[0]![1]!.x).toBeLessThan(92)
  expect(strokes[1]![0]!.x).toBeGreaterThan(108)
  expect(
    hand.drag(
      [
        [100, 100],
        [100, 110],
      ],
      { alt: true },
    ),
  ).toEqual([])
})

test('C2 scribble: Alt without a selected scribble says so', () => {
  const hand = handWith(scribbleTool, [boxThing('house', 0, 0, 50, 50)])
  expect(hand.down(10, 10, { alt: true })).toMatchObject([{ do: 'say', what: 'nothingSelected' }])
  hand.selection = ['house']
  expect(hand.down(10, 10, { alt: true })).toMatchObject([{ do: 'say', what: 'nothingSelected' }])
})

test('C2 scribble: smoothing takes the tremble out and keeps the ends', () => {
  const tremble = Array.from({ length: 41 }, (_, i) => [i * 5, 100 + (i % 2) * 6] as const)
  const height = (smoothing: number) => {
    const hand = handWith(scribbleTool, [], { options: { smoothing } })
    hand.drag(tremble)
    const [line] = hand.instance('placed-1').scribble as Point[][]
    expect([line![0], line!.at(-1)]).toEqual([
      { x: 0, y: 100 },
      { x: 200, y: 100 },
    ])
    const ys = line!.slice(2, -2).map(({ y }) => y)
    return ys.length > 0 ? Math.max(...ys) - Math.min(...ys) : 0
  }
  expect(height(0)).toBe(6)
  expect(height(80)).toBeLessThan(2)
})

test('C2 scribble: given to the selected instance it is a further stroke', () => {
  const hand = handWith(scribbleTool, [scribbleThing('path', [0, 0], [90, 0])], {
    selection: ['path'],
    options: { addToSelected: true },
  })
  hand.drag([
    [10, 50],
    [60, 50],
  ])
  expect(hand.instance('path').scribble).toEqual([
    [
      { x: 0, y: 0 },
      { x: 90, y: 0 },
    ],
    [
      { x: 10, y: 50 },
      { x: 60, y: 50 },
    ],
  ])
})

test('S2 scribble: however long it is drawn, it has no more than 512 points, and more than a scene holds are refused', () => {
  const hand = handWith(scribbleTool)
  const spiral = Array.from(
    { length: 6000 },
    (_, i) => [256 + i * 0.04 * Math.cos(i), 256 + i * 0.04 * Math.sin(i)] as const,
  )
  hand.drag(spiral)
  expect(hand.instance('placed-1').scribble![0]!.length).toBeLessThanOrEqual(512)
  const full = { id: 'full', caption: '', scribble: [Array.from({ length: 4095 }, (_, i) => ({ x: i, y: i % 2 }))] }
  const adding = handWith(scribbleTool, [full], { selection: ['full'], options: { addToSelected: true } })
  expect(
    adding.drag([
      [10, 10],
      [90, 90],
    ]),
  ).toMatchObject([{ do: 'say', what: 'tooManyPoints' }])
})

test('A1 scribble: Enter puts the pen down, arrows draw, Backspace takes a step back, Enter lifts it', () => {
  const hand = handWith(scribbleTool)
  hand.key('Enter', { x: 100, y: 100 })
  hand.key('ArrowRight', { x: 164, y: 100 })
  hand.key('ArrowDown', { x: 164, y: 164 })
  hand.key('ArrowDown', { x: 164, y: 172 })
  hand.key('Backspace', { x: 164, y: 172 })
  expect(hand.view().shapes).toMatchObject([
    { shape: 'line', points: [{ x: 100 }, { x: 164, y: 100 }, { x: 164, y: 164 }] },
  ])
  expect(hand.key('Enter', { x: 164, y: 180 })).toEqual([
    placed([
      [100, 100],
      [164, 100],
      [164, 180],
    ]),
  ])
})
