/** The evaluation with the shipped networks, and a model that draws what it is told to. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  evaluationInputSchema,
  evaluationReportSchema,
  type EvaluationInput,
  type EvaluationSet,
} from '../../contract/evaluation.ts'
import type { RunProgress } from '../../contract/result.ts'
import { evaluationFolder, readLayouts } from '../../exchange/evaluation-set.ts'
import { Model, type Picture } from '../../../native-models/pipeline.ts'
import type { Rgb } from '../../../native-models/recogniser/crop.ts'
import type { RunModel } from '../generate.ts'
import { evaluate } from './evaluate.ts'

const folder = path.resolve(import.meta.dirname, '../../../native-models/starter')
const file = path.join(folder, 'starter.safetensors')
const layouts = 20
const pictures = mkdtempSync(path.join(os.tmpdir(), 'diorama-evaluation-'))
afterAll(() => rmSync(pictures, { recursive: true, force: true }))

let model: Model
beforeAll(() => {
  model = Model.open(file, { device: 'cpu', threads: 1 })
})
afterAll(() => model.close())

function inputOf(change: Partial<EvaluationInput> = {}): EvaluationInput {
  return evaluationInputSchema.parse({
    path: file,
    layouts,
    tables: ['main', 'count'],
    formats: ['box'],
    mis: [0],
    merges: ['place'],
    settings: {},
    ...change,
  })
}

/** The starter's sizes and words; the picture of seed i is what `draw` makes of the real one. */
function drawing(draw: (picture: Rgb) => Uint8Array, set: EvaluationSet = 'usual'): () => Promise<RunModel> {
  const all = readLayouts(evaluationFolder(file, set))
  const generate: RunModel['generate'] = async ({ seed }) => {
    const real = (await all)[seed]!.real()
    return { ...real, rgb: draw(real), seconds: { total: 0.5 }, passes: 10 } as unknown as Picture
  }
  return async () => ({ config: model.config, tokenizer: () => model.tokenizer(), generate }) as unknown as RunModel
}

/** One channel of one pixel is another. */
function touched({ rgb }: Rgb): Uint8Array {
  const copy = rgb.slice()
  copy[0] = copy[0]! ^ 1
  return copy
}

describe('evaluation', () => {
  it('G5 a model that draws as the world is gets what the networks know of the world, in every row', async () => {
    const seen: RunProgress[] = []
    const report = await evaluate(inputOf({ pictures: path.join(pictures, 'drawn') }), drawing(touched), (progress) =>
      seen.push(progress),
    )
    expect(evaluationReportSchema.parse(report)).toEqual(report)
    const { real: figures, tables } = report
    expect(figures.box.ap50).toBeGreaterThan(0.9)
    expect(figures.mask.ap50).toBeGreaterThan(0.9)
    expect(figures.miou).toBeGreaterThan(0.8)
    expect(figures.success).toBeGreaterThan(0.97)
    expect(figures.background).toBeGreaterThan(0.97)
    expect(figures.extra).toBeLessThan(0.1)
    const [main, count] = tables
    for (const row of main!.rows) {
      expect(row.box.ap50).toBeCloseTo(figures.box.ap50, 1)
      expect(row).toMatchObject({ pictures: layouts, success: figures.success, seconds: 0.5, passes: 10 })
    }
    expect(count!.rows.reduce((sum, row) => sum + row.pictures, 0)).toBe(layouts)
    expect(count!.rows.map(({ fid }) => fid)).toEqual(count!.rows.map(() => null))
    expect(seen.map(({ done }) => done)).toEqual(Array.from({ length: 2 * layouts + 1 }, (_, i) => i))
    expect(seen.at(-1)).toMatchObject({ total: 2 * layouts, secondsLeft: 0 })
    expect(readdirSync(path.join(pictures, 'drawn')).sort()).toEqual(['box-mis-0-plms-50', 'none-mis-0-plms-50'])
    expect(existsSync(path.join(pictures, 'drawn', 'box-mis-0-plms-50', '019.png'))).toBe(true)
  })

  it.each([
    { set: 'crowds', table: 'count', groups: Array.from({ length: 12 }, (_, i) => [`${i + 1}`, 2]) },
    {
      set: 'overlaps',
      table: 'overlap',
      groups: [
        ['none: under 2 %', 8],
        ['light: under 12 %', 8],
        ['heavy: 12 % and more', 8],
      ],
    },
  ] as const)(
    'G5 the set of $set has as many pictures of each group, with their own real ones beside',
    async (each) => {
      const { set, table, groups } = each
      const input = inputOf({ set, tables: [table], layouts: 24 })
      const { tables } = await evaluate(input, drawing(touched, set), () => {})
      expect(tables[0]!.rows.map(({ label, pictures: count }) => [label, count])).toEqual(groups)
      for (const { real, ...row } of tables[0]!.rows) {
        expect(real).toMatchObject({ pictures: row.pictures, success: row.success, fid: null })
        expect(real!.success).toBeGreaterThan(0.9)
      }
    },
  )

  it('G5 a model that draws grey gets nothing', async () => {
    const grey = drawing(({ rgb }) => new Uint8Array(rgb.length).fill(128))
    const { tables, real: figures } = await evaluate(inputOf({ layouts: 12 }), grey, () => {})
    const [, box] = tables[0]!.rows
    expect(box).toMatchObject({ success: 0, miou: 0, point: 0, scribble: 0 })
    expect(box!.box.ap50).toBeLessThan(0.05)
    expect(box!.fid).toBeGreaterThan(3 * figures.fid!)
  })

  it.each([
    { what: 'equal to a real one', draw: ({ rgb }: Rgb) => rgb },
    { what: 'missing', draw: () => new Uint8Array(0) },
  ])('G5 a picture that is $what ends the evaluation', async ({ draw }) => {
    await expect(evaluate(inputOf({ layouts: 2 }), drawing(draw), () => {})).rejects.toThrow(
      /missing or equal to a real one/,
    )
  })

  it('G5 a detector of another world than the layouts is refused', async () => {
    const other = path.join(pictures, 'other')
    for (const name of ['recogniser.safetensors', 'detector.safetensors', 'evaluation/real.png'])
      cpSync(path.join(folder, name), path.join(other, name))
    const set = JSON.parse(readFileSync(path.join(folder, 'evaluation/layouts.json'), 'utf8'))
    const scenes = [{ ...set.scenes[0], background: 'moon' }]
    writeFileSync(path.join(other, 'evaluation/layouts.json'), JSON.stringify({ ...set, scenes }))
    const there = inputOf({ path: path.join(other, 'model.safetensors'), layouts: 1 })
    await expect(evaluate(there, drawing(touched), () => {})).rejects.toThrow(/knows another world/)
  })

  it('G5 a model without the networks that look is refused', async () => {
    const alone = inputOf({ path: path.join(folder, 'evaluation', 'model.safetensors') })
    await expect(evaluate(alone, drawing(touched), () => {})).rejects.toThrow(/There is no detector beside this model/)
  })
})
