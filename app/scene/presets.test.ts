/** G1: what the presets mean, and how they are recognised again. */

import { describe, expect, test } from 'vitest'
import { documentSchema } from '../contract/document.ts'
import { recommended, settingsOf } from './document.helper.ts'
import { choosablePresets, emptyDocument, newDraftSettings, presetOf, presetSettings } from './presets.ts'

describe('G1 presets', () => {
  test('G1 Draft takes half the steps and a MIS share of 0.2 at most', () => {
    expect(presetSettings('draft', recommended)).toMatchObject({ steps: 8, mis: 0.2, guidance: 2.5, rule: 'diorama' })
    expect(presetSettings('draft', { ...recommended, mis: 0 }).mis).toBe(0)
    expect(presetSettings('draft', { ...recommended, steps: 2 }).steps).toBe(2)
  })

  test('G1 Standard is what the model recommends, Final twice its steps', () => {
    expect(presetSettings('standard', recommended)).toEqual({ preset: 'standard', ...recommended, rule: 'diorama' })
    expect(presetSettings('final', recommended)).toMatchObject({ steps: 30, mis: 0.36 })
    expect(presetSettings('final', { ...recommended, steps: 900 }).steps).toBe(1000)
  })

  test("G5 As published has the paper's numbers, whatever the model recommends", () => {
    expect(presetSettings('published', recommended)).toEqual({
      preset: 'published',
      steps: 50,
      sampler: 'plms',
      guidance: 7.5,
      alpha: 0.8,
      mis: 0.36,
      merge: 'published',
      rule: 'published',
    })
  })

  test.each(choosablePresets)('G1 settings of %s are recognised, and as custom once a number is another', (name) => {
    const settings = settingsOf(presetSettings(name, recommended))
    expect(presetOf(settings, recommended)).toBe(name)
    expect(presetOf({ ...settings, preset: 'custom' }, recommended)).toBe(name)
    expect(presetOf({ ...settings, guidance: 9 }, recommended)).toBe('custom')
    expect(presetOf({ ...settings, seed: 99, device: 'cpu', variants: 3 }, recommended)).toBe(name)
  })

  test('G1 a new project is empty, of the size asked for, with the standard settings of the starter model', () => {
    const document = emptyDocument({ width: 768, height: 512, settings: newDraftSettings(recommended) })
    expect(documentSchema.parse(document)).toEqual(document)
    expect(document.draft.scene).toMatchObject({ width: 768, height: 512, instances: [], caption: '' })
    expect(document.draft.settings).toMatchObject({ model: 'starter', preset: 'standard', seed: 0, variants: 1 })
  })
})
