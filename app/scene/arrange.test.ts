/** C3: aligning, ordering, grouping and copying, as commands that the document takes. */

import { describe, expect, test } from 'vitest'
import type { Draft } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import {
  alignInstances,
  copyInstances,
  fitInstance,
  groupInstances,
  moveInstances,
  orderInstances,
  ungroupInstances,
  withListedDepth,
} from './arrange.ts'
import type { Alignment, Order } from './arrange.ts'
import { draftOf } from './document.helper.ts'
import { applyCommands } from './edit.ts'
import { placeBounds } from './place.ts'
import { instance } from './scene.helper.ts'

function at(x0: number, y0: number, width = 10, height = 10) {
  return { box: { x0, y0, x1: x0 + width, y1: y0 + height } }
}

const draft = draftOf(instance('a', at(0, 0)), instance('b', at(100, 40, 20, 20)), instance('c', at(30, 200, 40, 40)))

function after(commands: readonly Command[], from: Draft = draft): Draft {
  return applyCommands({ draft: from, rounds: {} }, commands).document.draft
}

function corners({ scene }: Draft): Record<string, [x: number, y: number]> {
  return Object.fromEntries(scene.instances.map(({ id, box }) => [id, [box!.x0, box!.y0]]))
}

describe('C3 moving and fitting', () => {
  test('C3 a whole takes its parts along, and a pinned one stays', () => {
    const grouped = { ...draft, notes: { b: { whole: 'a' }, c: { whole: 'b', pinned: true } } }
    expect(corners(after(moveInstances(grouped, ['a'], 5, 6), grouped))).toEqual({
      a: [5, 6],
      b: [105, 46],
      c: [30, 200],
    })
    expect(moveInstances(draft, ['a'], 0, 0)).toEqual([])
  })

  test.each([
    ['a box', { box: { x0: 10, y0: 20, x1: 30, y1: 60 } }],
    [
      'a scribble',
      {
        scribble: [
          [
            { x: 100, y: 100 },
            { x: 200, y: 180 },
          ],
        ],
      },
    ],
    [
      'a polygon',
      {
        polygon: [
          [
            { x: 10, y: 10 },
            { x: 90, y: 20 },
            { x: 40, y: 80 },
          ],
        ],
      },
    ],
  ])('C3 %s is fitted so that its place has the bounds asked for', (_, locations) => {
    const one = draftOf(instance('a', locations))
    const to = { x0: 50, y0: 60, x1: 250, y1: 160 }
    const fitted = after(fitInstance(one, 'a', to), one)
    const bounds = placeBounds(fitted.scene, fitted.scene.instances[0]!)!
    for (const side of ['x0', 'y0', 'x1', 'y1'] as const) expect(bounds[side]).toBeCloseTo(to[side], 0)
    expect(fitInstance(fitted, 'a', bounds)).toEqual([])
  })

  test('C3 a point goes to the middle of the bounds asked for', () => {
    const one = draftOf(instance('a', { point: { x: 100, y: 100 } }))
    const fitted = after(fitInstance(one, 'a', { x0: 200, y0: 200, x1: 240, y1: 280 }), one)
    expect(fitted.scene.instances[0]!.point).toEqual({ x: 220, y: 240 })
  })
})

describe('C3 aligning', () => {
  test.each<[Alignment, Record<string, [number, number]>]>([
    ['left', { a: [0, 0], b: [0, 40], c: [0, 200] }],
    ['right', { a: [110, 0], b: [100, 40], c: [80, 200] }],
    ['top', { a: [0, 0], b: [100, 0], c: [30, 0] }],
    ['bottom', { a: [0, 230], b: [100, 220], c: [30, 200] }],
    ['centreAcross', { a: [55, 0], b: [50, 40], c: [40, 200] }],
    ['centreDown', { a: [0, 115], b: [100, 110], c: [30, 100] }],
    // 120 across less 70 of things leaves two gaps of 25
    ['distributeAcross', { a: [0, 0], b: [100, 40], c: [35, 200] }],
    // 240 down less 70 leaves two gaps of 85
    ['distributeDown', { a: [0, 0], b: [100, 95], c: [30, 200] }],
  ])('C3 three things, %s', (alignment, expected) => {
    expect(corners(after(alignInstances(draft, ['a', 'b', 'c'], alignment)))).toEqual(expected)
  })

  test('C3 a single thing is aligned to the picture, and two cannot be distributed', () => {
    expect(corners(after(alignInstances(draft, ['b'], 'right')))['b']).toEqual([492, 40])
    expect(corners(after(alignInstances(draft, ['b'], 'centreDown')))['b']).toEqual([100, 246])
    expect(alignInstances(draft, ['a', 'b'], 'distributeAcross')).toEqual([])
    expect(alignInstances(draft, [], 'left')).toEqual([])
  })

  test('C3 a part that is aligned itself does not also move with its whole', () => {
    const grouped = { ...draft, notes: { b: { whole: 'c' } } }
    expect(corners(after(alignInstances(grouped, ['b', 'c'], 'left'), grouped))).toEqual({
      a: [0, 0],
      b: [30, 40],
      c: [30, 200],
    })
    expect(corners(after(alignInstances(grouped, ['c'], 'left'), grouped))).toEqual({
      a: [0, 0],
      b: [70, 40],
      c: [0, 200],
    })
  })
})

describe('C3 ordering', () => {
  const five = draftOf(...['a', 'b', 'c', 'd', 'e'].map((id) => instance(id)))

  test.each<[ids: string, Order, expected: string]>([
    ['b', 'forward', 'acbde'],
    ['bc', 'forward', 'adbce'],
    ['bd', 'forward', 'acbed'],
    ['e', 'forward', 'abcde'],
    ['de', 'forward', 'abcde'],
    ['b', 'backward', 'bacde'],
    ['ab', 'backward', 'abcde'],
    ['bd', 'front', 'acebd'],
    ['bd', 'back', 'bdace'],
    ['e', 'front', 'abcde'],
    ['de', 'front', 'abcde'],
    ['', 'back', 'abcde'],
  ])('C3 of abcde, %s %s gives %s', (ids, order, expected) => {
    const commands = orderInstances(five, [...ids], order)
    expect(
      after(commands, five)
        .scene.instances.map(({ id }) => id)
        .join(''),
    ).toBe(expected)
    if (expected === 'abcde') expect(commands).toEqual([])
  })

  test('C3 a scene whose depth goes by size becomes one whose list says it, with the same depth', () => {
    const bySize = { ...draft.scene, depth: 'bySize' as const }
    expect(withListedDepth(bySize)).toMatchObject({
      depth: 'listed',
      instances: [{ id: 'c' }, { id: 'b' }, { id: 'a' }],
    })
    expect(withListedDepth(draft.scene)).toBe(draft.scene)
  })
})

describe('C3 grouping', () => {
  test('C3 the one with the largest place is the whole, and ungrouping either way ends it', () => {
    const grouped = after(groupInstances(draft, ['a', 'b', 'c']))
    expect(grouped.notes).toEqual({ a: { whole: 'c' }, b: { whole: 'c' } })
    expect(after(ungroupInstances(grouped, ['c']), grouped).notes).toEqual({})
    expect(after(ungroupInstances(grouped, ['a']), grouped).notes).toEqual({ b: { whole: 'c' } })
    expect(groupInstances(draft, ['a'])).toEqual([])
    expect(groupInstances(grouped, ['a', 'b', 'c'])).toEqual([])
  })

  test('C3 a whole that was a part of one of them is set free first', () => {
    const upside = { ...draft, notes: { c: { whole: 'a' } } }
    expect(after(groupInstances(upside, ['a', 'c']), upside).notes).toEqual({ a: { whole: 'c' } })
  })
})

describe('C3 copying', () => {
  test('C3 copies stand in front of their originals, moved, with their parts and notes', () => {
    const grouped = { ...draft, notes: { a: { whole: 'c', opacity: 0.5 }, c: { pinned: true } } }
    let count = 0
    const { commands, ids } = copyInstances(grouped, ['c'], () => `n${count++}`, 16, 16)
    const copied = after(commands, grouped)
    expect(copied.scene.instances.map(({ id }) => id)).toEqual(['a', 'n0', 'b', 'c', 'n1'])
    expect(ids).toEqual(['n1'])
    expect(corners(copied)).toMatchObject({ n0: [16, 16], n1: [46, 216] })
    expect(copied.notes).toEqual({ ...grouped.notes, n0: { whole: 'n1', opacity: 0.5 }, n1: { pinned: true } })
  })

  test('C3 a part copied alone stays a part of the same whole', () => {
    const grouped = { ...draft, notes: { a: { whole: 'c' } } }
    expect(after(copyInstances(grouped, ['a'], () => 'n', 0, 0).commands, grouped).notes).toEqual({
      a: { whole: 'c' },
      n: { whole: 'c' },
    })
  })
})
