/** A run as a value: defaults, limits, and one text for equal runs. */
import { expect, it } from 'vitest'
import { canonicalJson, largestSeed, runSchema, settingsSchema, variantSeed } from './run.ts'

const scene = { format: 'diorama/scene', version: 1, caption: 'a quiet room', width: 512, height: 512, instances: [] }
const run = { format: 'diorama/run', version: 1, scene, settings: {}, model: { path: 'starter.safetensors' } }

it('G1 run: settings that are not given are the published ones, merged by place', () => {
  const { settings, model } = runSchema.parse(run)
  expect(settings).toEqual({
    seed: 0,
    steps: 50,
    sampler: 'plms',
    guidance: 7.5,
    alpha: 0.8,
    mis: 0.36,
    merge: 'place',
    rule: 'diorama',
    variants: 1,
  })
  expect(model.device).toBe('auto')
})

const refused = {
  'no steps': { steps: 0 },
  'half a step': { steps: 1.5 },
  'a seed of 33 bits': { seed: 2 ** 32 },
  'a share above 1': { alpha: 1.01 },
  'a sampler of another program': { sampler: 'euler' },
  'a number that is none': { guidance: Number.NaN },
  'a setting that does not exist': { stepz: 20 },
  'a picture beyond all memory': { size: { width: 1_000_000, height: 8 } },
}

it.for(Object.entries(refused))('G1 run: settings with %s are refused', ([, settings]) => {
  expect(settingsSchema.safeParse(settings).success).toBe(false)
})

it('G5 run: equal runs have one text, whatever the order of their keys', () => {
  const reordered = Object.fromEntries(Object.entries(runSchema.parse(run)).reverse())
  expect(canonicalJson(reordered)).toBe(canonicalJson(runSchema.parse(run)))
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[{"d":1}]}')
})

it('G5 run: another seed is another run', () => {
  const other = { ...run, settings: { seed: 1 } }
  expect(canonicalJson(runSchema.parse(other))).not.toBe(canonicalJson(runSchema.parse(run)))
})

it('G1 run: variants take the seeds one after the other, and 0 comes after the largest', () => {
  const settings = settingsSchema.parse({ seed: largestSeed - 1, variants: 3 })
  expect([0, 1, 2].map((index) => variantSeed(settings, index))).toEqual([largestSeed - 1, largestSeed, 0])
})
