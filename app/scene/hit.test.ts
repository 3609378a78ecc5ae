/** C2 Select: what is under the pointer, and what a marquee touches. */

import { describe, expect, test } from 'vitest'
import { draftOf } from './document.helper.ts'
import { instancesAt, instancesTouching } from './hit.ts'
import { instance, maskOf } from './scene.helper.ts'

const draft = draftOf(
  instance('box', { box: { x0: 100, y0: 100, x1: 200, y1: 200 } }),
  instance('point', { point: { x: 150, y: 150 } }),
  instance('line', {
    scribble: [
      [
        { x: 300, y: 100 },
        { x: 400, y: 200 },
      ],
    ],
  }),
  instance('mask', { mask: maskOf(512, 512, (x, y) => Math.hypot(x - 100, y - 350) < 40) }),
  instance('holed', {
    polygon: [
      [
        { x: 300, y: 300 },
        { x: 400, y: 300 },
        { x: 400, y: 400 },
        { x: 300, y: 400 },
      ],
      [
        { x: 330, y: 330 },
        { x: 370, y: 330 },
        { x: 370, y: 370 },
        { x: 330, y: 370 },
      ],
    ],
  }),
)

describe('C2 select', () => {
  test.each<[x: number, y: number, scale: number, ids: string[]]>([
    [150, 150, 1, ['point', 'box']],
    [159, 150, 1, ['point', 'box']],
    [161, 150, 1, ['box']],
    [154, 150, 2, ['point', 'box']],
    [156, 150, 2, ['box']],
    [203, 150, 1, ['box']],
    [205, 150, 1, []],
    [205, 150, 0.5, ['box']],
    [350, 157, 1, ['line']],
    [350, 160, 1, []],
    [100, 350, 1, ['mask']],
    [142, 350, 1, ['mask']],
    [146, 350, 1, []],
    [310, 310, 1, ['holed']],
    [350, 350, 1, []],
    [334, 350, 1, ['holed']],
    [298, 350, 1, ['holed']],
  ])('C2 at %d, %d with a zoom of %d: %j', (x, y, scale, ids) => {
    expect(instancesAt(draft, { x, y }, scale)).toEqual(ids)
  })

  test('C2 hidden things cannot be picked, nor can locations that are switched off', () => {
    expect(instancesAt({ ...draft, notes: { point: { hidden: true } } }, { x: 150, y: 150 }, 1)).toEqual(['box'])
    const off = draftOf(instance('a', { box: { x0: 0, y0: 0, x1: 99, y1: 99 }, off: ['box'] }))
    expect(instancesAt(off, { x: 50, y: 50 }, 1)).toEqual([])
  })

  test('C2 by size, the smaller thing is the front one', () => {
    const scene = { ...draft.scene, depth: 'bySize' as const }
    expect(instancesAt({ ...draft, scene }, { x: 150, y: 150 }, 1)).toEqual(['box', 'point'])
  })
})

describe('C2 marquee', () => {
  test.each<[box: [number, number, number, number], ids: string[]]>([
    [
      [0, 0, 512, 512],
      ['holed', 'mask', 'line', 'point', 'box'],
    ],
    [[190, 190, 210, 210], ['box']],
    [[110, 110, 120, 120], ['box']],
    [[340, 100, 360, 120], []],
    [[340, 140, 360, 160], ['line']],
    [[345, 345, 355, 355], []],
    [[302, 302, 312, 312], ['holed']],
    [[135, 345, 160, 350], ['mask']],
    [[128, 312, 160, 318], []],
  ])('C2 %j takes %j', ([x0, y0, x1, y1], ids) => {
    expect(instancesTouching(draft, { x0, y0, x1, y1 })).toEqual(ids)
  })
})
