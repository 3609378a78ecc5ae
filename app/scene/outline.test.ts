/** R3: the region's rim, ready to be drawn. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillRings } from './raster.ts'
import { cellsOf } from '../consistency/consistency.helper.ts'
import { outlineOfCells } from './outline.ts'

test('R3 outline: a rectangle of cells is one ring of four corners, clockwise', () => {
  expect(outlineOfCells(cellsOf(5, 4, [1, 1, 4, 3]), 5, 4)).toEqual([
    [
      { x: 4, y: 1 },
      { x: 4, y: 3 },
      { x: 1, y: 3 },
      { x: 1, y: 1 },
    ],
  ])
})

test('R3 outline: no cell, no ring; a hole is a ring of its own; corners that touch do not join', () => {
  expect(outlineOfCells(new Uint8Array(12), 4, 3)).toEqual([])
  const holed = cellsOf(5, 5, [0, 0, 5, 5])
  holed[12] = 0
  expect(outlineOfCells(holed, 5, 5)).toHaveLength(2)
  expect(outlineOfCells(cellsOf(4, 4, [0, 0, 2, 2], [2, 2, 4, 4]), 4, 4)).toHaveLength(2)
})

test('R3 outline: filled again, the rings give the cells that they were made of, and turn at every corner', () => {
  fc.assert(
    fc.property(fc.uint8Array({ min: 0, max: 1, minLength: 72, maxLength: 72 }), (cells) => {
      const rings = outlineOfCells(cells, 9, 8)
      expect(fillRings(rings, 9, 8, 9, 8)).toEqual(cells)
      for (const ring of rings) {
        for (const [i, p] of ring.entries()) {
          const [q, r] = [ring[(i + 1) % ring.length]!, ring[(i + 2) % ring.length]!]
          expect((p.x === q.x) !== (q.x === r.x)).toBe(true)
        }
      }
    }),
    { seed: 8, numRuns: 300 },
  )
})
