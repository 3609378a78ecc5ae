/** The seed rule, and what of a draft goes into a run. */
import { expect, test } from 'vitest'
import { emptyDocument, newDraftSettings } from '../scene/presets.ts'
import type { Draft, DraftSettings } from '../contract/document.ts'
import { largestSeed, runSchema } from '../contract/run.ts'
import { starterRecommended } from './models.ts'
import { drawsTheSame, isNothingToDraw, nextSeed, runOf } from './run.ts'

const settings = newDraftSettings(starterRecommended, { seed: 7 })
const { draft } = emptyDocument({ width: 512, height: 512, settings })
const withSettings = (change: Partial<DraftSettings>): Draft => ({ ...draft, settings: { ...settings, ...change } })

test('G5 a run has the scene as it is, hidden things too, and nothing that is only for the eye', () => {
  const instance = { id: 'a', caption: 'a red ball', point: { x: 9, y: 9 } }
  const hidden: Draft = { ...draft, scene: { ...draft.scene, instances: [instance] }, notes: { a: { hidden: true } } }
  const run = runOf(hidden, '/models/starter.safetensors', { seed: 9 })
  expect(runSchema.parse(run)).toEqual(run)
  expect(run).toMatchObject({ scene: hidden.scene, settings: { seed: 9, steps: 10 }, model: { device: 'auto' } })
})

test('G1 seed: moves on past what drew just this, as far as the variants reach', () => {
  const next = (taken: number[], variants = 1, change: Partial<DraftSettings> = {}) =>
    nextSeed({ ...settings, ...change }, variants, new Set(taken))
  expect(next([])).toBe(7)
  expect(next([7])).toBe(8)
  expect(next([7, 8, 10])).toBe(9)
  expect(next([7, 8, 10], 2)).toBe(11)
  expect(next([8], 2)).toBe(9)
  expect(next([7], 1, { seedLocked: true })).toBe(7)
  expect(next([largestSeed], 1, { seed: largestSeed })).toBe(0)
})

test('G1 seed: the seed, its lock, the preset and the number of variants make no other picture; all else does', () => {
  expect(drawsTheSame(draft, withSettings({ seed: 1, seedLocked: true, preset: 'custom', variants: 4 }))).toBe(true)
  const others: Partial<DraftSettings>[] = [
    { steps: 11 },
    { guidance: 2 },
    { device: 'cpu' },
    { model: 'other' },
    { rule: 'published' },
  ]
  for (const change of others) expect(drawsTheSame(draft, withSettings(change))).toBe(false)
  expect(drawsTheSame(draft, { ...draft, scene: { ...draft.scene, caption: 'a beach' } })).toBe(false)
})

test('G3 nothing to draw: neither words nor things', () => {
  const withScene = (change: Partial<Draft['scene']>) =>
    isNothingToDraw({ ...draft, scene: { ...draft.scene, ...change } })
  expect(withScene({ caption: ' \n' })).toBe(true)
  expect(withScene({ caption: 'a beach' })).toBe(false)
  expect(withScene({ instances: [{ id: 'a', caption: '' }] })).toBe(false)
})

test('G1 seed: the same scene is drawn otherwise when it is held by another parent, or otherwise', () => {
  const held: Draft = { ...draft, parent: 'r1', keep: 'locked' }
  expect(drawsTheSame(held, { ...held, notes: { a: { hidden: true } } })).toBe(true)
  const called = (name: string): Draft => ({
    ...held,
    scene: { ...held.scene, instances: [{ id: 'a', caption: '', name }] },
  })
  expect(drawsTheSame(called('Sun'), called('Moon'))).toBe(true)
  for (const change of [{ parent: 'r2' }, { keep: 'free' }, { notes: { a: { keep: 'free' } } }] as Partial<Draft>[])
    expect(drawsTheSame(held, { ...held, ...change })).toBe(false)
  expect(drawsTheSame({ ...held, parent: null }, { ...held, parent: null, keep: 'free' })).toBe(true)
})
