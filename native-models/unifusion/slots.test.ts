/** Slots: which rows a scene becomes, which formats they have, and how answers become one list of tokens. */
import { describe, expect, it } from 'vitest'
import type { UniFusionConfig } from './config.ts'
import { fourierCode } from './fourier.ts'
import { joinTokens, segmentPlanes, slotRows, type Drop, type Grounding } from './slots.ts'

const config: UniFusionConfig = {
  width: 2,
  maxInstances: 5,
  scribblePoints: 2,
  polygonPoints: 3,
  segmentSize: 4,
  segmentTokens: 1,
  depths: [1, 1, 1, 1],
}
const nothingDropped: Drop = { boxes: false, points: false, scribbles: false, masks: false }

/** Two instances: the first has a scribble, the second a polygon. */
function grounding(changes: Partial<Grounding> = {}): Grounding {
  return {
    count: 2,
    valid_N: Float32Array.of(1, 1),
    boxes_N4: Float32Array.of(0, 0, 0.5, 0.5, 0.25, 0.25, 1, 1),
    points_N2: Float32Array.of(0.25, 0.25, 0.5, 0.5),
    scribbles_NS: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0, 0, 0, 0),
    polygons_NP: Float32Array.of(0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    drop: nothingDropped,
    ...changes,
  }
}

describe('rows of slots', () => {
  it('R5 one row stands for all the empty slots when they are merged, else each has its own', () => {
    expect(slotRows(grounding(), config, true).counts).toEqual([1, 1, 3])
    expect(slotRows(grounding(), config, false).counts).toEqual([1, 1, 1, 1, 1])
  })

  it('R5 a full scene has no empty row, and an empty one nothing else', () => {
    expect(slotRows(grounding(), { ...config, maxInstances: 2 }, true).counts).toEqual([1, 1])
    const none = new Float32Array(0)
    const empty = { count: 0, valid_N: none, boxes_N4: none, points_N2: none, scribbles_NS: none, polygons_NP: none }
    const { counts, valid_R, present } = slotRows(grounding(empty), config, true)
    expect(counts).toEqual([5])
    expect([valid_R, present.box, present.polygon].map((row) => [...row])).toEqual([[0], [0], [0]])
  })

  it('M2 rows hold the features of their places; those of empty slots are features of zeros', () => {
    const { code, valid_R } = slotRows(grounding(), config, true)
    expect([...valid_R]).toEqual([1, 1, 0])
    expect(code.box).toEqual(fourierCode(Float32Array.of(0, 0, 0.5, 0.5, 0.25, 0.25, 1, 1, 0, 0, 0, 0), 4))
    expect(code.polygon).toHaveLength(3 * 6 * 32)
  })

  it('M2 arrays without numbers are zeros; those of another model are refused', () => {
    const left = slotRows(grounding({ scribbles_NS: new Float32Array(0) }), config, true)
    expect(left.code.scribble).toEqual(fourierCode(new Float32Array(3 * 4), 4))
    expect(() => slotRows(grounding({ scribbles_NS: new Float32Array(2 * 40) }), config, true)).toThrow(
      'scribble: 80 numbers for 2 instances, but the model takes 4 for each',
    )
  })

  it('M2 more instances than slots are refused', () => {
    expect(() => slotRows(grounding(), { ...config, maxInstances: 1 }, true)).toThrow(
      '2 instances, but the model has 1 slots',
    )
  })
})

describe('presence', () => {
  const present = (drop: Partial<Drop>, changes: Partial<Grounding> = {}) => {
    const rows = slotRows(grounding({ ...changes, drop: { ...nothingDropped, ...drop } }), config, true)
    return Object.fromEntries(Object.entries(rows.present).map(([format, row]) => [format, [...row]]))
  }

  it('M2 a used slot has every format that is not dropped, given or not; an empty one has none', () => {
    const all = [1, 1, 0]
    expect(present({})).toEqual({ box: all, point: all, scribble: all, polygon: all })
  })

  it('M2 a format that one slot drops is absent there, and stays in the others', () => {
    const drop_N = [
      { ...nothingDropped, boxes: true, masks: true },
      { ...nothingDropped, scribbles: true },
    ]
    expect(present({}, { drop_N })).toEqual({
      box: [0, 1, 0],
      point: [1, 1, 0],
      scribble: [1, 0, 0],
      polygon: [0, 1, 0],
    })
  })

  it('M2 a dropped format is absent everywhere', () => {
    const [all, none] = [
      [1, 1, 0],
      [0, 0, 0],
    ]
    expect(present({ boxes: true, masks: true })).toEqual({ box: none, point: all, scribble: all, polygon: none })
    expect(present({ points: true, scribbles: true })).toEqual({ box: all, point: none, scribble: none, polygon: all })
  })

  it('M2 when all formats are dropped, boxes stay, as published', () => {
    const [all, none] = [
      [1, 1, 0],
      [0, 0, 0],
    ]
    const dropped = present({ boxes: true, points: true, scribbles: true, masks: true })
    expect(dropped).toEqual({ box: all, point: none, scribble: none, polygon: none })
  })

  it('M2 a slot that is not valid has a scribble or polygon where it has numbers, as published', () => {
    const invalid = present({}, { valid_N: Float32Array.of(0, 0) })
    expect(invalid).toEqual({ box: [0, 0, 0], point: [0, 0, 0], scribble: [1, 0, 0], polygon: [0, 1, 0] })
  })
})

describe('segment planes', () => {
  const planes = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0)

  it('M2 each slot has its plane at the size of the model, the nearest pixel of the one given', () => {
    const found = segmentPlanes(grounding({ segs: { size: 2, planes } }), config)!
    const second = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    expect([...found]).toEqual([...Array<number>(16).fill(0), ...second, ...Array<number>(48).fill(0)])
  })

  it('M2 a larger plane is thinned out, every second pixel from the first', () => {
    const large = Uint8Array.from({ length: 2 * 64 }, (_, i) => Number(i < 64 && i % 2 === 0))
    const found = segmentPlanes(grounding({ segs: { size: 8, planes: large } }), config)!
    expect([...found.subarray(0, 32)]).toEqual([...Array<number>(16).fill(1), ...Array<number>(16).fill(0)])
  })

  it('M2 there are none where masks are dropped, left out or empty', () => {
    const dropped = grounding({ segs: { size: 2, planes }, drop: { ...nothingDropped, masks: true } })
    expect(segmentPlanes(dropped, config)).toBeUndefined()
    expect(segmentPlanes(grounding(), config)).toBeUndefined()
    expect(segmentPlanes(grounding({ segs: { size: 2, planes: new Uint8Array(8) } }), config)).toBeUndefined()
  })
})

describe('tokens', () => {
  const part = (first: number) => Float32Array.from({ length: 3 * config.width }, (_, i) => first + i)
  const slots = { box: part(0), point: part(10), scribble: part(20), polygon: part(30) }
  const segment = Float32Array.of(40, 41)

  it('M2 stand in the order box, point, scribble, polygon, segment', () => {
    const { tokens_TD, count } = joinTokens(slotRows(grounding(), config, true), slots, segment, config.width)
    expect(count).toBe(4 * 3 + 1)
    expect([...tokens_TD]).toEqual([...slots.box, ...slots.point, ...slots.scribble, ...slots.polygon, ...segment])
  })

  it('R5 those of merged slots carry the logarithm of their number, all others 0', () => {
    const { logCounts_T } = joinTokens(slotRows(grounding(), config, true), slots, segment, config.width)
    const third = Math.fround(Math.log(3))
    expect([...logCounts_T]).toEqual([0, 0, third, 0, 0, third, 0, 0, third, 0, 0, third, 0])
  })
})
