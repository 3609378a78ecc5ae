/** What the artist painted on the region, in cells: every cell of which any part was painted. Rules by number: README.md. */

import type { Draft } from '../contract/document.ts'
import type { Rle } from '../contract/scene.ts'
import { cellPlace } from './cell-places.ts'
import type { Grid } from './cell-places.ts'
import type { HandMade } from './region.ts'

const nothing: HandMade = {}

/** @returns cells of this grid, for keepPlanOf and holdPlanOf */
export function handMadeOf(draft: Draft, grid: Grid): HandMade {
  const { region } = draft
  if (!region) return nothing
  const cells = (mask: Rle | undefined): Uint8Array | undefined =>
    mask && cellPlace(draft.scene, thingOf(mask), grid).cells
  return { added: cells(region.added), taken: cells(region.taken) }
}

const things = new WeakMap<Rle, { id: string; caption: string; mask: Rle }>()

/** A mask is found in cells as the place of a thing is, and remembered as that. */
function thingOf(mask: Rle): { id: string; caption: string; mask: Rle } {
  const known = things.get(mask) ?? { id: 'region', caption: '', mask }
  things.set(mask, known)
  return known
}
