/** A drawn ring becoming a place: what polygon and lasso have in common. */
import type { Point } from '../../../app/contract/scene.ts'
import { ringArea } from '../../../app/scene/geometry.ts'
import { latentCell, tenth } from './constrain.ts'

/** Neighbours that are one and the same point say nothing twice. */
export function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter((p, i) => {
    const before = points.at(i - 1)!
    return points.length === 1 || p.x !== before.x || p.y !== before.y
  })
}

/** The ring as it is stored, or null when it is no area that the model could tell from a point. */
export function closedRing(points: readonly Point[]): Point[] | null {
  const ring = withoutRepeats(points.map(tenth))
  return ring.length >= 3 && ringArea(ring) >= latentCell ** 2 ? ring : null
}
