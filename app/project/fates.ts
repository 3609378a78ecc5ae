/**
 * What becomes of each round when a project is compacted.
 *
 * The tree stays whole: a deleted round stays as far as a living one stands on it. The one that a living round was
 * made from keeps its picture, so that the two can still be compared; those further down are only places in the tree.
 */
import type { Document } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'

/**
 * `whole`: nothing changes. `resting`: deleted, without its trajectory; it can be brought back. `place`: only its row is left, with
 * an empty picture. `gone`: nothing is left.
 */
export type Fate = 'whole' | 'resting' | 'place' | 'gone'

/** @param needed rounds that something goes on from beside the document: jobs that are not over */
export function fatesOf(
  rounds: readonly Round[],
  { draft, rounds: notes }: Document,
  needed: readonly string[] = [],
): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>()
  const parents = new Set<string | null>()
  const ancestors = new Set<string | null>()
  const used = new Set<string | null>([...needed, draft.parent])
  // Children come after their parents.
  for (const { id, parent } of rounds.toReversed()) {
    const isWhole = notes[id]?.deleted !== true || used.has(id)
    const fate = isWhole ? 'whole' : parents.has(id) ? 'resting' : ancestors.has(id) ? 'place' : 'gone'
    fates.set(id, fate)
    if (fate !== 'gone') ancestors.add(parent)
    if (isWhole) parents.add(parent)
  }
  return fates
}

/** What cannot be brought back. */
export function isPurged(fate: Fate | undefined): boolean {
  return fate === 'place' || fate === 'gone'
}
