/** Nothing can be changed in a project that is open to look only, nor in a round that is looked at. */
import { selectCanEdit } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'

export function useCanEdit(): boolean {
  return useWindow(selectCanEdit)
}
