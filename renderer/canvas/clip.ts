/** A region as a clip of the style sheet, so that a picture is seen only where it changes. */
import { outlineOfCells } from '../../app/scene/outline.ts'
import type { Region } from '../../app/consistency/consistency.ts'

const known = new WeakMap<Region, string>()

/** @returns a value of `clip-path` in percent of the picture; the rings hang together by lines that are there and back */
export function clipOf(region: Region): string {
  const kept = known.get(region)
  if (kept !== undefined) return kept
  const { cells, width, height } = region
  const points = outlineOfCells(cells, width, height).flatMap((ring) => [
    { x: 0, y: 0 },
    ...ring,
    ring[0]!,
    { x: 0, y: 0 },
  ])
  const clip = `polygon(evenodd, ${points.map(({ x, y }) => `${(100 * x) / width}% ${(100 * y) / height}%`).join(', ')})`
  known.set(region, clip)
  return clip
}
