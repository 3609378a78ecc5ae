/** A picture of which nothing is there yet: no thing drawn, nothing that it goes on from. */
import { selectDraft } from '../../state/derived.ts'
import type { WindowState } from '../../state/window.ts'

export function selectIsUntouched(state: WindowState): boolean {
  const draft = selectDraft(state)
  return draft !== null && draft.scene.instances.length === 0 && draft.parent === null && draft.backdrop === null
}
