import { expect, test } from 'vitest'
import { maskArea, maskBounds } from '../../../app/scene/rle.ts'
import { maskTool } from './mask.ts'
import { boxThing, handWith, maskThing, pointerAt } from './tool.helper.ts'

test('C2 mask: a press dabs and a drag paints; with nothing selected that is a new instance', () => {
  const hand = handWith(maskTool)
  expect(hand.click(100, 100)).toMatchObject([{ do: 'place', toSelected: false }])
  expect(maskBounds(hand.instance('placed-1').mask!)).toEqual({ x0: 90, y0: 90, x1: 110, y1: 110 })
  hand.selection = []
  hand.drag([
    [100, 100],
    [200, 100],
  ])
  expect(maskBounds(hand.instance('placed-2').mask!)).toEqual({ x0: 90, y0: 90, x1: 210, y1: 110 })
})

test('C5 mask: several strokes build one mask, each a gesture of its own', () => {
  const hand = handWith(maskTool)
  hand.click(100, 100)
  expect(hand.click(300, 100)).toMatchObject([{ do: 'gesture', gesture: { kind: 'paint' } }])
  expect(hand.draft.scene.instances).toHaveLength(1)
  expect(maskBounds(hand.instance('placed-1').mask!)).toEqual({ x0: 90, y0: 90, x1: 310, y1: 110 })
})

test('C2 mask: a selected instance without one gets it with Mod at the press; otherwise a new one is made', () => {
  const hand = handWith(maskTool, [boxThing('house', 0, 0, 50, 50)], { selection: ['house'] })
  expect(hand.click(100, 100, { mod: true })).toMatchObject([{ do: 'place', toSelected: true }])
  expect(hand.instance('house').mask).toBeDefined()
  const other = handWith(maskTool, [boxThing('house', 0, 0, 50, 50)], { selection: ['house'] })
  expect(other.click(100, 100)).toMatchObject([{ do: 'place', toSelected: false }])
  expect(other.instance('house').mask).toBeUndefined()
})

test('C2 mask: Escape undoes the stroke, and nothing changes while it is painted', () => {
  const hand = handWith(maskTool, [maskThing('lake', 0, 0, 100, 100)], { selection: ['lake'] })
  const before = hand.document
  hand.down(200, 200)
  hand.move(300, 200)
  expect(hand.view().shapes).toMatchObject([
    { shape: 'stroke', isErasing: false, points: [{ x: 200, size: 20 }, { x: 300 }] },
  ])
  expect(hand.cancel()).toEqual([])
  expect(hand.up(300, 200)).toEqual([])
  expect(hand.document).toBe(before)
})

test('C2 mask: Alt, the swapped option, the eraser end and the barrel button erase; Alt with the option paints', () => {
  const lake = maskThing('lake', 0, 0, 100, 100)
  const areaAfter = (options: object, held: object, extra: object) => {
    const hand = handWith(maskTool, [lake], { selection: ['lake'], options })
    hand.drag(
      [
        [100, 50],
        [100, 60],
      ],
      held,
      extra,
    )
    return maskArea(hand.instance('lake').mask!)
  }
  expect(areaAfter({}, { alt: true }, {})).toBeLessThan(10_000)
  expect(areaAfter({ isErasing: true }, {}, {})).toBeLessThan(10_000)
  expect(areaAfter({}, {}, { isEraser: true, device: 'pen' })).toBeLessThan(10_000)
  expect(areaAfter({ isErasing: true }, { alt: true }, {})).toBeGreaterThan(10_000)
})

test('C2 mask: erasing without a mask to erase from says so', () => {
  const hand = handWith(maskTool, [boxThing('house', 0, 0, 50, 50)], { selection: ['house'] })
  expect(hand.click(20, 20, { alt: true })).toEqual([{ do: 'say', what: 'nothingSelected', screen: { x: 20, y: 20 } }])
})

test('C3 mask: a hidden instance is not painted on', () => {
  const hand = handWith(maskTool, [maskThing('lake', 0, 0, 100, 100)], { selection: ['lake'] })
  hand.document = { ...hand.document, draft: { ...hand.draft, notes: { lake: { hidden: true } } } }
  expect(hand.click(200, 200)).toMatchObject([{ do: 'say', what: 'hidden' }])
})

test('C2 mask: a stroke that changes no pixel is no gesture', () => {
  const hand = handWith(maskTool, [maskThing('lake', 0, 0, 100, 100)], { selection: ['lake'] })
  expect(hand.click(50, 50)).toEqual([])
  hand.selection = []
  expect(hand.click(-200, -200)).toEqual([])
})

test('C2 mask: Shift paints a straight line from the last dab', () => {
  const hand = handWith(maskTool)
  hand.click(100, 100)
  hand.click(300, 100, { shift: true })
  expect(maskBounds(hand.instance('placed-1').mask!)).toEqual({ x0: 90, y0: 90, x1: 310, y1: 110 })
  expect(maskArea(hand.instance('placed-1').mask!)).toBeGreaterThan(200 * 20)
})

test('C2 mask: Mod Alt drag sets size and hardness at the end; Escape leaves them', () => {
  const hand = handWith(maskTool)
  hand.down(100, 100, { mod: true, alt: true })
  hand.move(115, 200, { mod: true, alt: true })
  expect(hand.view().cursor).toEqual({ brush: 50, hardness: 0.5, isErasing: false })
  expect(hand.cancel()).toEqual([])
  expect(
    hand.drag(
      [
        [100, 100],
        [115, 200],
      ],
      { mod: true, alt: true },
    ),
  ).toEqual([{ do: 'options', change: { brushSize: 50, hardness: 0.5 } }])
  expect(
    hand.drag(
      [
        [100, 100],
        [9000, -900],
      ],
      { mod: true, alt: true },
    ),
  ).toEqual([{ do: 'options', change: { brushSize: 1000, hardness: 1 } }])
  expect(
    hand.drag(
      [
        [100, 100],
        [-9000, 9000],
      ],
      { mod: true, alt: true },
    ),
  ).toEqual([{ do: 'options', change: { brushSize: 1, hardness: 0 } }])
})

test('C2 mask: pressure of a pen sizes the brush or softens it, as chosen; a mouse has full force', () => {
  const width = (pressure: 'off' | 'size' | 'softness', device: 'pen' | 'mouse') => {
    const hand = handWith(maskTool, [], { options: { brushSize: 96, pressure } })
    hand.drag(
      [
        [256, 256],
        [256, 257],
      ],
      {},
      { device, pressure: 0.5 },
    )
    const { x0, x1 } = maskBounds(hand.instance('placed-1').mask!)!
    return x1 - x0
  }
  expect(width('off', 'pen')).toBe(96)
  expect(width('size', 'pen')).toBe(48)
  expect(width('softness', 'pen')).toBe(72)
  expect(width('size', 'mouse')).toBe(96)
})

test('C2 mask: the cursor is the brush, with a minus while it erases', () => {
  const hand = handWith(maskTool, [], { options: { brushSize: 40, hardness: 0.5 } })
  expect(hand.view(pointerAt(5, 5)).cursor).toEqual({ brush: 40, hardness: 0.5, isErasing: false })
  expect(hand.view(pointerAt(5, 5, { alt: true })).cursor).toEqual({ brush: 40, hardness: 0.5, isErasing: true })
})

test('A1 mask: Enter puts the brush down, arrows paint, Enter lifts it', () => {
  const hand = handWith(maskTool)
  hand.key('Enter', { x: 100, y: 100 })
  hand.key('ArrowRight', { x: 164, y: 100 })
  hand.key('ArrowRight', { x: 228, y: 100 })
  hand.key('Backspace', { x: 228, y: 100 })
  expect(hand.key('Enter', { x: 172, y: 100 })).toMatchObject([{ do: 'place' }])
  expect(maskBounds(hand.instance('placed-1').mask!)).toEqual({ x0: 90, y0: 90, x1: 182, y1: 110 })
})
