/** What follows by itself from what is shown. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Draft } from '../../app/contract/document.ts'
import { StudioError } from '../../app/contract/errors.ts'
import type { Round } from '../../app/contract/project.ts'
import type { Instance } from '../../app/contract/scene.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import type { StudioClient } from './client.ts'
import { followDraft, followSelection } from './followers.ts'
import { initialState } from './initial.ts'
import type { ProjectMirror, WindowState } from './window.ts'

const recommended = { steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36, merge: 'place' } as const
const empty = emptyDocument({ width: 512, height: 512, settings: newDraftSettings(recommended, { model: 'a' }) })

function draftOf(...ids: string[]): Draft {
  const instances = ids.map((id): Instance => ({ id, caption: `a ${id}`, point: { x: 1, y: 1 } }))
  return { ...empty.draft, scene: { ...empty.draft.scene, instances } }
}

function projectOf(draft: Draft, rounds: readonly Round[] = []): ProjectMirror {
  const history = { sequence: 0, undo: null, redo: null }
  return {
    id: 'p',
    name: '',
    path: '',
    readOnly: undefined,
    document: { ...empty, draft },
    history,
    rounds,
    unsaved: 0,
  }
}

test('C5 undo: what it takes away is neither selected nor edited any longer', () => {
  const store = createStore<WindowState>(() => initialState)
  followSelection(store)
  store.setState({ project: projectOf(draftOf('ball', 'tree')), selection: ['ball', 'tree'], editingPoints: 'tree' })
  const { selection } = store.getState()
  store.setState({ project: projectOf(draftOf('ball', 'tree', 'star')) })
  expect(store.getState().selection, 'as long as all of it is there it is the same').toBe(selection)
  store.setState({ project: projectOf(draftOf('ball')), renaming: 'tree' })
  expect(store.getState()).toMatchObject({ selection: ['ball'], editingPoints: null, renaming: null })
})

test('C4 words: an answer that failed ends nothing, the next captions are asked for all the same', async () => {
  vi.useFakeTimers()
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const query = vi.fn(() => Promise.reject(new StudioError('internal')))
  const client = { words: { query }, estimate: { query: () => new Promise(() => {}) } }
  const store = createStore<WindowState>(() => initialState)
  followDraft(store, client as unknown as StudioClient)
  for (const id of ['ball', 'star']) {
    store.setState({ project: projectOf(draftOf(id)) })
    await vi.runAllTimersAsync()
  }
  expect(query).toHaveBeenCalledTimes(2)
  expect(reported).toHaveBeenCalledTimes(2)
})

test('C4 words: those of a round that is looked at are asked for, too', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const asked: string[][] = []
  const words = {
    query: ({ captions }: { captions: string[] }) => {
      asked.push(captions)
      return Promise.resolve({ limit: 77, captions: captions.map(() => ({ tokens: 4, known: [], unknown: [] })) })
    },
  }
  const estimate = { query: () => new Promise(() => {}) }
  const store = createStore<WindowState>(() => initialState)
  followDraft(store, { words, estimate } as unknown as StudioClient)
  const round = { id: 'r1', draft: draftOf('star') } as Round
  store.setState({ project: projectOf(draftOf('ball'), [round]) })
  await vi.runAllTimersAsync()
  store.setState({ looking: 'r1' })
  await vi.runAllTimersAsync()
  expect(asked).toEqual([['a ball'], ['a star']])
})
