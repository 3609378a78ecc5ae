/** A picture that can be begun: no thing drawn yet, nothing that it goes on from. */
import { selectDraft } from '../../state/derived.ts'
import type { WindowState } from '../../state/window.ts'

export function selectIsUntouched(state: WindowState): boolean {
  const draft = selectDraft(state)
  if (state.project?.readOnly !== undefined) return false
  return draft !== null && draft.scene.instances.length === 0 && draft.parent === null && draft.backdrop === null
}
