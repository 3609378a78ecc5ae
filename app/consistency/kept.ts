/** In which way each instance without an edit is kept. */

import type { Draft, KeepMode } from '../contract/document.ts'
import type { Changes } from './changes.ts'

/** An instance's own note, else the round's mode. */
export function keepOf({ notes, keep }: Pick<Draft, 'notes' | 'keep'>, id: string): KeepMode {
  return (Object.hasOwn(notes, id) ? notes[id]!.keep : undefined) ?? keep
}

/** Instances without an edit that are to be kept in this way. */
export function keptAs(changes: Changes, draft: Draft, keep: KeepMode): string[] {
  const kept = [...changes.instances.values()].filter(({ kinds }) => kinds.length === 0)
  return kept.map(({ id }) => id).filter((id) => keepOf(draft, id) === keep)
}
