/** Which rows the tables of an evaluation have, and which pictures they share. */
import { describe, expect, it } from 'vitest'
import { evaluationInputSchema, evaluationTables, type EvaluationInput } from '../../contract/evaluation.ts'
import { plannedTables, variationKey } from './tables.ts'

function inputOf(change: Partial<EvaluationInput> = {}): EvaluationInput {
  return evaluationInputSchema.parse({
    path: 'starter.safetensors',
    layouts: 2,
    tables: ['main'],
    formats: ['box', 'mask'],
    mis: [0.36],
    merges: ['place'],
    settings: { steps: 10, sampler: 'unipc' },
    ...change,
  })
}

const labels = (input: EvaluationInput): string[][] =>
  plannedTables(input).map(({ rows }) => rows.map(({ label }) => label))

describe('tables', () => {
  it('G5 the main table has the words alone first, then each format with each way to run alone', () => {
    expect(labels(inputOf())).toEqual([['none', 'box', 'mask']])
    expect(labels(inputOf({ mis: [0, 0.36], merges: ['place', 'published'] }))).toEqual([
      ['none', 'box 0', 'box 0.36 place', 'box 0.36 published', 'mask 0', 'mask 0.36 place', 'mask 0.36 published'],
    ])
  })

  it('G5 each other table changes one thing and keeps the rest', () => {
    const tables = plannedTables(inputOf({ tables: [...evaluationTables] }))
    const changed = tables.map(({ name, rows }) => {
      const [first] = rows
      const differing = Object.keys(first!.variation).filter(
        (key) => new Set(rows.map(({ variation }) => variation[key as keyof typeof variation])).size > 1,
      )
      return [name, rows.length, differing.join(' ')]
    })
    expect(changed).toEqual([
      ['main', 3, 'formats mis'],
      ['grounding', 2, 'formats mis'],
      ['formats', 6, 'formats'],
      ['scaleu', 2, 'scaleU'],
      ['mis', 7, 'mis merge'],
      ['count', 12, ''],
      ['overlap', 3, ''],
      ['steps', 16, 'steps sampler'],
    ])
  })

  it('G5 rows that need the same pictures share them, whatever table they stand in', () => {
    const tables = plannedTables(inputOf({ tables: [...evaluationTables] }))
    const keys = new Set(tables.flatMap(({ rows }) => rows.map(({ variation }) => variationKey(variation))))
    // none, box, mask; point, scribble, all, mixed; without ScaleU; six more ways to run alone; fifteen more of steps
    expect(keys.size).toBe(3 + 4 + 1 + 6 + 15)
  })

  it('G5 every layout is in one row by its things, and in one by its overlap', () => {
    const [byCount, byOverlap] = plannedTables(inputOf({ tables: ['count', 'overlap'] }))
    for (const greatestOverlap of [0, 0.019, 0.02, 0.119, 0.12, 1]) {
      for (const instances of [1, 5, 12]) {
        const crowd = { instances, greatestOverlap }
        expect(byCount!.rows.filter(({ isIn }) => isIn!(crowd)).map(({ label }) => label)).toEqual([`${instances}`])
        expect(byOverlap!.rows.filter(({ isIn }) => isIn!(crowd))).toHaveLength(1)
      }
    }
  })
})
