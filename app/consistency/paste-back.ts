/**
 * The parent's pixels put back, byte for byte, so that identity is by construction: in a locked round outside the region, so
 * that the seam falls where the picture was drawn anew; in a harmonised one farther off, where nothing shall adapt any more.
 */

import { pixelMask } from './feather.ts'
import { requireAlike } from './pixels.ts'
import type { Cells, Pixels } from './pixels.ts'

export type Pasted = Pixels & {
  /** A byte a pixel: 0 where the parent's pixel stands, 255 where the new one does, between them the share of the new one. */
  readonly mask: Uint8Array
}

/**
 * @param parent the picture that the round goes on from, or the photograph that it was
 * @param drawn the picture as decoded
 * @param region latent cells in which pixels may differ from the parent's: a plan's `pixelRegion`
 * @param feather pixels, inside the region: `featherOf` both
 * @throws RangeError for pictures or cells that do not fit each other
 */
export function pasteBack(given: {
  readonly parent: Pixels
  readonly drawn: Pixels
  readonly region: Cells
  readonly feather: number
}): Pasted {
  const { parent, drawn, region, feather } = given
  requireAlike(parent, drawn)
  const mask = pixelMask(parent, region, feather)
  return { width: parent.width, height: parent.height, rgb: blended(parent.rgb, drawn.rgb, mask), mask }
}

/** The mask's bytes are the very shares that are mixed, so 0 is the old byte and 255 the new one, exactly. */
function blended(old: Uint8Array, fresh: Uint8Array, mask: Uint8Array): Uint8Array {
  const rgb = old.slice()
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const share = mask[pixel]!
    if (share === 0) continue
    const end = 3 * pixel + 3
    if (share === 255) for (let i = end - 3; i < end; i++) rgb[i] = fresh[i]!
    else for (let i = end - 3; i < end; i++) rgb[i] = (old[i]! * (255 - share) + fresh[i]! * share + 127) / 255
  }
  return rgb
}
