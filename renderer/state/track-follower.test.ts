import { createStore } from 'zustand/vanilla'
import { expect, test } from 'vitest'
import type { Job } from '../../app/contract/jobs.ts'
import type { TrackName } from '../../app/contract/result.ts'
import type { StudioClient } from './client.ts'
import { initialState } from './initial.ts'
import { followTrack } from './track-follower.ts'
import type { ProjectMirror, WindowState } from './window.ts'

interface Asked {
  readonly job: string
  readonly track: TrackName
  readonly tell: (address: string) => void
  readonly fail: () => void
  isOver: boolean
}

const jobOf = (state: Job['state']) => ({ id: 'j1', project: 'p1', state, preview: 'previews/j1/1' }) as Job

/** A window in which a picture is drawn, and what it asked its studio for. */
function drawing() {
  const store = createStore<WindowState>(() => ({
    ...initialState,
    project: { id: 'p1' } as ProjectMirror,
    jobs: [jobOf('running')],
  }))
  const asked: Asked[] = []
  const trackPreviews = {
    subscribe(
      input: { job: string; track: TrackName },
      hooks: { onData: (address: string) => void; onError: () => void },
    ) {
      const one: Asked = { ...input, tell: hooks.onData, fail: hooks.onError, isOver: false }
      asked.push(one)
      return { unsubscribe: () => void (one.isOver = true) }
    },
  }
  followTrack(store, { trackPreviews } as unknown as Pick<StudioClient, 'trackPreviews'>)
  const show = (track: TrackName | undefined): void =>
    store.setState({ shownTrack: track === undefined ? null : { job: 'j1', track, preview: null } })
  return { store, asked, show }
}

test('G2 show: the track that is chosen is asked for once, and its newest estimate is known', () => {
  const { store, asked, show } = drawing()
  show('ball')
  asked[0]!.tell('previews/j1/4')
  asked[0]!.tell('previews/j1/6')
  expect(asked).toHaveLength(1)
  expect(store.getState().shownTrack).toEqual({ job: 'j1', track: 'ball', preview: 'previews/j1/6' })
})

test('G2 show: another choice ends the one before, whose late estimates are not shown', () => {
  const { store, asked, show } = drawing()
  show('ball')
  show(null)
  expect(asked.map(({ track, isOver }) => [track, isOver])).toEqual([
    ['ball', true],
    [null, false],
  ])
  asked[0]!.tell('previews/j1/4')
  expect(store.getState().shownTrack?.preview).toBeNull()
  show(undefined)
  expect(asked[1]!.isOver).toBe(true)
})

test('G2 show: with the run the choice is over, and also where its estimates cannot be had', () => {
  const { store, asked, show } = drawing()
  show('ball')
  store.setState({ jobs: [jobOf('stopped')] })
  expect(store.getState().shownTrack).toBeNull()
  expect(asked[0]!.isOver).toBe(true)
  store.setState({ jobs: [jobOf('running')] })
  show('ball')
  asked[1]!.fail()
  expect(store.getState().shownTrack).toBeNull()
})

test('G2 show: with the next variant the choice stays, and the estimate of the one before is none of it', () => {
  const { store, asked, show } = drawing()
  show('ball')
  asked[0]!.tell('previews/j1/4')
  const { preview: _, ...next } = jobOf('running')
  store.setState({ jobs: [next] })
  expect(store.getState().shownTrack).toEqual({ job: 'j1', track: 'ball', preview: null })
  store.setState({ jobs: [{ ...next, preview: 'previews/j1/5' }] })
  asked[0]!.tell('previews/j1/6')
  expect(store.getState().shownTrack?.preview).toBe('previews/j1/6')
  expect(asked).toHaveLength(1)
})
