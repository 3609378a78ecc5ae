/** What a window does with a picture that it hears of. */
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Round } from '../../app/contract/project.ts'
import type { StudioEvent } from '../../app/contract/studio.ts'
import { applyCommands } from '../../app/scene/edit.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import type { StudioClient } from './client.ts'
import { editQueue } from './edit-queue.ts'
import { hearStudio } from './hear.ts'
import { initialState } from './initial.ts'
import { billboard } from './messages.ts'
import type { ProjectMirror, WindowState } from './window.ts'

const recommended = { steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36, merge: 'place' } as const

/** A window that compares after each run, on a draft that goes on from round 1 and has asked for round 2. */
function drawing() {
  const document = emptyDocument({ width: 512, height: 512, settings: newDraftSettings(recommended, { model: 'a' }) })
  const first = { id: 'r1', parent: null, kind: 'generated', draft: document.draft } as Round
  const draft = { ...document.draft, parent: 'r1', scene: { ...document.draft.scene, caption: 'in a meadow' } }
  const history = { sequence: 4, undo: null, redo: null }
  const project: ProjectMirror = {
    id: 'p',
    name: '',
    path: '',
    readOnly: undefined,
    document: { ...document, draft },
    history,
    rounds: [first],
    unsaved: 0,
  }
  const store = createStore<WindowState>(() => ({
    ...initialState,
    project,
    preferences: { ...initialState.preferences, compareAfterRun: true },
  }))
  let tell: (event: StudioEvent) => void = () => {}
  const events = { subscribe: (_: undefined, { onData }: { onData: typeof tell }) => void (tell = onData) }
  const client = { events } as unknown as StudioClient
  const queue = editQueue(store, client, () => {})
  hearStudio({ store, client, queue, board: billboard(store) })
  const second = { id: 'r2', parent: 'r1', kind: 'generated', draft } as Round
  const come = async (): Promise<void> => {
    const { sequence } = store.getState().project!.history
    const changed = {
      commands: [{ do: 'setParent' as const, parent: 'r2' }],
      history: { ...history, sequence: sequence + 1 },
    }
    tell({ type: 'roundAdded', project: 'p', round: second, changed } as StudioEvent)
    await queue.settled()
    await Promise.resolve()
  }
  return { store, come }
}

test('R4 compare: with the setting on, the picture that has come stands beside its parent', async () => {
  const { store, come } = drawing()
  await come()
  expect(store.getState().compare).toMatchObject({ before: 'r1', after: 'r2' })
})

test('R4 compare: it does not open by itself over the next round, where a caption may be in writing', async () => {
  const { store, come } = drawing()
  const { document, ...project } = store.getState().project!
  const commands = [
    { do: 'addInstance' as const, at: 0, instance: { id: 'x', caption: 'a re', point: { x: 9, y: 9 } } },
  ]
  store.setState({ project: { ...project, document: applyCommands(document, commands).document } })
  await come()
  expect(store.getState().project?.document.draft.parent).toBe('r2')
  expect(store.getState().compare).toBeNull()
})
