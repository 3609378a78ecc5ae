/** What was found in one picture, beside what was wanted there: small, so that a thousand of them fit. Pure. */
import { rightOf, type Recognised, type RightName, type Truth } from '../../contract/evaluation.ts'
import type { PixelBox, Peak } from '../../../native-models/detector/decode.ts'
import type { Detected } from '../../../native-models/detector/detector.ts'
import { boxOverlap, maskOverlap } from './overlap.ts'

/** An instance of a layout, in the picture's pixels. */
export interface Wanted extends Truth {
  readonly box: PixelBox
  /** What can be seen of it: [H, W], 0 or 1. */
  readonly mask: Uint8Array
  readonly point: Pixel
  readonly scribble: readonly Pixel[]
}

/** Column and row. */
export type Pixel = readonly [number, number]

export interface Layout {
  readonly wanted: readonly Wanted[]
  readonly background: string
  /** Of the masks. */
  readonly width: number
}

export interface Detection {
  readonly class: string
  readonly score: number
  /** With the box and with the mask of each that is wanted. */
  readonly boxOverlaps: readonly number[]
  readonly maskOverlaps: readonly number[]
}

export interface Finding {
  /** Classes. */
  readonly wanted: readonly string[]
  /** Of each that is wanted, by the recogniser. */
  readonly right: readonly Readonly<Record<RightName, boolean>>[]
  readonly detections: readonly Detection[]
  /** Of each that is wanted, with the best mask of its class: overlap, and the share of its point and scribble that is inside. */
  readonly maskOverlaps: readonly number[]
  readonly points: readonly number[]
  readonly scribbles: readonly number[]
  readonly isBackgroundRight: boolean
  /** Things that were seen and that nobody asked for. */
  readonly extra: number
  readonly features: Float32Array
}

/** A thing that shares this much of its box with a place that no surer one has taken is the one that was asked for there. */
const samePlace = 0.25

/** @param sure the score from which on a thing counts as seen */
export function findingOf(
  { wanted, background, width }: Layout,
  read: readonly Recognised[],
  { peaks, background: place, features }: Detected,
  sure: number,
): Finding {
  const seen = peaks.filter(({ score }) => score >= sure)
  const best = (each: Wanted, measure: (mask: Uint8Array) => number): number =>
    Math.max(0, ...seen.filter((peak) => peak.class === each.class).map(({ mask }) => measure(mask)))
  const share = (pixels: readonly Pixel[], mask: Uint8Array): number =>
    pixels.filter(([x, y]) => mask[y * width + x] === 1).length / pixels.length
  return {
    wanted: wanted.map((each) => each.class),
    right: wanted.map((each, i) => rightOf(read[i]!, each)),
    detections: peaks.flatMap((peak) => detectionsOf(peak, wanted)),
    maskOverlaps: wanted.map((each) => best(each, (mask) => maskOverlap(mask, each.mask))),
    points: wanted.map((each) => best(each, (mask) => share([each.point], mask))),
    scribbles: wanted.map((each) => best(each, (mask) => share(each.scribble, mask))),
    isBackgroundRight: place === background,
    extra: unasked(seen, wanted),
    features,
  }
}

/** One for each class that it may be. */
function detectionsOf({ scores, box, mask }: Peak, wanted: readonly Wanted[]): Detection[] {
  const boxOverlaps = wanted.map((each) => boxOverlap(box, each.box))
  const maskOverlaps = wanted.map((each) => maskOverlap(mask, each.mask))
  return Array.from(scores, ([name, score]) => ({ class: name, score, boxOverlaps, maskOverlaps }))
}

/** Of whatever class: a star where a fish was asked for is wrong, not extra. */
function unasked(seen: readonly Peak[], wanted: readonly Wanted[]): number {
  const free = new Set(wanted)
  const extra = seen.filter(({ box }) => {
    const near = [...free].map((each) => ({ each, overlap: boxOverlap(box, each.box) }))
    const closest = near.sort((a, b) => b.overlap - a.overlap)[0]
    if (closest === undefined || closest.overlap < samePlace) return true
    free.delete(closest.each)
    return false
  })
  return extra.length
}
