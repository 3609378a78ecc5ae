/** Small documents for tests. */

import type { Document, Draft, DraftSettings } from '../contract/document.ts'
import type { RecommendedSettings } from '../contract/model.ts'
import type { Instance } from '../contract/scene.ts'
import { emptyDocument, newDraftSettings } from './presets.ts'

export const recommended: RecommendedSettings = {
  steps: 15,
  sampler: 'dpmpp2m',
  guidance: 2.5,
  alpha: 0.8,
  mis: 0.36,
  merge: 'place',
}

export function settingsOf(change: Partial<DraftSettings> = {}): DraftSettings {
  return { ...newDraftSettings(recommended), ...change }
}

/** 512 x 512 pixels unless told; nothing of a parent is kept. */
export function documentOf(instances: Instance[], { width = 512, height = 512 } = {}): Document {
  const empty = emptyDocument({ width, height, settings: settingsOf() })
  const scene = { ...empty.draft.scene, caption: 'a scene', instances }
  return { ...empty, draft: { ...empty.draft, scene, keep: 'free' } }
}

export function draftOf(...instances: Instance[]): Draft {
  return documentOf(instances).draft
}
