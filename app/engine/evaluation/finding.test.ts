/** What is counted in one picture: on things seen that were made by hand. */
import { describe, expect, it } from 'vitest'
import type { PixelBox, Peak } from '../../../native-models/detector/decode.ts'
import { figuresOf } from './figures.ts'
import { findingOf, type Wanted } from './finding.ts'
import { boxOverlap, greatestOverlap, maskOverlap } from './overlap.ts'

const side = 16
const sure = 0.4
const truth = { class: 'house', colour: 'red', texture: 'striped' }

function maskIn([x0, y0, x1, y1]: PixelBox): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)]
    return Number(x >= x0 && x < x1 && y >= y0 && y < y1)
  })
}

function wanted(box: PixelBox, what = 'house'): Wanted {
  const [x0, y0, x1, y1] = box
  const point = [Math.floor((x0 + x1) / 2), Math.floor((y0 + y1) / 2)] as const
  return { ...truth, class: what, box, mask: maskIn(box), point, scribble: [[x0, y0], point] }
}

function peak(box: PixelBox, scores: Readonly<Record<string, number>>): Peak {
  const [likeliest, score] = Object.entries(scores).sort(([, a], [, b]) => b - a)[0]!
  return { scores: new Map(Object.entries(scores)), class: likeliest, score, box, mask: maskIn(box) }
}

const left = wanted([0, 0, 8, 8])
const right = wanted([8, 8, 16, 16], 'star')

function find(
  things: readonly Wanted[],
  peaks: readonly Peak[],
  read = things.map(() => ({ present: true, ...truth })),
) {
  const detected = { peaks, background: 'beach', features: Float32Array.of(1) }
  return findingOf({ wanted: things, background: 'beach', width: side }, read, detected, sure)
}

describe('finding', () => {
  it('G5 an instance is found by the best mask of its class, with its point and its share of the scribble', () => {
    const finding = find([left, right], [peak([0, 0, 8, 4], { house: 0.9 }), peak([3, 3, 8, 8], { house: 0.6 })])
    expect(finding.maskOverlaps).toEqual([0.5, 0])
    expect(finding.points).toEqual([1, 0]) // the point lies in the smaller mask only
    expect(finding.scribbles).toEqual([0.5, 0])
  })

  it('G5 what is seen as another class, or not surely, finds nothing; for average precision it counts', () => {
    const finding = find([left], [peak([0, 0, 8, 8], { star: 0.8, house: 0.3 }), peak([0, 0, 8, 8], { house: 0.39 })])
    expect(finding.maskOverlaps).toEqual([0])
    expect(finding.detections.map((each) => [each.class, each.score])).toEqual([
      ['star', 0.8],
      ['house', 0.3],
      ['house', 0.39],
    ])
  })

  it('G5 extra is what nobody asked for: elsewhere, or once more in the same place; not what is there in the wrong class', () => {
    const wrong = peak([0, 0, 8, 8], { star: 0.9 })
    const again = peak([1, 0, 8, 8], { house: 0.8 })
    const elsewhere = peak([9, 0, 15, 6], { house: 0.7 })
    const unsure = peak([0, 9, 6, 15], { house: 0.3 })
    expect(find([left], [wrong]).extra).toBe(0)
    expect(find([left], [wrong, again, elsewhere, unsure]).extra).toBe(2)
  })

  it('G5 the background is right by its name', () => {
    const meadow = { wanted: [left], background: 'meadow', width: side }
    const detected = { peaks: [], background: 'beach', features: Float32Array.of(1) }
    expect(findingOf(meadow, [{ present: true, ...truth }], detected, sure).isBackgroundRight).toBe(false)
    expect(find([left], []).isBackgroundRight).toBe(true)
  })
})

describe('figures', () => {
  it('M1 success asks for class, colour and texture at once', () => {
    const things = [left, left, left]
    const seen = [
      { present: true, ...truth },
      { present: true, ...truth, colour: 'blue' },
      { present: true, ...truth, class: 'tree', texture: 'plain' },
    ]
    expect(figuresOf([find(things, [], seen)])).toMatchObject({
      instances: 3,
      present: 1,
      class: 2 / 3,
      colour: 2 / 3,
      texture: 2 / 3,
      success: 1 / 3,
    })
  })

  it('M1 where nothing is seen, a colour that happens to be right does not count', () => {
    const figures = figuresOf([find([left], [], [{ present: false, ...truth }])])
    expect(figures).toMatchObject({ present: 0, class: 0, colour: 0, texture: 0, success: 0 })
  })

  it('G5 pictures in which everything is where it was asked for have all there is to have', () => {
    const finding = find([left, right], [peak(left.box, { house: 0.9 }), peak(right.box, { star: 0.8 })])
    const all = { ap: 1, ap50: 1, ar: 1 }
    expect(figuresOf([finding, finding])).toMatchObject({
      pictures: 2,
      box: all,
      mask: all,
      miou: 1,
      point: 1,
      scribble: 1,
      background: 1,
      extra: 0,
      fid: null,
    })
  })
})

describe('overlap', () => {
  it('G5 is intersection over union, of boxes and of masks', () => {
    const [a, b] = [[0, 0, 8, 8] as const, [4, 0, 12, 8] as const]
    expect(boxOverlap(a, b)).toBeCloseTo(1 / 3)
    expect(maskOverlap(maskIn(a), maskIn(b))).toBeCloseTo(1 / 3)
    expect(boxOverlap(a, [8, 0, 16, 8])).toBe(0)
    expect(maskOverlap(maskIn([0, 0, 0, 0]), maskIn([0, 0, 0, 0]))).toBe(0)
  })

  it('G5 a layout is as crowded as the largest share of a box that a larger one covers', () => {
    expect(
      greatestOverlap([
        [0, 0, 16, 16],
        [12, 12, 20, 20],
        [30, 0, 40, 10],
      ]),
    ).toBe(0.25)
    expect(greatestOverlap([[0, 0, 16, 16]])).toBe(0)
  })
})
