/** A picture that is just drawn: nothing was asked for since, neither of the scene nor of what is kept. */
import type { Draft } from '../../../app/contract/document.ts'
import type { Round } from '../../../app/contract/project.ts'

/** @param isUnchanged as sentenceFacts says of the same draft */
export function isJustDrawn(round: Pick<Round, 'draft'>, draft: Draft, isUnchanged: boolean): boolean {
  const { keep, notes } = round.draft
  const ids = new Set([...Object.keys(notes), ...Object.keys(draft.notes)])
  const isKeptAlike = keep === draft.keep && [...ids].every((id) => notes[id]?.keep === draft.notes[id]?.keep)
  return isUnchanged && isKeptAlike && draft.region === undefined
}
