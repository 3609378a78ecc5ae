/** What the actions on settings make of a draft. */
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Gesture } from '../../app/contract/edit.ts'
import type { RecommendedSettings } from '../../app/contract/model.ts'
import type { ModelEntry } from '../../app/contract/studio.ts'
import { applyCommands } from '../../app/scene/edit.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import { initialState } from './initial.ts'
import { settingsActions } from './settings-actions.ts'
import type { ProjectMirror, WindowState } from './window.ts'

const own: RecommendedSettings = { steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36, merge: 'place' }
const others: RecommendedSettings = { ...own, steps: 50, sampler: 'ddim' }

function open() {
  const document = emptyDocument({ width: 512, height: 512, settings: newDraftSettings(own, { model: 'a' }) })
  const project = { id: 'p', readOnly: undefined, document, rounds: [] } as unknown as ProjectMirror
  const models = [
    { id: 'a', recommended: own },
    { id: 'b', recommended: others },
  ] as ModelEntry[]
  const store = createStore<WindowState>(() => ({ ...initialState, project, models }))
  const edit = ({ commands }: Gesture): void =>
    store.setState({ project: { ...project, document: applyCommands(now(), commands).document } })
  const now = () => store.getState().project!.document
  return { actions: settingsActions({ store }, edit), settings: () => now().draft.settings }
}

test('M2 a model is taken with the settings that it is offered with, in the preset that is in use', () => {
  const { actions, settings } = open()
  actions.takeModel('b')
  expect(settings()).toMatchObject({ model: 'b', preset: 'standard', steps: 50, sampler: 'ddim' })
  actions.setPreset('final')
  actions.takeModel('a')
  expect(settings()).toMatchObject({ model: 'a', preset: 'final', steps: 40, sampler: 'plms' })
  actions.changeSettings({ steps: 7 })
  actions.takeModel('b')
  expect(settings(), 'numbers made by hand were for the other model').toMatchObject({ preset: 'standard', steps: 50 })
})

test('G1 draft quality, switched off again, gives back what was there before it', () => {
  const { actions, settings } = open()
  actions.changeSettings({ steps: 7, guidance: 5 })
  actions.toggleDraftQuality()
  expect(settings()).toMatchObject({ preset: 'draft', steps: 10, guidance: 3 })
  actions.toggleDraftQuality()
  expect(settings()).toMatchObject({ preset: 'custom', steps: 7, guidance: 5 })
  actions.setPreset('final')
  actions.setPreset('draft')
  actions.toggleDraftQuality()
  expect(settings()).toMatchObject({ preset: 'final', steps: 40 })
  actions.toggleDraftQuality()
  actions.takeModel('b')
  actions.toggleDraftQuality()
  expect(settings(), 'another model has other numbers').toMatchObject({ preset: 'standard', steps: 50 })
})
