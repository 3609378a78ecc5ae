/** The scene compiler against the published code: every array that it makes of five scenes, outlines, and spaced points. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sceneCases } from '../../app/engine/check/scene-cases.ts'
import { checkFolder } from '../../native-models/reference/check.ts'
import type { CheckReport } from '../../native-models/reference/report.ts'
import { demosFolder as demos } from '../golden.ts'

interface CaseList {
  golden: string
  cases: Record<string, unknown>[]
}

const list = (): CaseList => JSON.parse(readFileSync(path.join(demos, 'cases.json'), 'utf8')) as CaseList
const check = (folder: string): Promise<CheckReport> => checkFolder(folder, { device: 'cpu', others: sceneCases })

describe('parity of scenes with the published code', () => {
  let report: CheckReport
  beforeAll(async () => {
    report = await check(demos)
  })
  const namesOf = (id: string): string[] => report.tensors.filter((each) => each.case === id).map(({ name }) => name)

  it('G5 every output of all seven cases is made', () => {
    expect(report.failures).toEqual([])
    expect(new Set(report.tensors.map((each) => each.case)).size).toBe(7)
    const published = ['boxes', 'masks', 'points', 'polygons', 'scribbles', 'segs'].map((name) => `published/${name}`)
    for (const { id } of list().cases.filter(({ kind }) => kind === 'scene')) {
      expect(namesOf(id as string)).toEqual(
        expect.arrayContaining([...published, 'attMasksCells', 'captions', 'prompt']),
      )
    }
    for (const [id, masks] of [
      ['demo_corgi_kitchen', 8],
      ['synthetic_masks', 3],
    ] as const) {
      const names = namesOf(id)
      expect(names).toEqual(expect.arrayContaining(['intended/polygons', 'intended/scribbles', 'intended/boxes']))
      for (const record of ['decoded', 'decoded/crc32', 'resized512', 'resized512/crc32', 'contours']) {
        expect(names.filter((name) => new RegExp(`^intended/maskStats/\\d+/${record}$`).test(name))).toHaveLength(masks)
      }
    }
    expect(namesOf('contours')).toHaveLength(5)
    expect(namesOf('spacing')).toEqual(['output', 'output40'])
  })

  it('G5 each of them is equal, bit for bit', () => {
    expect(report.tensors.filter(({ differing }) => differing > 0)).toEqual([])
    expect(report.worst?.relativeError).toBe(0)
  })
})

describe('a check says so when', () => {
  let folder = ''
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** The demo folder with only the given cases. */
  function changed(...cases: readonly Record<string, unknown>[]): Promise<CheckReport> {
    folder = mkdtempSync(path.join(tmpdir(), 'diorama-check-'))
    for (const file of ['golden.safetensors', 'synthetic_masks.json'])
      copyFileSync(path.join(demos, file), path.join(folder, file))
    writeFileSync(path.join(folder, 'cases.json'), JSON.stringify({ ...list(), cases }))
    return check(folder)
  }

  const caseOf = (id: string): Record<string, unknown> => list().cases.find((each) => each.id === id)!
  const scene = (): Record<string, unknown> => caseOf('synthetic_masks')

  it('G5 a case is of an unknown kind, or of the networks where there is no checkpoint', async () => {
    const outputs = { x: 'synthetic_masks/published/boxes' }
    const { tensors, failures } = await changed(
      { id: 'a', kind: 'dream', outputs },
      { id: 'b', kind: 'fourier', inputs: outputs, outputs: { embedding: outputs.x } },
      { id: 'c', kind: 'dream' },
    )
    expect(tensors).toEqual([])
    expect(failures).toEqual([
      { case: 'a', name: 'x', reason: 'Cases of the kind "dream" are not known to this version.' },
      { case: 'b', name: 'embedding', reason: 'The folder names no checkpoint to run the case with.' },
      { case: 'c', name: 'dream', reason: 'Cases of the kind "dream" are not known to this version.' },
    ])
  })

  it('G5 an array, a scene file or a field is missing, or one is not known', async () => {
    const published = { ...(scene().published as object), boxes: 'gone', hats: 'synthetic_masks/published/boxes' }
    const { failures } = await changed(
      { ...scene(), id: 'array', published, hats: 'synthetic_masks/hats' },
      { ...scene(), id: 'file', file: 'gone.json' },
      { ...scene(), id: 'field', captions: undefined },
    )
    expect(failures.map((each) => `${each.case} ${each.name}`)).toEqual([
      'array published/boxes',
      'array published/hats',
      'array intended/boxes',
      'array hats',
      'file scene',
      'field scene',
    ])
    expect(failures.at(-1)!.reason).toMatch(/^The case cannot be read at "captions": .+\.$/)
  })

  it('G5 a number differs, or there are more or fewer of them', async () => {
    const { cases } = caseOf('contours') as { cases: { mask: string[]; contoursXY: number[][] }[] }
    cases[0]!.contoursXY[0]![0]! += 1
    cases[1]!.contoursXY.push([1, 2])
    const wrong = { ...scene(), instances: 5, prompt: 'a Synthetic scene for checking masks' }
    const { tensors, failures, worst } = await changed({ id: 'contours', kind: 'contour', cases }, wrong)
    const differing = tensors.filter((each) => each.relativeError > 0).map(({ name }) => name)
    expect(differing).toEqual(['contoursXY/0', 'prompt', 'instances'])
    expect(failures).toEqual([{ case: 'contours', name: 'contoursXY/1', reason: 'There are 19 numbers, expected 22.' }])
    expect(worst?.relativeError).toBeCloseTo(0.2)
  })
})
