/** Rows of the instance list. */
import { describe, expect, it } from 'vitest'
import { presetSettings, emptyDocument } from '../../../app/scene/presets.ts'
import type { Draft } from '../../../app/contract/document.ts'
import { between, dropPlace, rowsOf } from './list-order.ts'

const recommended = { steps: 20, sampler: 'plms', guidance: 4, alpha: 0.8, mis: 0.36, merge: 'place' } as const
const settings = {
  ...presetSettings('standard', recommended),
  model: 'starter',
  device: 'auto',
  seed: 0,
  seedLocked: false,
  variants: 1,
} as const

function draftOf(ids: readonly string[], wholes: Readonly<Record<string, string>> = {}): Draft {
  const { draft } = emptyDocument({ width: 512, height: 512, settings })
  return {
    ...draft,
    scene: { ...draft.scene, instances: ids.map((id) => ({ id, caption: `a red ${id}` })) },
    notes: Object.fromEntries(Object.entries(wholes).map(([id, whole]) => [id, { whole }])),
  }
}

describe('rows', () => {
  it('C3 list: parts stand under their whole, whatever lies between them in the scene', () => {
    const rows = rowsOf(draftOf(['car', 'tree', 'wheel'], { wheel: 'car' }), null)
    expect(rows.map(({ instance, level, at }) => [instance.id, level, at])).toEqual([
      ['car', 1, 0],
      ['wheel', 2, 2],
      ['tree', 1, 1],
    ])
  })

  it('C3 list: a part whose whole is gone stands by itself', () => {
    expect(rowsOf(draftOf(['wheel'], { wheel: 'car' }), null)).toHaveLength(1)
  })

  it('C3 find: shows what has the text in its words', () => {
    expect(rowsOf(draftOf(['car', 'tree']), 'TREE').map(({ instance }) => instance.id)).toEqual(['tree'])
    expect(rowsOf(draftOf(['car', 'tree']), 'lamp')).toEqual([])
  })

  it('C3 select: a range runs from one row to the other in either direction', () => {
    const rows = rowsOf(draftOf(['a', 'b', 'c', 'd']), null)
    expect(between(rows, 'c', 'a')).toEqual(['a', 'b', 'c'])
    expect(between(rows, 'gone', 'd')).toEqual(['d'])
  })
})

it('C3 order: a dropped row lands where the line was shown', () => {
  const drop = (from: number, onto: number, isAfter: boolean): string => {
    const list = ['a', 'b', 'c', 'd']
    const [moved] = list.splice(from, 1)
    list.splice(dropPlace(from, onto, isAfter), 0, moved!)
    return list.join('')
  }
  expect(drop(0, 2, true)).toBe('bcad')
  expect(drop(0, 2, false)).toBe('bacd')
  expect(drop(3, 0, false)).toBe('dabc')
  expect(drop(1, 1, true)).toBe('abcd')
})
