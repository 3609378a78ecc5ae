/**
 * The mask brush: discs along a line, painted into a plane or taken out of it.
 *
 * A mask knows no half covered pixels, so a soft edge is cut where it is half: a brush of hardness h paints as a hard one
 * of (1 + h) / 2 of its size. However often a place is passed, the edge stays there.
 */

import type { Box, Point } from '../contract/scene.ts'
import { clipToPicture, uniteBoxes } from './geometry.ts'

/** A place of the brush; `size` is its diameter in pixels. */
export type Dab = Point & { readonly size: number }

export type BrushMode = 'paint' | 'erase'

/** 0 or 1, row by row: [height, width]. */
export type Plane = { readonly pixels: Uint8Array; readonly width: number; readonly height: number }

/** Every dab paints one pixel at least, wherever it lies between pixels. */
const smallestRadius = 0.71

/**
 * Paints from one dab to the next, **into** the plane: pixels whose centre is inside the brush anywhere on its way.
 *
 * @param hardness 0 to 1
 * @returns the pixels that may have changed, null for none in the picture
 */
export function brushStroke(plane: Plane, from: Dab, to: Dab, hardness: number, mode: BrushMode): Box | null {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / Math.max(8, from.size, to.size)))
  let dirty: Box | null = null
  for (let step = 0; step < steps; step++) {
    const part = capsule(between(from, to, step / steps), between(from, to, (step + 1) / steps), hardness)
    dirty = uniteBoxes(dirty, fillCapsule(plane, part, mode === 'paint' ? 1 : 0))
  }
  return dirty
}

function between(a: Dab, b: Dab, share: number): Dab {
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y), size: a.size + share * (b.size - a.size) }
}

/** A line with a radius at each end. */
type Capsule = { readonly a: Point; readonly b: Point; readonly ra: number; readonly rb: number }

function capsule(a: Dab, b: Dab, hardness: number): Capsule {
  const radius = ({ size }: Dab) => Math.max(smallestRadius, (size * (1 + hardness)) / 4)
  return { a, b, ra: radius(a), rb: radius(b) }
}

function fillCapsule({ pixels, width, height }: Plane, { a, b, ra, rb }: Capsule, value: 0 | 1): Box | null {
  const reach = Math.max(ra, rb)
  const box = clipToPicture(
    {
      x0: Math.floor(Math.min(a.x, b.x) - reach),
      y0: Math.floor(Math.min(a.y, b.y) - reach),
      x1: Math.ceil(Math.max(a.x, b.x) + reach),
      y1: Math.ceil(Math.max(a.y, b.y) + reach),
    },
    width,
    height,
  )
  if (box === null) return null
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const squared = dx * dx + dy * dy
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) {
      const [px, py] = [x + 0.5 - a.x, y + 0.5 - a.y]
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared))
      const [ox, oy] = [px - along * dx, py - along * dy]
      const radius = ra + along * (rb - ra)
      if (ox * ox + oy * oy <= radius * radius) pixels[y * width + x] = value
    }
  }
  return box
}
