/** What the actions on the draft do where the draft cannot take it. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Gesture } from '../../app/contract/edit.ts'
import { sceneLimits } from '../../app/contract/scene.ts'
import type { Instance } from '../../app/contract/scene.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import type { StudioClient } from './client.ts'
import { editActions } from './edit-actions.ts'
import { editQueue } from './edit-queue.ts'
import { initialState } from './initial.ts'
import { billboard } from './messages.ts'
import type { ProjectMirror, WindowState } from './window.ts'

const recommended = { steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36, merge: 'place' } as const

/** A window on a scene of so many things, and what it sends to a studio that never answers. */
function windowWith(count: number) {
  const document = emptyDocument({ width: 512, height: 512, settings: newDraftSettings(recommended, { model: 'a' }) })
  const thing = (_: unknown, at: number): Instance => ({ id: `t${at}`, caption: 'a ball', point: { x: at, y: at } })
  const instances = Array.from({ length: count }, thing)
  const draft = { ...document.draft, scene: { ...document.draft.scene, instances } }
  const history = { sequence: 0, undo: null, redo: null }
  const project = { id: 'p', readOnly: undefined, document: { ...document, draft }, history, rounds: [], unsaved: 0 }
  const store = createStore<WindowState>(() => ({ ...initialState, project: project as unknown as ProjectMirror }))
  const sent: Gesture[] = []
  const mutate = ({ gesture }: { gesture: Gesture }): Promise<never> => {
    sent.push(gesture)
    return new Promise(() => {})
  }
  const client = { edit: { mutate } } as unknown as StudioClient
  const queue = editQueue(store, client, () => {})
  const actions = editActions({ store, client, queue, board: billboard(store) })
  const ids = (): string[] => store.getState().project!.document.draft.scene.instances.map(({ id }) => id)
  return { store, actions, ids, sent }
}

test('C1 more things than a scene holds: a copy or a drawing too many is refused in words, and nothing changes', () => {
  const { store, actions, ids, sent } = windowWith(sceneLimits.instances)
  store.setState({ selection: ['t0', 't1'] })
  actions.duplicate()
  actions.place({ point: { x: 9, y: 9 } }, false)
  expect(ids()).toHaveLength(sceneLimits.instances)
  expect(sent).toEqual([])
  expect(store.getState().selection).toEqual(['t0', 't1'])
  expect(store.getState().messages.map(({ title }) => title)).toEqual([
    `A scene holds ${sceneLimits.instances} instances; remove one before adding another.`,
  ])
})

test('C5 a gesture on a thing that was taken away in the meantime says so, and changes nothing', () => {
  const { store, actions, ids } = windowWith(2)
  actions.edit({ kind: 'reshape', commands: [{ do: 'changeInstance', id: 'gone', change: { point: { x: 1, y: 1 } } }] })
  expect(ids()).toEqual(['t0', 't1'])
  expect(store.getState().messages.map(({ title }) => title)).toEqual([
    'What this was done to is no longer there. Nothing was changed.',
  ])
})

test('C5 undo: what a tool does again and again is one step as long as the hand does not rest', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const { actions, sent } = windowWith(1)
  const nudge = (x: number): void =>
    actions.edit({
      kind: 'reshape',
      mergeKey: 'points t0',
      commands: [{ do: 'changeInstance', id: 't0', change: { point: { x, y: 0 } } }],
    })
  nudge(1)
  nudge(2)
  vi.advanceTimersByTime(60_000)
  nudge(3)
  const [first, second, third] = sent.map(({ mergeKey }) => mergeKey)
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})
