import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point, Scene } from '../contract/scene.ts'
import { depthOrder, ownerCells, placeBounds, placeCells } from './place.ts'
import { instance, maskOf, sceneOf } from './scene.helper.ts'

const box = (x0: number, y0: number, x1: number, y1: number) => ({ box: { x0, y0, x1, y1 } })

/** A grid as rows of text. */
function picture(cells: ArrayLike<number>, width: number): string[] {
  const text = Array.from(cells, (cell) => (cell < 0 ? '.' : String(cell))).join('')
  return Array.from({ length: cells.length / width }, (_, y) => text.slice(y * width, (y + 1) * width))
}
const cellsOf = (scene: Scene, grid: number) => picture(placeCells(scene, scene.instances[0]!, grid, grid), grid)

const ring = (from: number, to: number): Point[] => [
  { x: from, y: from },
  { x: to, y: from },
  { x: to, y: to },
  { x: from, y: to },
]

describe('place', () => {
  it('R2 a box covers every cell that it touches', () => {
    expect(cellsOf(sceneOf(instance('a', box(128, 128, 257, 256))), 4)).toEqual(['0000', '0110', '0000', '0000'])
    expect(cellsOf(sceneOf(instance('a', box(128, 128, 256, 256))), 4)).toEqual(['0000', '0100', '0000', '0000'])
  })

  it('R2 what lies outside the picture covers nothing', () => {
    expect(cellsOf(sceneOf(instance('a', box(-100, -100, 0, 600))), 2)).toEqual(['00', '00'])
    expect(cellsOf(sceneOf(instance('a', box(-100, -100, 10_000, 10))), 2)).toEqual(['11', '00'])
  })

  it('R2 a mask covers the cells of its pixels, a polygon with a hole leaves the hole free', () => {
    const mask = maskOf(512, 512, (x, y) => (x === 130 && y === 3) || (x === 511 && y === 511))
    expect(cellsOf(sceneOf(instance('a', { mask })), 4)).toEqual(['0100', '0000', '0000', '0001'])
    const polygon = [ring(0, 512), ring(128, 384)]
    expect(cellsOf(sceneOf(instance('a', { polygon })), 4)).toEqual(['1111', '1001', '1001', '1111'])
  })

  it('R2 a mask covers just the cells of its pixels, on grids of any size', () => {
    const side = fc.integer({ min: 1, max: 24 })
    const pixels = fc.array(fc.boolean(), { minLength: 24 * 24, maxLength: 24 * 24 })
    fc.assert(
      fc.property(side, side, side, side, pixels, (width, height, gridWidth, gridHeight, isOn) => {
        const scene = { ...sceneOf(), width, height }
        const mask = maskOf(width, height, (x, y) => isOn[y * 24 + x]!)
        const expected = new Uint8Array(gridWidth * gridHeight)
        for (let cell = 0; cell < expected.length; cell++) {
          const [column, row] = [cell % gridWidth, Math.floor(cell / gridWidth)]
          for (let x = 0; x < width; x++) {
            for (let y = 0; y < height; y++) {
              const isIn = x * gridWidth < (column + 1) * width && (x + 1) * gridWidth > column * width
              const isBeside = y * gridHeight < (row + 1) * height && (y + 1) * gridHeight > row * height
              if (isIn && isBeside && isOn[y * 24 + x]) expected[cell] = 1
            }
          }
        }
        expect(placeCells(scene, instance('a', { mask }), gridWidth, gridHeight)).toEqual(expected)
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('R2 a mask decides over a box, a box over a scribble; an empty mask decides nothing', () => {
    const mask = maskOf(512, 512, (x, y) => x < 256 && y < 256)
    const everywhere = box(0, 0, 512, 512)
    const scribble = [[{ x: 500, y: 500 }]]
    expect(cellsOf(sceneOf(instance('a', { mask, ...everywhere, scribble })), 2)).toEqual(['10', '00'])
    expect(cellsOf(sceneOf(instance('a', { ...box(0, 0, 200, 200), scribble })), 2)).toEqual(['10', '00'])
    const empty = maskOf(512, 512, () => false)
    expect(cellsOf(sceneOf(instance('a', { mask: empty, ...everywhere })), 2)).toEqual(['11', '11'])
  })

  it('R2 a point is a disc of 0.36 of the shorter side, a scribble its widened hull', () => {
    const point = { ...sceneOf(instance('a', { point: { x: 512, y: 256 } })), width: 1024 }
    const disc = placeBounds(point, point.instances[0]!)!
    expect(disc.x1 - disc.x0).toBeCloseTo(0.36 * 512)
    expect((disc.y0 + disc.y1) / 2).toBeCloseTo(256)
    const triangle = [
      [
        { x: 100, y: 100 },
        { x: 300, y: 100 },
      ],
      [
        { x: 300, y: 300 },
        { x: 250, y: 120 },
      ],
    ]
    const scribble = sceneOf(instance('a', { scribble: triangle }))
    const hull = placeBounds(scribble, scribble.instances[0]!)!
    expect([hull.x0, hull.y0, hull.x1, hull.y1].map(Math.round)).toEqual([74, 74, 326, 326])
    const cells = placeCells(scribble, scribble.instances[0]!, 64, 64)
    expect(cells[25 * 64 + 33]).toBe(1)
    expect(cells[34 * 64 + 14]).toBe(0)
  })

  it('R2 an instance without a place covers nothing', () => {
    const scene = sceneOf(instance('a'))
    expect(placeBounds(scene, scene.instances[0]!)).toBeNull()
    expect(cellsOf(scene, 2)).toEqual(['00', '00'])
  })

  it('R2 where places overlap the front one owns the cell', () => {
    const back = instance('back', box(0, 0, 384, 384))
    const front = instance('front', box(256, 256, 512, 512))
    expect(picture(ownerCells(sceneOf(back, front), 4, 4), 4)).toEqual(['000.', '000.', '0011', '..11'])
    expect(picture(ownerCells(sceneOf(front, back), 4, 4), 4)).toEqual(['111.', '111.', '1110', '..00'])
  })

  it('R2 where nobody has said what is in front, the smaller place is', () => {
    const small = instance('small', { point: { x: 100, y: 100 } })
    const scene: Scene = { ...sceneOf(small, instance('large', box(0, 0, 512, 512))), depth: 'bySize' }
    expect(depthOrder(scene)).toEqual([1, 0])
    expect(depthOrder({ ...scene, depth: 'listed' })).toEqual([0, 1])
  })
})
