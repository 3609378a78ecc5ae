/** Scenes to conditions by our own rule, and what is peculiar to the published ones; their arrays: test/parity/demos.test.ts. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeMask } from '../scene/rle.ts'
import { parseScene } from '../scene/scene.ts'
import { compileConditions, emptyConditions, instanceAlone } from './compile.ts'
import { publishedLimits } from './conditions.ts'
import type { CompileOptions, Conditions } from './conditions.ts'
import { instance, maskOf, sceneOf } from '../scene/scene.helper.ts'

const options = (rule: CompileOptions['rule'], more: Partial<CompileOptions> = {}): CompileOptions => ({
  rule,
  limits: publishedLimits,
  seed: 1,
  ...more,
})
const compileOurs = (...instances: Parameters<typeof sceneOf>): Conditions =>
  compileConditions(sceneOf(...instances), options('diorama'))

describe('our own rule', () => {
  const box = { x0: 64, y0: 128, x1: 256, y1: 384 }
  const disc = maskOf(512, 512, (x, y) => (x - 300) ** 2 + (y - 200) ** 2 < 80 ** 2)

  it('C2 a box gives a point, and drops what nobody has', () => {
    const conditions = compileOurs(instance('a', { box }))
    expect([...conditions.boxes_N4]).toEqual([0.125, 0.25, 0.5, 0.75])
    expect([...conditions.points_N2]).toEqual([0.3125, 0.5])
    expect(conditions.drop).toEqual({ boxes: false, points: false, scribbles: true, masks: true })
    expect(conditions.segs).toBeUndefined()
  })

  it('C2 points alone drop boxes; scribbles alone drop boxes and points', () => {
    const point = compileOurs(instance('a', { point: { x: 128, y: 256 } }))
    expect(point.drop).toEqual({ boxes: true, points: false, scribbles: true, masks: true })
    expect([...point.points_N2]).toEqual([0.25, 0.5])
    expect([...point.boxes_N4]).toEqual([0, 0, 0, 0])
    const scribble = compileOurs(instance('a', { scribble: [[{ x: 0, y: 0 }], [{ x: 256, y: 512 }]] }))
    expect(scribble.drop).toEqual({ boxes: true, points: true, scribbles: false, masks: true })
    expect([...scribble.scribbles_NS]).toEqual(Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : [0.5, 1][i % 2])))
  })

  it('C2 a mask gives polygon, plane, box and point; a polygon gives what its mask would', () => {
    const conditions = compileOurs(instance('a', { mask: disc }))
    expect(conditions.drop).toEqual({ boxes: false, points: false, scribbles: true, masks: false })
    expect(conditions.segs!.planes).toEqual(decodeMask(disc))
    expect([...conditions.boxes_N4]).toEqual([221 / 512, 121 / 512, 380 / 512, 280 / 512])
    expect([...conditions.points_N2]).toEqual([300.5 / 512, 200.5 / 512])
    const square = [
      { x: 100, y: 50 },
      { x: 300, y: 50 },
      { x: 300, y: 250 },
      { x: 100, y: 250 },
    ]
    const drawn = compileOurs(instance('a', { polygon: [square] }))
    const masked = compileOurs(
      instance('a', { mask: maskOf(512, 512, (x, y) => x >= 100 && x < 300 && y >= 50 && y < 250) }),
    )
    expect(drawn.polygons_NP).toEqual(masked.polygons_NP)
    expect(drawn.segs).toEqual(masked.segs)
    expect(drawn.boxes_N4).toEqual(masked.boxes_N4)
  })

  it('C2 a point belongs to its own instance, also where an earlier one has none', () => {
    const conditions = compileOurs(instance('a', { box }), instance('b', { point: { x: 384, y: 128 } }))
    expect(conditions.count).toBe(2)
    expect([...conditions.points_N2]).toEqual([0.3125, 0.5, 0.75, 0.25])
  })

  it('C2 a single mask keeps its plane, not a row of it', () => {
    const { planes, size } = compileOurs(instance('a', { mask: disc })).segs!
    expect(planes.length).toBe(size * size)
    expect(planes[200 * size + 300]).toBe(1)
    expect(planes[10 * size + 300]).toBe(0)
  })

  it('C2 a polygon that covers no pixel leaves its bounds as a box', () => {
    const speck = [
      { x: 64.1, y: 128.1 },
      { x: 64.3, y: 128.1 },
      { x: 64.3, y: 128.3 },
    ]
    const conditions = compileOurs(instance('a', { polygon: [speck] }))
    expect(conditions.drop).toEqual({ boxes: false, points: false, scribbles: true, masks: true })
    expect(conditions.boxes_N4[0]).toBeCloseTo(64.1 / 512)
    expect(conditions.warnings.map(({ code }) => code)).toEqual(['emptyMask', 'tooSmall'])
  })

  it('C2 beside instances with other kinds of places, each drops what it would drop alone', () => {
    const instances = [
      instance('a', { box }),
      instance('b', { point: { x: 256, y: 256 } }),
      instance('c', { scribble: [[{ x: 256, y: 256 }]] }),
      instance('d', { mask: disc }),
    ]
    const all = compileOurs(...instances)
    expect(all.drop).toEqual({ boxes: false, points: false, scribbles: false, masks: false })
    expect(all.drop_N).toEqual(instances.map((each) => compileOurs(each).drop))
    const isTold = (numbers: Float32Array) =>
      instances.map((_, slot) => {
        const width = numbers.length / instances.length
        return numbers.slice(slot * width, (slot + 1) * width).some((value) => value !== 0)
      })
    expect(isTold(all.boxes_N4)).toEqual([true, false, false, true])
    expect(isTold(all.points_N2)).toEqual([true, true, false, true])
    expect(isTold(all.scribbles_NS)).toEqual([false, false, true, false])
    expect(isTold(all.polygons_NP)).toEqual([false, false, false, true])
  })

  it('C2 a location that is switched off does not count', () => {
    const on = compileOurs(instance('a', { box }))
    const off = compileOurs(instance('a', { box, mask: disc, off: ['mask'] }))
    expect({ ...off, warnings: [] }).toEqual({ ...on, warnings: [] })
  })

  it('C2 boxes are cut at the edge of the picture', () => {
    const conditions = compileOurs(instance('a', { box: { x0: -100, y0: 256, x1: 256, y1: 900 } }))
    expect([...conditions.boxes_N4]).toEqual([0, 0.5, 0.5, 1])
  })

  it('G5 the same seed gives the same points; another instance in the scene does not change them', () => {
    const tiny = instance('a', { mask: maskOf(512, 512, (x, y) => x > 200 && x < 210 && y > 50 && y < 60) })
    const scribbled = instance('s', { scribble: [[{ x: 10, y: 10 }]] })
    const one = compileConditions(sceneOf(tiny, scribbled), options('diorama'))
    const same = compileConditions(sceneOf(instance('z', { box }), tiny, scribbled), options('diorama'))
    const other = compileConditions(sceneOf(tiny, scribbled), options('diorama', { seed: 2 }))
    expect(same.polygons_NP.slice(512, 1024)).toEqual(one.polygons_NP.slice(0, 512))
    expect(other.polygons_NP).not.toEqual(one.polygons_NP)
  })

  it('G1 an instance alone equals the scene with this instance only', () => {
    const instances = [
      instance('a', { box }),
      instance('b', { mask: disc }),
      instance('c', { point: { x: 10, y: 20 } }),
      instance('d', {
        scribble: [
          [
            { x: 10, y: 20 },
            { x: 300, y: 300 },
          ],
        ],
        box,
      }),
    ]
    const all = compileOurs(...instances)
    for (const [i, each] of instances.entries()) {
      const alone = compileOurs(each)
      expect({ ...instanceAlone(all, i), instances: [0], warnings: [] }).toEqual({ ...alone, warnings: [] })
    }
    expect(() => instanceAlone(all, 4)).toThrow(RangeError)
  })

  it('G1 as published, an instance alone keeps the drop flags and its row', () => {
    const demo = path.join(import.meta.dirname, '../../test/fixtures/demos/demo_corgi_kitchen.json')
    const all = compileConditions(parseScene(readFileSync(demo, 'utf8')), options('intended'))
    const alone = instanceAlone(all, 3)
    expect(alone.drop).toEqual(all.drop)
    expect(alone.captions).toEqual([all.captions[3]])
    expect(alone.polygons_NP).toEqual(all.polygons_NP.slice(3 * 512, 4 * 512))
    expect(alone.segs!.planes).toEqual(all.segs!.planes.slice(3 * 512 * 512, 4 * 512 * 512))
  })

  it('G1 empty conditions have no slot and drop everything', () => {
    const empty = emptyConditions(publishedLimits)
    expect(empty.count).toBe(0)
    expect(empty.drop).toEqual({ boxes: true, points: true, scribbles: true, masks: true })
    expect(empty).toEqual({ ...compileOurs(), warnings: [] })
  })

  it('M1 other limits give other lengths', () => {
    const limits = { maxInstances: 8, scribblePoints: 12, polygonPoints: 64, segSize: 128 }
    const conditions = compileConditions(sceneOf(instance('a', { mask: disc })), options('diorama', { limits }))
    expect(conditions.polygons_NP.length).toBe(128)
    expect(conditions.scribbles_NS.length).toBe(24)
    expect(conditions.segs!.planes.length).toBe(128 * 128)
  })
})

describe('the published rules', () => {
  it('G5 published: one point among the instances cuts the list and is paired by position', () => {
    const scene = sceneOf(
      instance('a', { box: { x0: 0, y0: 0, x1: 256, y1: 256 } }),
      instance('b', { point: { x: 128, y: 256 } }),
    )
    const conditions = compileConditions(scene, options('published'))
    expect(conditions.captions).toEqual(['a thing a'])
    expect([...conditions.points_N2]).toEqual([0.25, 0.5])
    expect(conditions.warnings.map(({ code }) => code)).toContain('pointsOnly')
  })

  it('G5 published: boxes are not cut at the edge of the picture', () => {
    const scene = sceneOf(instance('a', { box: { x0: 0, y0: 0, x1: 768, y1: 256 } }))
    expect([...compileConditions(scene, options('published')).boxes_N4]).toEqual([0, 0, 1.5, 0.5])
  })

  it.each(['box', 'point', 'scribble', 'mask'] as const)(
    'G5 published: the %s configuration has its drop flags',
    (configuration) => {
      const flags = { box: [0, 0, 1, 1], point: [1, 0, 1, 1], scribble: [0, 0, 0, 0], mask: [0, 0, 1, 0] }[
        configuration
      ]
      const { drop } = compileConditions(sceneOf(), options('published', { configuration }))
      expect([drop.boxes, drop.points, drop.scribbles, drop.masks].map(Number)).toEqual(flags)
    },
  )
})
