/** Bounds of what is selected. */
import type { Box } from '../../app/contract/scene.ts'
import { uniteBoxes } from '../../app/scene/geometry.ts'
import { placeBounds } from '../../app/scene/place.ts'
import { selectDraft } from '../state/derived.ts'
import type { WindowState } from '../state/window.ts'

/** Round the places of all selected instances; null when there is none. */
export function selectionBounds(state: WindowState): Box | null {
  const scene = selectDraft(state)?.scene
  if (!scene) return null
  const chosen = scene.instances.filter(({ id }) => state.selection.includes(id))
  return chosen.reduce<Box | null>((box, instance) => uniteBoxes(box, placeBounds(scene, instance)), null)
}
