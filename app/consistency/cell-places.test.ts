/** Places in cells, and the same 32 cells a word. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cellPlace, unpacked } from './cell-places.ts'
import { randomDraft } from './consistency.helper.ts'

it('R2 cells: a place that is kept 32 cells a word is the same cell by cell', () => {
  const side = fc.integer({ min: 1, max: 40 })
  fc.assert(
    fc.property(randomDraft, side, side, ({ scene }, gridWidth, gridHeight) => {
      for (const instance of scene.instances) {
        const { cells, bits, count } = cellPlace(scene, instance, { gridWidth, gridHeight })
        expect(unpacked(bits, cells.length)).toEqual(cells)
        expect(count).toBe(cells.filter((cell) => cell === 1).length)
      }
    }),
    { seed: 1, numRuns: 100 },
  )
})
