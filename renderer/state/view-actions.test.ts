/** What the actions on the window itself leave, whenever the answers come. */
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Preferences } from '../../app/contract/studio.ts'
import type { StudioClient } from './client.ts'
import { editQueue } from './edit-queue.ts'
import { initialState } from './initial.ts'
import { billboard } from './messages.ts'
import { viewActions } from './view-actions.ts'
import type { WindowState } from './window.ts'

test('A2 settings: a choice is not taken back by the answer to an earlier one', async () => {
  const store = createStore<WindowState>(() => initialState)
  const answers: (() => void)[] = []
  let kept = initialState.preferences
  const mutate = (change: Partial<Preferences>): Promise<Preferences> => {
    const after = (kept = { ...kept, ...change })
    return new Promise((resolve) => answers.push(() => resolve(after)))
  }
  const client = { setPreferences: { mutate } } as unknown as StudioClient
  const actions = viewActions({ store, client, queue: editQueue(store, client, () => {}), board: billboard(store) })
  const shown: number[] = []
  store.subscribe(({ preferences }) => shown.push(preferences.scale))
  const done = [100, 125, 150].map((scale) => actions.setPreferences({ scale }))
  for (const answer of answers) answer()
  await Promise.all(done)
  expect(shown).toEqual([100, 125, 150, 150])
})
