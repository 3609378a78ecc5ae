/** The plan that is made without the engine is the engine's own. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspect } from '../engine/inspect.ts'
import { prepare, readerOf } from '../engine/prepare.ts'
import { Model } from '../../native-models/pipeline.ts'
import { expectedPasses } from '../../native-models/sampler/sampler.ts'
import { runSchema, samplerNames, settingsSchema } from '../contract/run.ts'
import { parseScene } from '../scene/scene.ts'
import { modelFacts, passesOf, planRun } from './plan.ts'

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
    for (const one of scenes) {
      const run = runSchema.parse({
        format: 'diorama/run',
        version: 1,
        scene: one,
        settings: {},
        model: { path: starter },
      })
      const prepared = prepare(run, reader)
      const { width, height } = prepared.request
      const { passes } = model.plan(prepared.request)
      expect(planRun(run, modelFacts(networks!), read)).toEqual({ width, height, passes, warnings: prepared.warnings })
    }
    await model.close()
  },
)
