/** From a run to the pipeline's request, over the tiny model's sizes. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { Model } from '../../native-models/pipeline.ts'
import { runSchema, type Run } from '../contract/run.ts'
import type { Instance } from '../contract/scene.ts'
import { prepare, readerOf, type Reader } from './prepare.ts'
import { runDigest } from './run-digest.ts'

const tiny = path.join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'tiny')
let model: Reader

beforeAll(async () => {
  const { sizes } = JSON.parse(readFileSync(path.join(tiny, 'cases.json'), 'utf8'))
  const hints = { heads: sizes.unet.numHeads, groups: sizes.unet.groups, textHeads: sizes.text.heads }
  model = await readerOf(Model.open(path.join(tiny, 'checkpoint.pth'), { device: 'cpu', threads: 1, hints }))
})

function runOf(instances: Instance[], settings: object = {}, size = { width: 640, height: 640 }): Run {
  const scene = { format: 'diorama/scene', version: 1, caption: 'a shelf', ...size, instances }
  return runSchema.parse({ format: 'diorama/run', version: 1, scene, settings, model: { path: 'tiny.pth' } })
}

const box = (x0: number, y0: number, x1: number, y1: number) => ({ x0, y0, x1, y1 })
const back = { id: 'back', caption: 'a blue cup', box: box(0, 0, 320, 640) }
const front = { id: 'front', caption: 'a red cup', box: box(160, 0, 480, 640) }

it('G1 prepare: a scene without a size of its own is drawn at the native area of the model, and a warning says so', () => {
  const { request, warnings } = prepare(runOf([back]), model)
  expect([request.width, request.height]).toEqual([512, 512])
  expect(warnings).toContainEqual({
    code: 'scaled',
    instanceId: null,
    message: 'The scene is 640 x 640; the model draws it at 512 x 512.',
  })
})

it('C2 prepare: a place is the same part of the picture at every size', () => {
  const small = prepare(runOf([back], { size: { width: 128, height: 64 } }), model).request
  expect([...small.grounding.boxes_N4]).toEqual([0, 0, 0.5, 1])
  expect(small.instances[0]!.place_hw).toEqual(Uint8Array.from({ length: 16 * 8 }, (_, i) => Number(i % 16 < 8)))
})

it('R2 prepare: where two places overlap, the front instance owns the cells', () => {
  const { instances } = prepare(runOf([back, front], { size: { width: 64, height: 64 } }), model).request
  const rows = instances.map(({ place_hw }) => place_hw!.slice(0, 8).join(''))
  expect(rows).toEqual(['11000000', '00111100'])
})

it('G1 prepare: settings reach the request, and each instance also stands alone', () => {
  const settings = { seed: 7, steps: 20, sampler: 'unipc', guidance: 3, alpha: 0.5, mis: 0.2, merge: 'published' }
  const { request } = prepare(runOf([back, front], settings), model)
  expect(request).toMatchObject({
    prompt: 'a shelf',
    negativePrompt: '',
    seed: 7,
    steps: 20,
    solver: 'unipc',
    merge: 'published',
  })
  expect(request.instances.map(({ caption, alone }) => [caption, alone.count])).toEqual([
    ['a blue cup', 1],
    ['a red cup', 1],
  ])
})

it('G4 prepare: a caption that is too long for the model is warned of at its instance', () => {
  const { warnings } = prepare(runOf([{ ...back, caption: 'cup '.repeat(100) }]), model)
  expect(warnings).toContainEqual(expect.objectContaining({ code: 'captionCut', instanceId: 'back' }))
})

it('G5 prepare: the digest of a run is the same for equal runs and changes with the seed', () => {
  expect(runDigest(runOf([back]))).toBe(runDigest(runOf([back])))
  expect(runDigest(runOf([back], { seed: 1 }))).not.toBe(runDigest(runOf([back])))
})
