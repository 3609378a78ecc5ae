/** The protected place, counted 32 cells at a time, against a plain count cell by cell. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Draft } from '../contract/document.ts'
import type { Box } from '../contract/scene.ts'
import { depthOrder, placeBounds } from '../scene/place.ts'
import { cellPlace } from './cell-places.ts'
import { changesOf } from './changes.ts'
import type { Changes } from './changes.ts'
import { editedByAll, randomDraft, randomEdit } from './consistency.helper.ts'
import { keptAs } from './kept.ts'
import { protectedCells } from './protected.ts'
import { touchedCells } from './touched.ts'

/** Not a multiple of 32 cells. */
const grid = { gridWidth: 21, gridHeight: 17 }

function plainly(changes: Changes, draft: Draft): Uint8Array {
  const all = new Uint8Array(grid.gridWidth * grid.gridHeight)
  const touched = touchedCells(changes, draft, grid)
  for (const id of keptAs(changes, draft, 'locked')) {
    const kept = changes.instances.get(id)!.instance
    const cells = cellPlace(draft.scene, kept, grid).cells.slice()
    for (const scene of [draft.scene, changes.parentScene]) {
      if (!scene) continue
      const order = depthOrder(scene).map((at) => scene.instances[at]!)
      for (const front of order.slice(order.findIndex((each) => each.id === id) + 1)) {
        if (changes.instances.get(front.id)!.kinds.length === 0) continue
        cellPlace(scene, front, grid).cells.forEach((cell, i) => (cells[i]! &= 1 - cell))
      }
    }
    const givesWay = !kept.polygon && draft.notes[id]?.keep !== 'locked'
    touched.forEach((cell, i) => {
      if (cell === 1 && givesWay && !isInMiddle(i, placeBounds(draft.scene, kept)!)) cells[i] = 0
    })
    cells.forEach((cell, i) => (all[i]! |= cell))
  }
  return all
}

/** Whether the cell's centre lies in an ellipse of 0.8 of the bounds, in a scene of 512 x 512. */
function isInMiddle(i: number, { x0, y0, x1, y1 }: Box): boolean {
  const [x, y] = [((i % 21) + 0.5) * (512 / 21), (Math.floor(i / 21) + 0.5) * (512 / 17)]
  return ((2 * x - x0 - x1) / (x1 - x0)) ** 2 + ((2 * y - y0 - y1) / (y1 - y0)) ** 2 <= 0.8 ** 2
}

it('R2 rule 6: the protected place is that of each cell, over random drafts and edits', () => {
  let seen = 0
  fc.assert(
    fc.property(randomDraft, fc.array(randomEdit, { minLength: 1, maxLength: 4 }), (parent, edits) => {
      const draft = editedByAll(parent, edits)
      const changes = changesOf(parent, draft)
      const plain = plainly(changes, draft)
      expect(protectedCells(changes, draft, grid, ['locked'])).toEqual(plain)
      seen += plain.includes(1) ? 1 : 0
    }),
    { seed: 1, numRuns: 200 },
  )
  expect(seen).toBeGreaterThan(50)
})
