/** A track's key changes with what its run depends on, and with nothing else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TorchGenerator } from '../../native-models/sampler/randn.ts'
import { gates, scheduleFor, sdAlphasCumprod } from '../../native-models/sampler/schedule.ts'
import { canonicalJson, mergeNames, ruleNames, samplerNames, settingsSchema, type Settings } from '../contract/run.ts'
import type { Instance, Point, Scene } from '../contract/scene.ts'
import { encodeMask } from '../scene/rle.ts'
import { compileConditions, instanceAlone } from './compile.ts'
import { publishedLimits } from './conditions.ts'
import { pictureSize, stepsOf, type ModelFacts } from './plan.ts'
import { trackKeyOf, trackKeysOf } from './track-keys.ts'

const facts: ModelFacts = {
  nativeSide: 128,
  sideMultiple: 64,
  hasGrounding: true,
  limits: { ...publishedLimits, segSize: 32 },
  cell: 8,
  textTokens: 77,
}
const [width, height] = [64, 64]
const maskOf = (from: number, to: number) =>
  encodeMask(
    Uint8Array.from({ length: width * height }, (_, i) => Number(i >= from && i < to)),
    width,
    height,
  )
const box = { x0: 8, y0: 8, x1: 40, y1: 56 }
const lamp: Instance = { id: 'lamp', caption: 'a red lamp', box }
const others: Instance[] = [
  { id: 'mug', caption: 'a mug', point: { x: 20, y: 20 } },
  { id: 'car', caption: 'a car', mask: maskOf(500, 900) },
]
const sceneOf = (instances: Instance[], change: Partial<Scene> = {}): Scene => ({
  format: 'diorama/scene',
  version: 1,
  caption: 'a shelf',
  width,
  height,
  instances,
  ...change,
})
const settings = settingsSchema.parse({ steps: 10, sampler: 'ddim', mis: 0.4 })
const keyOf = (instance: Instance, change: Partial<Settings> = {}, scene = sceneOf([instance]), model = 'digest') =>
  trackKeyOf({ scene, settings: { ...settings, ...change } }, facts, model, instance.id)

test.each<[string, Partial<Settings>]>([
  ['seed', { seed: 1 }],
  ['sampler', { sampler: 'plms' }],
  ['number of steps', { steps: 20 }],
  ['steps that are as many, but others', { steps: 24 }],
  ['length of the phase', { mis: 0.3 }],
  ['guidance', { guidance: 2 }],
  ['end of the grounding, where it is in the phase', { alpha: 0.2 }],
  ['size', { size: { width: 128, height: 64 } }],
])('R5 track key: another %s is another key', (what, change) => {
  const from = what.includes('as many') ? { steps: 25 } : {}
  expect(keyOf(lamp, change)).not.toBe(keyOf(lamp, from))
})

test('R5 track key: another model, caption, place, or negative caption is another key', () => {
  const key = keyOf(lamp)
  expect(keyOf(lamp, {}, sceneOf([lamp]), 'other')).not.toBe(key)
  expect(keyOf({ ...lamp, caption: 'a blue lamp' })).not.toBe(key)
  expect(keyOf({ ...lamp, box: { ...box, x1: 41 } })).not.toBe(key)
  expect(keyOf({ ...lamp, point: { x: 9, y: 9 } })).not.toBe(key)
  expect(keyOf(lamp, {}, sceneOf([lamp], { negativeCaption: 'blurred' }))).not.toBe(key)
})

test.each(ruleNames)('R5 track key: by the rule %s, nothing else changes it', (rule) => {
  const key = keyOf(lamp, { rule })
  const scene = sceneOf([lamp, others[1]!], { caption: 'a meadow' })
  expect(keyOf(lamp, { rule }, scene)).toBe(key)
  expect(keyOf({ ...lamp, name: 'Lamp' }, { rule })).toBe(key)
  expect(keyOf({ ...lamp, mask: maskOf(9, 99), off: ['mask'] }, { rule })).toBe(key)
  expect(keyOf(lamp, { rule, merge: 'published', variants: 4, mis: 0.45, alpha: 0.5 })).toBe(key)
  const without = { rule, guidance: 1 }
  expect(keyOf(lamp, without, sceneOf([lamp], { negativeCaption: 'blurred' }))).toBe(keyOf(lamp, without))
  const twice = sceneOf([{ ...lamp, box: { x0: 16, y0: 16, x1: 80, y1: 112 } }], { width: 128, height: 128 })
  expect(keyOf(lamp, { rule }, twice)).toBe(key)
})

test('R5 track key: the published fault that a point shifts the points of others changes the keys of those', () => {
  const alone = keyOf(lamp, { rule: 'intended' })
  const shifted = sceneOf([lamp, { id: 'mug', caption: 'a mug', box, point: { x: 3, y: 4 } }])
  expect(keyOf(lamp, { rule: 'intended' }, shifted)).not.toBe(alone)
})

test('R5 track key: a model without grounding layers draws the same anywhere', () => {
  const plain = { ...facts, hasGrounding: false }
  const key = (x1: number) =>
    trackKeyOf({ scene: sceneOf([{ ...lamp, box: { ...box, x1 } }]), settings }, plain, 'digest', 'lamp')
  expect(key(41)).toBe(key(50))
})

test('R5 track key: instances without a place, and runs without the phase, have none', () => {
  const scene = sceneOf([lamp, { id: 'nowhere', caption: 'a car' }])
  expect([...trackKeysOf({ scene, settings }, facts, 'digest').keys()]).toEqual(['lamp'])
  expect(trackKeysOf({ scene, settings: { ...settings, mis: 0.05 } }, facts, 'digest').size).toBe(0)
})

const instances: fc.Arbitrary<Instance> = fc.record(
  {
    id: fc.constantFrom('lamp', 'lantern'),
    caption: fc.constantFrom('a lamp', 'a mug'),
    box: fc.constantFrom(box, { ...box, x0: 0 }, { ...box, x1: 90 }),
    point: fc.constantFrom({ x: 4, y: 4 }, { x: 50, y: 9 }),
    scribble: fc.constantFrom<Point[][]>([[box.x0, 3].map((x) => ({ x, y: 6 }))], [[1, 9].map((x) => ({ x, y: x }))]),
    mask: fc.constantFrom(maskOf(0, 0), maskOf(70, 300), maskOf(71, 300)),
    polygon: fc.constantFrom([[0, 9, 30].map((x) => ({ x, y: (x * x) / 20 }))]),
    off: fc.subarray(['box', 'mask', 'scribble', 'point'] as const).map((off) => [...off]),
  },
  { requiredKeys: ['id', 'caption'] },
)
interface Round {
  readonly instance: Instance
  readonly negativeCaption: string
  readonly crowd: Instance[]
  readonly settings: Settings
}
const runs: fc.Arbitrary<Round> = fc.record({
  instance: instances,
  negativeCaption: fc.constantFrom('', 'blurred'),
  crowd: fc.subarray(others),
  settings: fc
    .record({
      seed: fc.constantFrom(0, 1),
      steps: fc.constantFrom(10, 20, 24, 25),
      sampler: fc.constantFrom(...samplerNames),
      guidance: fc.constantFrom(1, 2),
      alpha: fc.constantFrom(0.2, 0.8, 1),
      mis: fc.constantFrom(0.3, 0.36),
      merge: fc.constantFrom(...mergeNames),
      rule: fc.constantFrom(...ruleNames),
    })
    .map((given) => settingsSchema.parse(given)),
})

/** Everything that the run of the track is computed from, in full. */
function inputsOf({ instance, negativeCaption, crowd, settings: given }: Round) {
  const scene = sceneOf([instance, ...crowd], { negativeCaption })
  const { seed, rule, sampler, steps, guidance, alpha } = given
  const key = trackKeyOf({ scene, settings: given }, facts, 'digest', instance.id)
  const conditions = compileConditions(scene, { rule, limits: facts.limits, seed })
  const slot = conditions.instances.indexOf(0)
  if (slot < 0) return { key, inputs: undefined }
  const { rule: _, formats: __, instances: ___, limits: ____, ...alone } = instanceAlone(conditions, slot)
  const { made, mergeAt } = stepsOf(given)
  const size = pictureSize(scene, given, facts)
  const { timesteps, signal } = scheduleFor(sampler, steps, sdAlphasCumprod())
  const inputs = canonicalJson({
    alone: { ...alone, segs: alone.segs && [...alone.segs.planes].join('') },
    noise: [...new TorchGenerator(seed).randn(16)],
    size,
    sampler,
    mergeAt,
    timesteps: timesteps.slice(0, mergeAt + 1),
    signal: signal.slice(0, mergeAt + 1),
    gates: gates(made, alpha).slice(0, mergeAt),
    guidance,
    negative: guidance === 1 ? null : negativeCaption,
  })
  return { key, inputs }
}

test('R5 track key: equal keys are equal inputs of the network, at any two runs, and none where it is not told of the instance', () => {
  const byKey = new Map<string, string>()
  let met = 0
  fc.assert(
    fc.property(runs, (run) => {
      const { key, inputs } = inputsOf(run)
      expect(key === undefined).toBe(inputs === undefined)
      if (key === undefined) return
      if (byKey.has(key)) met++
      expect(byKey.get(key) ?? inputs).toBe(inputs)
      byKey.set(key, inputs!)
    }),
    { seed: 12, numRuns: 1500 },
  )
  expect(met).toBeGreaterThan(20)
})
