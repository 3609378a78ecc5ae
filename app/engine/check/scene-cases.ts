/**
 * Golden cases that need no network: scenes to the arrays that the published code makes of them, outlines of masks, and
 * the spacing of points.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { CheckCase } from '../../../native-models/reference/check.ts'
import type { GoldenFolder } from '../../../native-models/reference/golden.ts'
import type { CaseReport } from '../../../native-models/reference/report.ts'
import { attentionCells } from '../../conditions/attention-cells.ts'
import { compileConditions } from '../../conditions/compile.ts'
import { publishedLimits, type Conditions, type PixelPick } from '../../conditions/conditions.ts'
import { traceContours } from '../../conditions/contour.ts'
import { respacePoints } from '../../conditions/mask-points.ts'
import type { Scene } from '../../contract/scene.ts'
import { parseScene } from '../../scene/scene.ts'
import { compareMasks, maskRecordSchema } from './mask-records.ts'

/** Name of what is recorded to the name of its array. */
const publishedSchema = z.object({ boxes: z.string(), points: z.string() }).catchall(z.string())
type PublishedArrays = z.infer<typeof publishedSchema>

const sceneCaseSchema = z.object({
  id: z.string(),
  kind: z.string(),
  note: z.unknown().optional(),
  file: z.string(),
  prompt: z.string(),
  captions: z.array(z.string()),
  instances: z.int(),
  published: publishedSchema,
  attMasksCells: z.string(),
  intended: z
    .object({
      scribbleIndices: z.string(),
      maskStats: z.array(maskRecordSchema.nullable()),
      note: z.unknown().optional(),
    })
    .catchall(z.string())
    .optional(),
})
type Intended = NonNullable<z.infer<typeof sceneCaseSchema>['intended']>

const pointsSchema = z.array(z.tuple([z.number(), z.number()]))

const contourCaseSchema = z.object({
  cases: z.array(z.object({ mask: z.array(z.string()).min(1), contoursXY: z.array(z.array(z.number())) })).min(1),
})

export const sceneCases: Readonly<Record<string, CheckCase>> = {
  scene(each, golden, report) {
    const { file, prompt, captions, instances, published, attMasksCells, intended } = parsed(sceneCaseSchema, each)
    const scene = parseScene(readFileSync(path.join(golden.folder, file), 'utf8'))
    const conditions = compileConditions(scene, { rule: 'published', limits: publishedLimits, seed: 0 })
    compareText(report, 'prompt', scene.caption, prompt)
    compareText(report, 'captions', conditions.captions.join('\n'), captions.join('\n'))
    report.compare('instances', [conditions.count], [instances])
    compareArrays(report, golden, 'published', conditions, published)
    const cells = attentionCells(conditions.boxes_N4)
    report.attempt('attMasksCells', () => report.compare('attMasksCells', cells, golden.array(attMasksCells).values))
    if (intended) report.attempt('intended', () => compareIntended(report, golden, scene, published, intended))
    // what else is named by a text is an array
    const unknown = Object.entries(each).filter(
      ([name, value]) => typeof value === 'string' && !(name in sceneCaseSchema.shape),
    )
    for (const [name] of unknown) report.fail(name, 'Scene cases of this version have no such output.')
  },

  contour(each, _, report) {
    for (const [i, { mask, contoursXY }] of parsed(contourCaseSchema, each).cases.entries()) {
      const plane = Uint8Array.from(mask.join(''), Number)
      const { points, ends } = traceContours(plane, mask[0]!.length, mask.length)
      const found = ends.map((end, k) => [...points.subarray(2 * (ends[k - 1] ?? 0), 2 * end)])
      report.compare(`contoursXY/${i}`, withLengths(found), withLengths(contoursXY))
    }
  },

  reorderPoints(each, _, report) {
    const lists = Object.entries(each).filter(([name]) => name.startsWith('output'))
    if (lists.length === 0) report.fail('output', 'The case expects no outputs.')
    for (const [name, list] of lists) {
      report.attempt(name, () => {
        const input = parsed(
          pointsSchema,
          (each as unknown as Record<string, unknown>)[name.replace('output', 'input')],
        )
        const expected = parsed(pointsSchema, list)
        report.compare(name, respacePoints(input.flat(), expected.length), expected.flat())
      })
    }
  },
}

/**
 * What the evaluation script computes from masks. Its random choice of pixels is recorded, so that the rest can be
 * compared; its boxes and points are those of the command line.
 */
function compareIntended(
  report: CaseReport,
  golden: GoldenFolder,
  scene: Scene,
  { boxes, points }: PublishedArrays,
  intended: Intended,
): void {
  const { scribbleIndices, maskStats, note: _, ...arrays } = intended
  const pick = recordedPick(golden.array(scribbleIndices).values)
  const conditions = compileConditions(scene, { rule: 'intended', limits: publishedLimits, seed: 0, pick })
  compareArrays(report, golden, 'intended', conditions, { boxes, points, ...arrays })
  report.compare('intended/maskStats', [scene.instances.length], [maskStats.length])
  for (const [i, record] of maskStats.entries())
    compareMasks(report, `intended/maskStats/${i}`, scene, conditions, i, record)
}

function recordedPick(indices: Float32Array): PixelPick {
  return (what, instance, _, count) => {
    if (what === 'scribble') return indices.subarray(instance * count, (instance + 1) * count)
    throw new RangeError(
      `Mask ${instance} is so small that its polygon is drawn at random, and what was drawn is not recorded.`,
    )
  }
}

function compareArrays(
  report: CaseReport,
  golden: GoldenFolder,
  rule: string,
  conditions: Conditions,
  arrays: Readonly<Record<string, string>>,
): void {
  const { segSize } = conditions.limits
  const planes = conditions.segs?.planes ?? new Uint8Array(conditions.count * segSize ** 2)
  const answers: Readonly<Record<string, ArrayLike<number>>> = {
    boxes: conditions.boxes_N4,
    points: conditions.points_N2,
    scribbles: conditions.scribbles_NS,
    polygons: conditions.polygons_NP,
    masks: conditions.valid_N,
    // not as bytes, which are taken for pictures
    segs: Float32Array.from(planes),
  }
  for (const [name, array] of Object.entries(arrays)) {
    report.attempt(`${rule}/${name}`, () => {
      const answer = answers[name]
      if (!answer) throw new RangeError('Scenes have no such array.')
      const expected = array === 'all zero' ? new Float32Array(answer.length) : golden.array(array).values
      report.compare(`${rule}/${name}`, answer, expected)
    })
  }
}

/** Lists one behind the other, each after its length: equal only where the lists are. */
function withLengths(lists: readonly (readonly number[])[]): number[] {
  return lists.flatMap((list) => [list.length, ...list])
}

function compareText(report: CaseReport, name: string, answer: string, expected: string): void {
  const codes = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0)!)
  report.compare(name, codes(answer), codes(expected))
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  const [{ path: at, message }] = error.issues as [z.core.$ZodIssue]
  throw new RangeError(`The case cannot be read${at.length > 0 ? ` at "${at.join('.')}"` : ''}: ${message}.`)
}
