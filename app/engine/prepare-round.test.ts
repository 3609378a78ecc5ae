/** From a round to the pipeline's request, over the tiny model; and what is wrong with one, in a sentence. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Model } from '../../native-models/pipeline.ts'
import { roundRunSchema, type Hold, type RoundRun } from '../contract/hold.ts'
import { runSchema, type Settings } from '../contract/run.ts'
import { explain } from './explain.ts'
import { prepareRound } from './prepare-round.ts'
import { readerOf, type Reader } from './prepare.ts'

const tiny = path.join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'tiny')
let model: Model
let reader: Reader
beforeAll(async () => {
  const { sizes } = JSON.parse(readFileSync(path.join(tiny, 'cases.json'), 'utf8'))
  const hints = { heads: sizes.unet.numHeads, groups: sizes.unet.groups, textHeads: sizes.text.heads }
  model = Model.open(path.join(tiny, 'checkpoint.pth'), { device: 'cpu', threads: 1, hints })
  reader = await readerOf(model)
})
afterAll(() => model.close())

const box = (x0: number, x1: number) => ({ x0, y0: 8, x1, y1: 56 })
const scene = {
  format: 'diorama/scene',
  version: 1,
  caption: 'a shelf',
  width: 64,
  height: 64,
  instances: [
    { id: 'cup', caption: 'a cup', box: box(0, 24) },
    { id: 'nowhere', caption: 'a hat' },
    { id: 'jug', caption: 'a jug', box: box(32, 64) },
  ],
}
const runOf = (settings: Partial<Settings> = {}) =>
  runSchema.parse({
    format: 'diorama/run',
    version: 1,
    scene,
    settings: { steps: 2, sampler: 'ddim', mis: 0.5, size: { width: 64, height: 64 }, ...settings },
    model: { path: 'tiny.pth' },
  })
const latents = (length = 256) => new Float32Array(length).fill(0.5)
const hold: Hold = {
  region_hw: new Uint8Array(64).fill(1, 32),
  until: 1,
  clean_Chw: latents(),
  trajectory: [{ step: 1, x_Chw: latents() }],
  startsFromTracks: false,
}
const roundOf = (change: Partial<RoundRun> = {}): RoundRun => ({ run: runOf(), isRecorded: true, ...change })

test('R5 round: ids become numbers of the instances that the network is told of, in their order', () => {
  const tracks = [{ instanceId: 'jug', x_Chw: latents() }]
  const { request, instanceIds } = prepareRound(roundOf({ alone: ['jug', 'nowhere', 'cup'], tracks, hold }), reader)
  expect(instanceIds).toEqual(['cup', 'jug'])
  expect(request.alone).toEqual([0, 1])
  expect([...request.tracks!.keys()]).toEqual([1])
  expect(request.hold).toMatchObject({ until: 1, clean_BChw: latents(), trajectory: [{ step: 1, x_BChw: latents() }] })
})

test('R5 round: a run that goes on from nothing is the run itself', () => {
  const { request } = prepareRound(roundOf(), reader)
  expect([request.alone, request.tracks, request.hold]).toEqual([undefined, undefined, undefined])
})

const track = (instanceId: string, length = 256) => ({ instanceId, x_Chw: latents(length) })

test.each<[string, Partial<RoundRun>, string]>([
  ['an id that the scene does not have', { alone: ['vase'] }, 'names an instance "vase", but its scene has none'],
  ['a track of one', { tracks: [track('vase')] }, 'names an instance "vase"'],
  ['a very long id', { alone: ['v'.repeat(9999)] }, `"${'v'.repeat(37)}..."`],
  ['a track of an instance without a place', { tracks: [track('nowhere')] }, '"nowhere", which has no place'],
  ['a track that does not run', { alone: ['jug'], tracks: [track('cup')] }, 'instance 0, which does not run alone'],
  ['a track of another size', { tracks: [track('cup', 255)] }, 'are 255 values'],
  ['tracks for several seeds', { run: runOf({ variants: 2 }), tracks: [track('cup')] }, 'belong to one seed'],
  ['a region of another size', { hold: { ...hold, region_hw: new Uint8Array(65) } }, 'has 65 cells'],
  ['clean latents of another size', { hold: { ...hold, clean_Chw: latents(0) } }, 'are 0 values'],
  [
    'a step that the run does not have',
    { hold: { ...hold, trajectory: [{ step: 2, x_Chw: latents() }] } },
    'has step 2',
  ],
  ['a start from tracks without any', { alone: [], hold: { ...hold, startsFromTracks: true } }, 'can start from the'],
  [
    'a start from tracks without a phase',
    { run: runOf({ mis: 0 }), hold: { ...hold, startsFromTracks: true } },
    'phase',
  ],
])('R2 round: %s is refused as a bad run, in a sentence', async (_, change, sentence) => {
  const error = await refusal(roundOf(change))
  expect(error).toMatchObject({ code: 'badRun', message: expect.stringContaining(sentence) })
})

async function refusal(round: RoundRun) {
  try {
    const { request } = prepareRound(round, reader)
    const { passes } = await model.generate(request)
    expect(passes).toBe(model.plan(request).passes)
    return undefined
  } catch (error) {
    return explain(error)
  }
}

/** Mostly right: a run is refused for one fault. */
const mostly = <T>(right: T, ...wrong: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) })
const anyLatents = mostly(256, 0, 1, 64, 255, 512).map(latents)
const anyId = fc.oneof(mostly('cup', 'vase', ''), mostly('jug', 'nowhere'))
const rounds = fc.record(
  {
    run: fc
      .record({
        mis: fc.constantFrom(0, 0.5, 1),
        merge: fc.constantFrom('place' as const, 'published' as const),
        sampler: fc.constantFrom('ddim' as const, 'plms' as const),
        variants: mostly(1, 2),
      })
      .map(runOf),
    isRecorded: fc.boolean(),
    alone: fc.array(anyId, { maxLength: 3 }),
    tracks: fc.array(fc.record({ instanceId: anyId, x_Chw: anyLatents }), { maxLength: 2 }),
    hold: fc.record({
      region_hw: mostly(64, 0, 1, 63, 128).map((length) => new Uint8Array(length)),
      until: fc.constantFrom(0, 0.5, 1),
      clean_Chw: anyLatents,
      trajectory: fc.array(fc.record({ step: fc.integer({ min: 0, max: 2 }), x_Chw: anyLatents }), { maxLength: 2 }),
      startsFromTracks: fc.boolean(),
    }),
  },
  { requiredKeys: ['run', 'isRecorded'] },
)

test('R2 round: whatever is asked for, it is drawn with the passes of its plan, or refused in a sentence', async () => {
  let [drawn, refused] = [0, 0]
  await fc.assert(
    fc.asyncProperty(rounds, async (round) => {
      const error = await refusal(roundRunSchema.parse(round))
      if (!error) return void drawn++
      refused++
      expect(error.code).toBe('badRun')
      expect(error.message).toMatch(/^[A-Z].{20,400}\.$/)
      expect(error.message).not.toMatch(/undefined|NaN|\[object/)
    }),
    { seed: 13, numRuns: 75 },
  )
  expect([drawn, refused].every((count) => count > 10)).toBe(true)
})
