import { expect, test } from 'vitest'
import { boxTool } from './box.ts'
import { boxThing, handWith, pointerAt } from './tool.helper.ts'

const placed = (box: object, toSelected = false) => ({ do: 'place', location: { box }, toSelected })

test('C2 box: a drag places one from corner to corner, in whole pixels, whichever way it goes', () => {
  for (const [from, to] of [
    [
      [10.2, 20.4],
      [110.4, 80.1],
    ],
    [
      [110.4, 80.1],
      [10.2, 20.4],
    ],
  ] as const) {
    const hand = handWith(boxTool)
    expect(hand.drag([from, [50, 50], to])).toEqual([
      placed({ x0: 10, y0: 20, x1: 110, y1: 80 }),
      { do: 'options', change: { lastBox: { width: 100, height: 60 } } },
    ])
    expect(hand.state).toEqual(boxTool.initial)
  }
})

test('C2 box: Escape while drawing leaves the scene as it was', () => {
  const hand = handWith(boxTool, [boxThing('house', 0, 0, 50, 50)])
  const before = hand.document
  hand.down(10, 10)
  hand.move(100, 100)
  expect(hand.view().shapes).toHaveLength(1)
  expect(hand.cancel()).toEqual([])
  expect(hand.up(100, 100)).toEqual([])
  expect(hand.document).toBe(before)
  expect(hand.view().shapes).toEqual([])
})

test('C2 box: under 4 screen pixels a press is a click, at every zoom, and touch has 8', () => {
  const far = handWith(boxTool, [], { scale: 0.25 })
  expect(
    far.drag([
      [10, 10],
      [25, 10],
    ]),
  ).toEqual([])
  expect(
    far.drag([
      [10, 10],
      [26, 26],
    ])[0],
  ).toEqual(placed({ x0: 10, y0: 10, x1: 26, y1: 26 }))
  const touch = handWith(boxTool)
  touch.down(10, 10, {}, { device: 'touch' })
  touch.move(17, 10, {}, { device: 'touch' })
  expect(touch.state.name).toBe('pressing')
  touch.move(18, 10, {}, { device: 'touch' })
  expect(touch.state.name).toBe('drawing')
})

test('C2 box: a click places one of the last size, and none before there was one', () => {
  const hand = handWith(boxTool)
  expect(hand.click(50, 60)).toEqual([])
  hand.drag([
    [10, 10],
    [50, 30],
  ])
  expect(hand.click(50, 60)[0]).toEqual(placed({ x0: 50, y0: 60, x1: 90, y1: 80 }))
  hand.options = { ...hand.options, boxFrom: 'centre' }
  expect(hand.click(50, 60)[0]).toEqual(placed({ x0: 30, y0: 50, x1: 70, y1: 70 }))
})

test('C2 box: under one latent cell it is refused with a word at the pointer', () => {
  const hand = handWith(boxTool)
  expect(
    hand.drag([
      [10, 10],
      [110, 17],
    ]),
  ).toEqual([{ do: 'say', what: 'tooSmall', screen: { x: 110, y: 17 } }])
  expect(
    hand.drag([
      [10, 10],
      [110, 18],
    ])[0],
  ).toEqual(placed({ x0: 10, y0: 10, x1: 110, y1: 18 }))
})

test('C2 box: Shift makes it square, or keeps the ratio that was chosen', () => {
  const square = handWith(boxTool)
  expect(
    square.drag(
      [
        [10, 10],
        [60, 30],
      ],
      { shift: true },
    )[0],
  ).toEqual(placed({ x0: 10, y0: 10, x1: 60, y1: 60 }))
  const wide = handWith(boxTool, [], { options: { ratio: 2 } })
  expect(
    wide.drag([
      [110, 110],
      [10, 100],
    ])[0],
  ).toEqual(placed({ x0: 10, y0: 60, x1: 110, y1: 110 }))
})

test('C2 box: Alt draws from the centre, or from the corner when the option says centre', () => {
  const hand = handWith(boxTool)
  expect(
    hand.drag(
      [
        [100, 100],
        [120, 130],
      ],
      { alt: true },
    )[0],
  ).toEqual(placed({ x0: 80, y0: 70, x1: 120, y1: 130 }))
  hand.options = { ...hand.options, boxFrom: 'centre' }
  expect(
    hand.drag(
      [
        [100, 100],
        [120, 130],
      ],
      { alt: true },
    )[0],
  ).toEqual(placed({ x0: 100, y0: 100, x1: 120, y1: 130 }))
})

test('C2 box: Space moves the whole while it is held', () => {
  const hand = handWith(boxTool)
  hand.down(10, 10)
  hand.move(60, 60)
  hand.move(70, 80, { space: true })
  expect(hand.up(70, 80)[0]).toEqual(placed({ x0: 20, y0: 30, x1: 70, y1: 80 }))
})

test('C2 box: a modifier pressed without moving shows at once', () => {
  const hand = handWith(boxTool)
  hand.down(10, 10)
  hand.move(60, 30)
  const { modifiers } = pointerAt(0, 0, { shift: true })
  hand.send({ type: 'modifiers', modifiers })
  expect(hand.view().shapes[0]).toMatchObject({ box: { x0: 10, y0: 10, x1: 60, y1: 60 }, label: '50 × 50' })
})

test('C2 box: Mod at the press, or the option, gives it to the selected instance; with none there is a new one', () => {
  const thing = boxThing('house', 0, 0, 50, 50)
  const box = { x0: 10, y0: 10, x1: 60, y1: 60 }
  const mod = handWith(boxTool, [thing], { selection: ['house'] })
  mod.down(10, 10, { mod: true })
  mod.move(60, 60)
  expect(mod.view().commands).toEqual([{ do: 'changeInstance', id: 'house', change: { box } }])
  expect(mod.up(60, 60)[0]).toEqual(placed(box, true))
  const option = handWith(boxTool, [thing], { selection: ['house'], options: { addToSelected: true } })
  expect(
    option.drag([
      [10, 10],
      [60, 60],
    ])[0],
  ).toEqual(placed(box, true))
  const none = handWith(boxTool, [thing], { options: { addToSelected: true } })
  expect(
    none.drag([
      [10, 10],
      [60, 60],
    ])[0],
  ).toEqual(placed(box, false))
})

test('C1 box: its corners snap to neighbours within 6 screen pixels, not with Mod held', () => {
  const hand = handWith(boxTool, [boxThing('house', 40, 40, 200, 90)], { options: { snap: true } })
  hand.down(44, 120)
  hand.move(150, 190)
  hand.move(196, 190)
  expect(hand.view().guides).not.toEqual([])
  expect(hand.up(196, 190)[0]).toEqual(placed({ x0: 40, y0: 120, x1: 200, y1: 190 }))
  hand.down(44, 120)
  hand.move(196, 190, { mod: true })
  expect(hand.up(196, 190, { mod: true })[0]).toEqual(placed({ x0: 44, y0: 120, x1: 196, y1: 190 }))
})

test('R3 box: while it is drawn the draft with it is there to be planned', () => {
  const hand = handWith(boxTool)
  hand.down(10, 10)
  hand.move(60, 60)
  expect(hand.view().commands).toMatchObject([{ do: 'addInstance', at: 0, instance: { box: { x1: 60 } } }])
})

test('A1 box: Enter sets the first corner, arrows stretch, Enter ends', () => {
  const hand = handWith(boxTool)
  expect(hand.key('Enter', { x: 100, y: 100 })).toEqual([])
  hand.key('ArrowRight', { x: 164, y: 100 })
  hand.key('ArrowUp', { x: 164, y: 68 })
  expect(hand.view().shapes).toMatchObject([{ box: { x0: 100, y0: 68, x1: 164, y1: 100 } }])
  expect(hand.key('Enter', { x: 164, y: 68 })[0]).toEqual(placed({ x0: 100, y0: 68, x1: 164, y1: 100 }))
  hand.key('Enter', { x: 100, y: 100 })
  expect(hand.key('Enter', { x: 100, y: 100 })).toMatchObject([{ do: 'say', what: 'tooSmall' }])
})

test('C2 box: the second button draws nothing', () => {
  const hand = handWith(boxTool)
  expect(
    hand.drag(
      [
        [10, 10],
        [90, 90],
      ],
      {},
      { button: 'second' },
    ),
  ).toEqual([])
  expect(hand.state).toEqual(boxTool.initial)
})

test('C2 box: the cursor has a plus while the selected instance gets what is drawn', () => {
  const hand = handWith(boxTool, [boxThing('house', 0, 0, 50, 50)], { selection: ['house'] })
  expect(hand.view(pointerAt(5, 5)).cursor).toEqual({ cross: 'box', isAdding: false })
  expect(hand.view(pointerAt(5, 5, { mod: true })).cursor).toEqual({ cross: 'box', isAdding: true })
})
