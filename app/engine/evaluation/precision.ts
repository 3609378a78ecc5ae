/**
 * Average precision and recall as COCO defines them: overlaps of 0.5 to 0.95 in steps of 0.05, precision at 101 recalls, the
 * mean over thresholds and over the classes that are asked for. Pure.
 *
 * @see pycocotools, cocoeval.py; the numbers of precision.test.ts are from there
 */

/** A detection: what, how surely, and its overlap with each thing that is wanted in its picture. */
export interface Scored {
  readonly class: string
  readonly score: number
  readonly overlaps: readonly number[]
}

export interface ScoredPicture {
  /** Classes of the things that are wanted. */
  readonly wanted: readonly string[]
  readonly found: readonly Scored[]
}

export interface Precision {
  readonly ap: number
  readonly ap50: number
  /** With no more detections in a picture than things are wanted there. */
  readonly ar: number
}

const thresholds = Array.from({ length: 10 }, (_, i) => 0.5 + 0.05 * i)
const recalls = Array.from({ length: 101 }, (_, i) => i / 100)

/** 0 where nothing is wanted. */
export function precisionOf(pictures: readonly ScoredPicture[]): Precision {
  const classes = [...new Set(pictures.flatMap(({ wanted }) => wanted))]
  const surest = pictures.map(({ wanted, found }) => ({
    wanted,
    found: found.toSorted(bySureness).slice(0, wanted.length),
  }))
  const apAt = (threshold: number): number =>
    mean(classes.map((kind) => averagePrecision(outcomes(pictures, kind, threshold), count(pictures, kind))))
  const recallAt = (threshold: number): number =>
    mean(
      classes.map(
        (kind) => outcomes(surest, kind, threshold).filter(({ isHit }) => isHit).length / count(surest, kind),
      ),
    )
  return { ap: mean(thresholds.map(apAt)), ap50: apAt(0.5), ar: mean(thresholds.map(recallAt)) }
}

interface Outcome {
  readonly score: number
  readonly isHit: boolean
}

/** Of all detections of a class, the surest first: whether it hit a thing of that class that no surer one had hit. */
function outcomes(pictures: readonly ScoredPicture[], kind: string, threshold: number): Outcome[] {
  return pictures.flatMap((picture) => outcomesIn(picture, kind, threshold)).sort(bySureness)
}

function outcomesIn({ wanted, found }: ScoredPicture, kind: string, threshold: number): Outcome[] {
  const taken = new Set<number>()
  const own = found.filter((detection) => detection.class === kind).sort(bySureness)
  return own.map(({ score, overlaps }) => {
    const free = overlaps.map((overlap, i) => (wanted[i] === kind && !taken.has(i) ? overlap : -1))
    const best = Math.max(-1, ...free)
    const isHit = best >= threshold
    if (isHit) taken.add(free.lastIndexOf(best))
    return { score, isHit }
  })
}

/** @param total things of the class that are wanted, more than 0 */
function averagePrecision(sorted: readonly Outcome[], total: number): number {
  let hits = 0
  const curve = sorted.map(({ isHit }, i) => {
    hits += Number(isHit)
    return { recall: hits / total, precision: hits / (i + 1) }
  })
  let best = 0
  const envelope = curve
    .toReversed()
    .map(({ recall, precision }) => ({ recall, precision: (best = Math.max(best, precision)) }))
    .toReversed()
  return mean(recalls.map((recall) => envelope.find((point) => point.recall >= recall)?.precision ?? 0))
}

function count(pictures: readonly ScoredPicture[], kind: string): number {
  return pictures.reduce((sum, { wanted }) => sum + wanted.filter((each) => each === kind).length, 0)
}

function bySureness(a: { readonly score: number }, b: { readonly score: number }): number {
  return b.score - a.score
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
