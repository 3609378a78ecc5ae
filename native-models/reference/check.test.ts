/** What is wrong with a folder of golden data is said, output by output; nothing passes in silence. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openCheckpointSync, tensorOf } from '../checkpoint/checkpoint.ts'
import { checkFolder } from './check.ts'
import { GoldenError } from './golden.ts'
import type { CheckReport } from './report.ts'

const whole = path.join(import.meta.dirname, '../../test/fixtures/small-ema-half')
const folder = mkdtempSync(path.join(tmpdir(), 'diorama-check-'))
cpSync(whole, folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))

interface Case {
  id: string
  kind: string
  inputs?: Record<string, string>
  outputs?: Record<string, string>
  params?: Record<string, unknown>
}
interface List {
  cases: Case[]
  [name: string]: unknown
}

const list = (): List => JSON.parse(readFileSync(path.join(whole, 'cases.json'), 'utf8')) as List

async function check(changed: unknown): Promise<CheckReport> {
  writeFileSync(path.join(folder, 'cases.json'), JSON.stringify(changed))
  return checkFolder(folder, { device: 'cpu', threads: 1 })
}

/** One case of the folder, changed, beside one that is left whole. */
async function checkOne(id: string, change: (one: Case) => void, rest: object = {}): Promise<CheckReport> {
  const all = list()
  const one = all.cases.find((each) => each.id === id)!
  change(one)
  const other = all.cases.find((each) => each.id === 'promptEncoder')!
  return check({ ...all, ...rest, cases: [one, other] })
}

describe('a folder with faults', () => {
  it.each<[string, string, (one: Case) => void, RegExp]>([
    ['a kind that is not known', 'unet_null', (one) => (one.kind = 'painting'), /kind "painting" are not known/],
    ['an input that is not named', 'unet_null', (one) => delete one.inputs!.x, /no input "x"/],
    ['no inputs at all', 'unet_null', (one) => delete one.inputs, /no input "x"/],
    ['an input array that is not there', 'unet_null', (one) => (one.inputs!.x = 'gone'), /no tensor "gone"/],
    ['an expected array that is not there', 'unet_null', (one) => (one.outputs!.eps = 'gone'), /no tensor "gone"/],
    [
      'an expected array of another size',
      'unet_null',
      (one) => (one.outputs!.eps = 'ctx/prompt'),
      /There are 128 numbers, expected 1848/,
    ],
    [
      'an output that the kind does not have',
      'unet_null',
      (one) => (one.outputs = { image: 'ctx/prompt' }),
      /no such output/,
    ],
    ['no outputs', 'unet_null', (one) => delete one.outputs, /expects no outputs/],
    [
      'an input of another shape',
      'unet_null',
      (one) => (one.inputs!.x = 'ctx/prompt'),
      /An input is \[1, 77, 24\], expected/,
    ],
    ['no parameters', 'plmsMis_batch2', (one) => delete one.params, /"sampler", "steps", "guidance"/],
    [
      'masks for more pictures than boxes',
      'grounding_point',
      (one) => (one.inputs!.masks = 'scene/masks'),
      /"boxes" is \[1, 2, 4\], but there are 2 pictures/,
    ],
    ['no word on dropped formats', 'grounding_point', (one) => delete one.params!.drop, /does not give "drop"/],
    ['an unknown sampler', 'ddim_6_fading', (one) => (one.params!.sampler = 'euler'), /sampler "euler" is not known/],
    ['steps that cannot be run', 'ddim_6_fading', (one) => (one.params!.steps = 3), /cannot run 3 steps/],
    [
      'no first convolution to restore',
      'ddim_6_fading',
      (one) => (one.params!.firstConv = 'restore'),
      /no first convolution/,
    ],
  ])('M2 %s is a failure of that output alone', async (_, id, change, reason) => {
    const { failures, tensors } = await checkOne(id, change)
    expect(failures.map((each) => each.case)).toEqual(failures.map(() => id))
    expect(failures[0]?.reason).toMatch(reason)
    expect(tensors.filter((each) => each.case === id)).toEqual([])
    expect(tensors.map((each) => each.name)).toEqual(['lastHiddenState', 'pooled'])
  })

  it('M2 an expected number that is none is a failure', async () => {
    const golden = readFileSync(path.join(whole, 'golden.safetensors'))
    const { offset } = tensorOf(openCheckpointSync(path.join(whole, 'golden.safetensors')), 'unet_null/eps')
    golden.writeFloatLE(NaN, offset)
    writeFileSync(path.join(folder, 'odd.safetensors'), golden)
    const { failures } = await checkOne('unet_null', () => {}, { golden: 'odd.safetensors' })
    expect(failures).toEqual([{ case: 'unet_null', name: 'eps', reason: 'There are numbers that are not finite.' }])
  })

  it.each<[string, (all: List) => unknown]>([
    ['no cases', (all) => ({ ...all, cases: [] })],
    ['a case without a kind', (all) => ({ ...all, cases: [{ id: 'one' }] })],
    ['a case that is none', (all) => ({ ...all, cases: [null] })],
    ['no golden arrays', (all) => ({ ...all, golden: '' })],
    ['nothing', () => null],
  ])('M2 a list with %s is refused', async (_, change) => {
    await expect(check(change(list()))).rejects.toThrow(GoldenError)
  })

  it('M2 sizes that the list leaves out are those of the checkpoint or the published ones', async () => {
    const { failures, tensors } = await checkOne('vaeEncode_16x24', () => {}, {
      sizes: { unet: { groups: 8 }, text: { heads: 3 } },
    })
    expect(failures).toEqual([])
    expect(Math.max(...tensors.map((each) => each.relativeError))).toBeLessThan(5e-6)
  })
})
