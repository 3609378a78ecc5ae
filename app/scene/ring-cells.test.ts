/** R3: the quick way to a ring's cells gives what the thorough one gives. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeCells } from './place.ts'
import { ringCells } from './ring-cells.ts'
import { instance, sceneOf } from './scene.helper.ts'

const coordinate = fc.double({ min: -300, max: 900, noNaN: true })
const ring = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 8 })

test('R3 the cells of any rings are those of placeCells, bit for bit', () => {
  fc.assert(
    fc.property(fc.array(ring, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 40 }), (polygon, grid) => {
      const scene = { ...sceneOf(instance('a', { polygon })), height: 384 }
      expect(ringCells(scene, polygon, grid, 24)).toEqual(placeCells(scene, scene.instances[0]!, grid, 24))
    }),
    { seed: 11, numRuns: 200 },
  )
})

test('R3 no ring has no cells', () => {
  expect(ringCells(sceneOf(), [], 4, 4)).toEqual(new Uint8Array(16))
})
