/** Average precision against pycocotools, and by hand. */
import { describe, expect, it } from 'vitest'
import { boxOverlap } from './overlap.ts'
import { samplePictures } from './precision.helper.ts'
import { precisionOf, type ScoredPicture } from './precision.ts'

const scored: ScoredPicture[] = samplePictures(7, 40).map(({ wanted, found }) => ({
  wanted: wanted.map((thing) => thing.class),
  found: found.map((thing) => ({
    class: thing.class,
    score: thing.score,
    overlaps: wanted.map(({ box }) => boxOverlap(box, thing.box)),
  })),
}))

const ball = (score: number, ...overlaps: number[]) => ({ class: 'ball', score, overlaps })

describe('average precision', () => {
  it('G5 is that of pycocotools 2.0.11 for the same boxes', () => {
    // AR there: each picture cut to its surest detections, as many as things are wanted
    expect(precisionOf(scored)).toEqual({
      ap: expect.closeTo(0.20960873964494245, 12),
      ap50: expect.closeTo(0.5435591650724134, 12),
      ar: expect.closeTo(0.29797979797979796, 12),
    })
  })

  it('G5 a second detection of the same thing is wrong, and costs precision only where recall is not reached yet', () => {
    const twice = { wanted: ['ball'], found: [ball(0.9, 1), ball(0.8, 1)] }
    expect(precisionOf([twice])).toEqual({ ap: 1, ap50: 1, ar: 1 })
    const late = { wanted: ['ball'], found: [ball(0.7, 1)] }
    // recall 1/2 at precision 1, recall 1 at 2/3: 51 recalls of 1 and 50 of 2/3
    expect(precisionOf([twice, late]).ap).toBeCloseTo((51 + (50 * 2) / 3) / 101, 12)
  })

  it('G5 recall counts no more detections than things are wanted', () => {
    const third = { wanted: ['ball', 'ball'], found: [ball(0.9, 1, 0), ball(0.8, 0, 0), ball(0.7, 0, 1)] }
    expect(precisionOf([third])).toMatchObject({ ar: 0.5 })
  })

  it('G5 where nothing is wanted, nothing is precise', () => {
    expect(precisionOf([{ wanted: [], found: [ball(0.9)] }])).toEqual({ ap: 0, ap50: 0, ar: 0 })
  })
})
