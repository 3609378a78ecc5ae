/**
 * A line drawn by hand, for scribble and lasso: the pointer's points as they come, straight parts while Shift is held.
 *
 * The line is smoothed and thinned only where it is shown or stored, so that nothing is lost while it is drawn.
 */
import { sceneLimits } from '../../../app/contract/scene.ts'
import type { Point } from '../../../app/contract/scene.ts'
import { resample, simplify, smooth } from '../../../app/scene/simplify.ts'
import { tenth } from './constrain.ts'
import { distance } from './press.ts'

export interface Trace {
  readonly line: readonly Point[]
  /** The last point is the far end of a straight part that follows the pointer. */
  readonly isStraight: boolean
}

/** Points nearer to the last one than this add nothing; screen pixels. */
const fineness = 1

/** How far the stored line may lie from the drawn one; screen pixels. */
const tolerance = 0.75

/** Far more than the 256 that the network is given of a ring, far less than a scene may hold. */
const mostPoints = 512

/** A line is thinned at every move, which takes too long for one that goes on for minutes. */
const mostDrawn = 2048

export function startTrace(...line: Point[]): Trace {
  return { line, isStraight: false }
}

export function traced({ line, isStraight }: Trace, point: Point, shift: boolean, scale: number): Trace {
  if (shift) return { line: [...(isStraight ? line.slice(0, -1) : line), point], isStraight: true }
  const last = line.at(-1)
  const isNear = last !== undefined && !isStraight && distance(last, point) * scale < fineness
  return { line: isNear ? line : [...line, point], isStraight: false }
}

/** Less its last point, as long as there is another. */
export function shortened({ line }: Trace): Trace {
  return { line: line.slice(0, Math.max(1, line.length - 1)), isStraight: false }
}

/** Only its ends stay. */
export function straightened({ line }: Trace): Trace {
  return { line: [line[0]!, line.at(-1)!], isStraight: true }
}

/** Takes back the end of the line as far as it lies within `radius` of a point. */
export function takenBack({ line }: Trace, from: Point, radius: number): Trace {
  const last = line.findLastIndex((p, i) => i === 0 || distance(p, from) > radius)
  return { line: line.slice(0, last + 1), isStraight: false }
}

/** @param smoothing 0 to 100 */
export function finishedLine({ line }: Trace, smoothing: number, scale: number): Point[] {
  const drawn = line.length > mostDrawn ? resample(line, mostDrawn) : line
  const smoothed = smoothing > 0 && drawn.length > 2 ? smooth(drawn, smoothing) : drawn
  let thinned = simplify(smoothed, tolerance / scale)
  for (let coarser = 2; thinned.length > mostPoints; coarser *= 2) {
    thinned = simplify(thinned, (coarser * tolerance) / scale)
  }
  return thinned.map(tenth)
}

/** Whether further strokes or rings fit into what a scene may hold. */
export function fits(parts: readonly (readonly Point[])[]): boolean {
  return parts.reduce((sum, part) => sum + part.length, 0) <= sceneLimits.points
}
