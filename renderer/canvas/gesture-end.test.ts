/** The frame that the end of a gesture takes for itself. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import { initialState } from '../state/initial.ts'
import type { ProjectMirror, WindowState, WindowStore } from '../state/window.ts'
import { GestureEnd } from './gesture-end.ts'

const settings = newDraftSettings({ steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36 })

let store: WindowStore
let end: GestureEnd

const projectOf = (width: number): ProjectMirror => ({
  id: 'p',
  name: '',
  path: '',
  readOnly: undefined,
  document: emptyDocument({ width, height: 512, settings }),
  history: { sequence: 0, undo: null, redo: null },
  rounds: [],
  unsaved: 0,
})

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 1)
  store = createStore<WindowState>(() => ({ ...initialState, project: projectOf(512) }))
  end = new GestureEnd(store)
})

afterEach(() => vi.unstubAllGlobals())

test('G4 canvas: a gesture that changed the draft is worked out in one frame and drawn in the next', () => {
  const frame = vi.fn(() => null)
  end.run(() => store.setState({ project: projectOf(256) }))
  expect(end.takesFrame(true, frame)).toBe(true)
  expect(frame).toHaveBeenCalledTimes(1)
  expect(end.takesFrame(true, frame)).toBe(false)
})

test('G4 canvas: one that changed nothing, or behind which another has begun, is drawn at once', () => {
  const frame = vi.fn(() => null)
  end.run(() => store.setState({ selection: ['a'] }))
  expect(end.takesFrame(true, frame)).toBe(false)
  end.run(() => store.setState({ project: projectOf(256) }))
  expect(end.takesFrame(false, frame)).toBe(false)
  expect(frame).not.toHaveBeenCalled()
})
