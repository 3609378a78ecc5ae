/** The facts of the window's sentence about a draft: what is new, moved, gone, and what covers what. Words are the window's. */

import type { Draft } from '../contract/document.ts'
import type { Instance } from '../contract/scene.ts'
import { changesOf } from './changes.ts'
import type { InstanceEdit, WholeReason } from './changes.ts'
import { coversOf } from './covers.ts'
import type { Region } from './region.ts'

/** An instance as a sentence calls it: by its name, else by its caption; empty if it has neither. */
export type Called = { readonly id: string; readonly label: string }

export type SentenceFacts = {
  /** Per cent of the picture, a whole number; 1 for anything above 0 that would round to it, 99 for anything below all. */
  readonly percent: number
  readonly whole: WholeReason | null
  /** Another round would draw the same scene anew. */
  readonly isUnchanged: boolean
  /** Each instance stands in one list, that of its badge. */
  readonly added: readonly Called[]
  readonly moved: readonly Called[]
  readonly resized: readonly Called[]
  readonly reworded: readonly Called[]
  readonly reordered: readonly Called[]
  readonly removed: readonly Called[]
  readonly kept: number
  /** Where one of the two was edited, the largest share first. `percent` is of the place of the one behind. */
  readonly covers: readonly { readonly front: Called; readonly behind: Called; readonly percent: number }[]
}

/** @param region of the same parent and draft */
export function sentenceFacts(parent: Draft | null, draft: Draft, region: Region): SentenceFacts {
  const { instances, whole, isUnchanged } = changesOf(parent, draft)
  const edits = [...instances.values()]
  const inState = (state: InstanceEdit['state']) =>
    edits.filter((edit) => edit.state === state).map(({ instance }) => called(instance))
  return {
    percent: percentOf(region.share),
    whole,
    isUnchanged,
    added: inState('new'),
    moved: inState('moved'),
    resized: inState('resized'),
    reworded: inState('reworded'),
    reordered: inState('reordered'),
    removed: inState('removed'),
    kept: edits.filter(({ kinds }) => kinds.length === 0).length,
    covers: coversWithEdits(draft, instances),
  }
}

function coversWithEdits(draft: Draft, edits: ReadonlyMap<string, InstanceEdit>): SentenceFacts['covers'] {
  const isEdited = (id: string) => edits.get(id)!.kinds.length > 0
  return coversOf(draft.scene, (front, behind) => isEdited(front) || isEdited(behind)).map(
    ({ front, behind, share }) => ({
      front: called(edits.get(front)!.instance),
      behind: called(edits.get(behind)!.instance),
      percent: percentOf(share),
    }),
  )
}

function called({ id, name, caption }: Instance): Called {
  return { id, label: (name ?? '').trim() || caption.trim() }
}

/** Only nothing is 0 % and only all is 100 %. */
function percentOf(share: number): number {
  if (share <= 0 || share >= 1) return share <= 0 ? 0 : 100
  return Math.min(99, Math.max(1, Math.round(100 * share)))
}
