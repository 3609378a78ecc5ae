/** The plan that is made without the engine is the engine's own. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspect } from '../engine/inspect.ts'
import { prepare, readerOf } from '../engine/prepare.ts'
import { Model } from '../../native-models/pipeline.ts'
import { expectedPasses } from '../../native-models/sampler/passes.ts'
import { requireRunnable } from '../../native-models/sampler/sampler.ts'
import { sdAlphasCumprod } from '../../native-models/sampler/schedule.ts'
import { ruleNames, runSchema, samplerNames, settingsSchema } from '../contract/run.ts'
import { encodeMask } from '../scene/rle.ts'
import { parseScene } from '../scene/scene.ts'
import { publishedLimits } from './conditions.ts'
import { modelFacts, passesOf, planRun, planScene } from './plan.ts'

const root = path.join(import.meta.dirname, '..', '..')
const starter = path.join(root, 'native-models', 'starter', 'starter.safetensors')

test('G2 plan: passes are what the sampler asks for, with any settings', () => {
  const settings = fc.record({
    sampler: fc.constantFrom(...samplerNames),
    steps: fc.integer({ min: 1, max: 100 }),
    guidance: fc.constantFrom(1, 1.7, 7.5),
    mis: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(settings, fc.integer({ min: 0, max: 30 }), (given, instances) => {
      const { sampler: solver, steps, guidance, mis: share } = given
      let expected: ReturnType<typeof expectedPasses>
      try {
        expected = expectedPasses({ solver, steps, guided: guidance !== 1, multiInstance: { share, instances } })
      } catch {
        // Steps that the published schedules cannot run are refused by the engine.
        return
      }
      expect(passesOf(settingsSchema.parse(given), instances)).toBe(expected.conditional + expected.unconditional)
    }),
    { seed: 9, numRuns: 2000 },
  )
})

test('R5 plan: passes of a round are what the sampler asks for, with any hold and any tracks known', () => {
  const rounds = fc.record({
    sampler: fc.constantFrom(...samplerNames),
    steps: fc.integer({ min: 1, max: 100 }),
    guidance: fc.constantFrom(1, 1.7),
    mis: fc.oneof(fc.constantFrom(0, 0.36, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    alone: fc.integer({ min: 0, max: 30 }),
    known: fc.double({ min: 0, max: 1, noNaN: true }),
    until: fc.constantFrom(0, 0.001, 0.8, 1),
    startsFromTracks: fc.boolean(),
  })
  let compared = 0
  fc.assert(
    fc.property(rounds, ({ alone, known, until, startsFromTracks, ...given }) => {
      const { sampler: solver, steps, guidance, mis: share } = given
      const settings = settingsSchema.parse(given)
      const noise_BChw = new Float32Array(4)
      const tracks = Math.round(known * alone)
      const multiInstance = {
        share,
        instances: alone,
        merge: 'place' as const,
        places_Nhw: Array.from({ length: alone }, () => new Uint8Array(1)),
      }
      const hold = { region_hw: new Uint8Array(1), until, clean_BChw: noise_BChw, trajectory: [], startsFromTracks }
      const alphasCumprod = sdAlphasCumprod()
      try {
        requireRunnable({ solver, steps, noise_BChw, alphasCumprod, grounding: 1, multiInstance, hold })
      } catch {
        // what cannot be run has no plan
        return
      }
      const shape = { solver, steps, multiInstance: { share, instances: alone, given: tracks }, hold }
      const { conditional, unconditional } = expectedPasses({ ...shape, guided: guidance !== 1 })
      const held = { isHeld: until > 0, startsFromTracks }
      expect(passesOf(settings, alone - tracks, held)).toBe(conditional + unconditional)
      compared++
    }),
    { seed: 10, numRuns: 2000 },
  )
  expect(compared).toBeGreaterThan(1000)
})

test('R5 plan: one of seven instances added at 50 PLMS steps, held, takes 140 passes instead of 361, or 104 where it starts from its track', () => {
  const settings = settingsSchema.parse({ sampler: 'plms', steps: 50, mis: 0.36 })
  expect(passesOf(settings, 7)).toBe(361)
  expect(passesOf(settings, 1, { isHeld: true, startsFromTracks: false })).toBe(140)
  expect(passesOf(settings, 1, { isHeld: true, startsFromTracks: true })).toBe(104)
})

test('G4 plan: thirty masks of four million pixels are planned while one gesture is made', () => {
  const side = 2048
  const mask = encodeMask(
    Uint8Array.from({ length: side ** 2 }, (_, i) => Number((i % side) * (i / side) > side ** 2 / 4)),
    side,
    side,
  )
  const instances = Array.from({ length: 30 }, (_, i) => ({ id: `${i}`, caption: 'a tree', mask }))
  const scene = { format: 'diorama/scene', version: 1, caption: '', width: side, height: side, instances } as const
  const run = { scene: { ...scene, instances }, settings: settingsSchema.parse({}) }
  const facts = {
    nativeSide: 512,
    sideMultiple: 64,
    hasGrounding: true,
    limits: publishedLimits,
    cell: 8,
    textTokens: 77,
  }
  planScene(run, facts)
  const start = performance.now()
  expect(planScene(run, facts).warnings.filter(({ code }) => code === 'samePlace')).toHaveLength(29)
  // Tracing the masks would take half a minute.
  expect(performance.now() - start).toBeLessThan(10_000)
})

test.each(['three-things', 'mixed-places', 'crowded-meadow'])(
  'G4 plan: %s has the warnings and the size of the engine',
  async (name) => {
    const scene = parseScene(readFileSync(path.join(root, 'examples', `${name}.json`), 'utf8'))
    const model = await Model.open(starter, { device: 'cpu' })
    const { networks } = inspect(starter)
    const reader = await readerOf(model)
    const read = (text: string) => reader.tokenizer.encode(text)
    const words = { ...scene.instances[0]!, id: 'velvet', caption: `a velvet ball ${'and a mug '.repeat(20)}` }
    const scenes = [
      scene,
      { ...scene, width: 192, instances: scene.instances.filter(({ mask }) => !mask) },
      { ...scene, instances: [...scene.instances, words] },
    ]
    const { width: w, height: h } = scene
    const empty = { id: 'empty', caption: 'a mug', mask: encodeMask(new Uint8Array(w * h), w, h) }
    const thin = { id: 'thin', caption: 'a box', polygon: [[9, 9, 9].map((x) => ({ x, y: 20 }))] }
    const placeless = { id: 'placeless', caption: 'a car' }
    const odd = { ...scene, instances: [empty, thin, placeless, ...scene.instances.slice(0, 3)] }
    const cases = [...scenes, odd].flatMap((one) => ruleNames.map((rule) => ({ scene: one, settings: { rule } })))
    for (const one of cases) {
      const run = runSchema.parse({ format: 'diorama/run', version: 1, ...one, model: { path: starter } })
      const prepared = prepare(run, reader)
      const { width, height } = prepared.request
      const { passes } = model.plan(prepared.request)
      expect(planRun(run, modelFacts(networks!), read)).toEqual({ width, height, passes, warnings: prepared.warnings })
    }
    await model.close()
  },
)
