/** C1: snapping to edges, centres, thirds and neighbours, with the lines that say so. */

import { describe, expect, test } from 'vitest'
import { draftOf } from './document.helper.ts'
import { instance } from './scene.helper.ts'
import { snapBox, snapLines, snapPoint } from './snap.ts'

const draft = draftOf(
  instance('a', { box: { x0: 100, y0: 200, x1: 140, y1: 260 } }),
  instance('b', { box: { x0: 400, y0: 400, x1: 440, y1: 430 } }),
)
const lines = snapLines(draft, ['b'])
const boxAt = (x0: number, y0: number, width = 40, height = 30) => ({ x0, y0, x1: x0 + width, y1: y0 + height })

describe('C1 snapping', () => {
  test.each<[what: string, x: number, y: number, dx: number, dy: number]>([
    ["to the picture's left edge", 3, 50, -3, 0],
    ["to the picture's right edge", 470, 50, 2, 0],
    ['with its centre to the centre', 234, 50, 2, 0],
    ['to the first third', 168, 50, 512 / 3 - 168, 0],
    ["to a neighbour's left edge", 96, 50, 4, 0],
    ["with its right edge to a neighbour's left edge", 62, 50, -2, 0],
    ["with its top to a neighbour's bottom", 290, 263, 0, -3],
    ['in both directions', 3, 263, -3, -3],
    ['to nothing beyond the tolerance', 30, 50, 0, 0],
  ])('C1 a moved box snaps %s', (_, x, y, dx, dy) => {
    const snapped = snapBox(lines, boxAt(x, y), 6)
    expect(snapped.dx).toBeCloseTo(dx)
    expect(snapped.dy).toBeCloseTo(dy)
    expect(snapped.guides.length > 0).toBe(dx !== 0 || dy !== 0)
  })

  test('C1 the guide joins both and tells the gap between them', () => {
    const { guides } = snapBox(lines, boxAt(98, 100), 6)
    expect(guides).toEqual([
      { from: { x: 100, y: 100 }, to: { x: 100, y: 260 }, distance: 70 },
      { from: { x: 120, y: 100 }, to: { x: 120, y: 260 }, distance: 70 },
      { from: { x: 140, y: 100 }, to: { x: 140, y: 260 }, distance: 70 },
    ])
    expect(snapBox(lines, boxAt(98, 210, 20), 6).guides[0]).not.toHaveProperty('distance')
  })

  test("C1 the picture's lines run through the whole picture and tell no distance", () => {
    const { guides } = snapBox(lines, boxAt(300, -2, 20, 30), 6)
    expect(guides).toEqual([{ from: { x: 0, y: 0 }, to: { x: 512, y: 0 } }])
  })

  test('C1 a handle snaps the edge that it moves and no other', () => {
    const box = boxAt(98, 50, 100)
    expect(snapBox(lines, box, 6, { x: ['end'], y: [] })).toEqual({ dx: 0, dy: 0, guides: [] })
    expect(snapBox(lines, box, 6, { x: ['start'], y: [] }).dx).toBe(2)
  })

  test('C1 a point snaps in both directions, and stays where it is when nothing is near', () => {
    expect(snapPoint(lines, { x: 254, y: 203 }, 6).point).toEqual({ x: 256, y: 200 })
    expect(snapPoint(lines, { x: 300, y: 300 }, 6)).toEqual({ point: { x: 300, y: 300 }, guides: [] })
  })

  test('C1 what is moved itself and what is hidden gives no line', () => {
    const hidden = { ...draft, notes: { a: { hidden: true } } }
    expect(snapLines(hidden, ['b']).x.filter(({ isNeighbour }) => isNeighbour)).toEqual([])
    expect(lines.x.filter(({ isNeighbour }) => isNeighbour).map(({ at }) => at)).toEqual([100, 120, 140])
  })
})
