/** What the panels show after a gesture, with frames that the test lets pass. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { initialState } from './initial.ts'
import { shownStore } from './shown.ts'
import type { WindowState, WindowStore } from './window.ts'

let store: WindowStore
let frames: FrameRequestCallback[]

function frame(): void {
  for (const callback of frames.splice(0)) callback(0)
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  store = createStore<WindowState>(() => initialState)
  frames = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('G4 panels: they show a change at once', () => {
  const shown = shownStore(store)
  const told = vi.fn()
  shown.subscribe(told)
  store.setState({ tool: 'mask' })
  expect(shown.getState().tool).toBe('mask')
  expect(told).toHaveBeenCalledTimes(1)
})

test('G4 panels: after a gesture they follow one frame behind the canvas, once for all changes', () => {
  const shown = shownStore(store)
  const told = vi.fn()
  shown.subscribe(told)
  shown.hold(1)
  store.setState({ selection: ['a'] })
  store.setState({ captionFocus: 1 })
  frame()
  expect(shown.getState().selection).toEqual([])
  frame()
  expect(shown.getState()).toBe(store.getState())
  expect(told).toHaveBeenCalledTimes(1)
  store.setState({ selection: ['b'] })
  expect(shown.getState().selection).toEqual(['b'])
})

test('G4 panels: a canvas that needs another frame keeps them for one more', () => {
  const shown = shownStore(store)
  shown.hold(1)
  store.setState({ selection: ['a'] })
  shown.hold(2)
  frame()
  frame()
  expect(shown.getState().selection).toEqual([])
  frame()
  expect(shown.getState().selection).toEqual(['a'])
})

test('G4 panels: in a page that draws no frames they are not held for long', () => {
  const shown = shownStore(store)
  shown.hold(1)
  store.setState({ selection: ['a'] })
  vi.advanceTimersByTime(250)
  expect(shown.getState().selection).toEqual(['a'])
})

test('G4 panels: who no longer listens is not told', () => {
  const shown = shownStore(store)
  const told = vi.fn()
  shown.subscribe(told)()
  store.setState({ tool: 'mask' })
  expect(told).not.toHaveBeenCalled()
})
