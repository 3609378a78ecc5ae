/**
 * The state as the panels show it: the store's, but for the first frames after a gesture on the canvas.
 *
 * At the end of a stroke the canvas has a mask to make and to draw; panels that were drawn in the same frame would make
 * it a long one. They follow one frame behind the canvas, all of them at once, so none shows what another does not.
 */
import type { StoreApi } from 'zustand/vanilla'
import type { WindowState, WindowStore } from './window.ts'

type Listener = Parameters<WindowStore['subscribe']>[0]

export interface ShownStore extends Pick<StoreApi<WindowState>, 'getState' | 'getInitialState' | 'subscribe'> {
  /** Keeps what is shown until the frame after so many: those that the canvas needs to be drawn. */
  hold(frames: number): void
}

/** A page in the background draws no frames, and must not wait for them. */
const longestMs = 250

const known = new WeakMap<WindowStore, ShownStore>()

export function shownStore(store: WindowStore): ShownStore {
  const shown = known.get(store) ?? shownOf(store)
  known.set(store, shown)
  return shown
}

function shownOf(store: WindowStore): ShownStore {
  const listeners = new Set<Listener>()
  let state = store.getState()
  let timer: ReturnType<typeof setTimeout> | undefined
  let framesLeft = 0
  const tell = (): void => {
    const before = state
    state = store.getState()
    if (state !== before) for (const listener of listeners) listener(state, before)
  }
  const release = (): void => {
    clearTimeout(timer)
    timer = undefined
    framesLeft = 0
    tell()
  }
  const count = (): void => {
    if (timer === undefined) return
    if (framesLeft-- > 0) requestAnimationFrame(count)
    else release()
  }
  store.subscribe(() => timer === undefined && tell())
  return {
    getState: () => state,
    getInitialState: store.getInitialState,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hold(frames) {
      framesLeft = Math.max(framesLeft, frames)
      if (timer !== undefined) return
      timer = setTimeout(release, longestMs)
      requestAnimationFrame(count)
    },
  }
}
