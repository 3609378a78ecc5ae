/** The next keep mode of an instance at the press of its lock: held or not, by a note only where the round does otherwise. */
import type { KeepMode } from '../../../app/contract/document.ts'

/** @param own its note @returns the note to make, null for none */
export function turnedKeep(own: KeepMode | undefined, round: KeepMode): KeepMode | null {
  const isHeld = (own ?? round) !== 'free'
  if (isHeld) return round === 'free' ? null : 'free'
  return round === 'free' ? 'locked' : null
}
