/** Which messages stand above the strip. */
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { StudioError } from '../../app/contract/errors.ts'
import { initialState } from './initial.ts'
import { billboard } from './messages.ts'
import type { WindowState } from './window.ts'

test('A1 messages: an error stays, however many notices come after it', () => {
  const store = createStore<WindowState>(() => initialState)
  const board = billboard(store)
  board.refused(new StudioError('diskFull'))
  for (const title of ['a', 'b', 'c', 'd', 'e']) board.tell({ tone: 'notice', title, offers: [] })
  const { messages } = store.getState()
  expect(messages.map(({ error, title }) => error?.code ?? title)).toEqual(['diskFull', 'c', 'd', 'e'])
})
