/** Another size for the picture: everything that was placed moves along. */

import type { Draft } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import { sceneLimits } from '../contract/scene.ts'
import { scaleScene } from './fit.ts'

/**
 * @param width @param height scene pixels @returns no command if that is the size already
 * @throws RangeError for a size that a scene cannot have
 */
export function resizeScene(draft: Draft, width: number, height: number): Command[] {
  const { side, area } = sceneLimits
  const isSide = (length: number) => Number.isInteger(length) && length >= 1 && length <= side
  if (!isSide(width) || !isSide(height) || width * height > area) {
    throw new RangeError(
      `A scene cannot be ${width} x ${height} pixels: sides are whole, up to ${side}, ${area} in all.`,
    )
  }
  const scene = scaleScene(draft.scene, { width, height })
  return scene === draft.scene ? [] : [{ do: 'setDraft', draft: { ...draft, scene } }]
}
