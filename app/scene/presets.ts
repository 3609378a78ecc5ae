/** The named settings, and the document that a project begins with. */

import { starterModel } from '../contract/document.ts'
import type { Document, DraftSettings, PresetName } from '../contract/document.ts'
import type { RecommendedSettings } from '../contract/model.ts'
import { sceneFormat, sceneVersion } from '../contract/scene.ts'

/** The part of the settings that a preset decides. */
export type PresetSettings = Pick<
  DraftSettings,
  'preset' | 'steps' | 'sampler' | 'guidance' | 'alpha' | 'mis' | 'merge' | 'rule'
>

/** Presets that can be chosen; `custom` is what comes of changing a number by hand. */
export const choosablePresets = ['draft', 'standard', 'final', 'published'] as const satisfies readonly PresetName[]
export type ChoosablePreset = (typeof choosablePresets)[number]

const draftMis = 0.2
const fewestSteps = 4
const mostSteps = 1000

/** @param recommended what the model in use is offered with; `published` does not depend on it */
export function presetSettings(name: ChoosablePreset, recommended: RecommendedSettings): PresetSettings {
  if (name === 'published') return published
  const { steps, sampler, guidance, alpha, mis, merge } = recommended
  const standard: PresetSettings = { preset: name, steps, sampler, guidance, alpha, mis, merge, rule: 'diorama' }
  if (name === 'draft') {
    return {
      ...standard,
      steps: Math.min(steps, Math.max(fewestSteps, Math.ceil(steps / 2))),
      mis: Math.min(mis, draftMis),
    }
  }
  return name === 'final' ? { ...standard, steps: Math.min(mostSteps, 2 * steps) } : standard
}

/** Of the paper and its command line. */
const published: PresetSettings = {
  preset: 'published',
  steps: 50,
  sampler: 'plms',
  guidance: 7.5,
  alpha: 0.8,
  mis: 0.36,
  merge: 'published',
  rule: 'published',
}

/** The preset whose numbers these are, the one that they say they are first; `custom` if there is none. */
export function presetOf(settings: DraftSettings, recommended: RecommendedSettings): PresetName {
  const named = choosablePresets.filter((name) => name === settings.preset)
  const fits = [...named, ...choosablePresets].find((name) => {
    const { preset: _, ...numbers } = presetSettings(name, recommended)
    return (Object.keys(numbers) as (keyof typeof numbers)[]).every((key) => settings[key] === numbers[key])
  })
  return fits ?? 'custom'
}

/** The settings of a new project. */
export function newDraftSettings(
  recommended: RecommendedSettings,
  { model = starterModel, seed = 0 }: { model?: string; seed?: number } = {},
): DraftSettings {
  return { ...presetSettings('standard', recommended), model, device: 'auto', seed, seedLocked: false, variants: 1 }
}

/** A project in which nothing was drawn yet. @param width @param height scene pixels */
export function emptyDocument({
  width,
  height,
  settings,
}: {
  width: number
  height: number
  settings: DraftSettings
}): Document {
  const scene = { format: sceneFormat, version: sceneVersion, caption: '', width, height, instances: [] } as const
  return {
    draft: { scene: { ...scene, instances: [] }, notes: {}, settings, keep: 'locked', backdrop: null, parent: null },
    rounds: {},
  }
}
