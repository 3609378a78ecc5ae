import { expect, test } from 'vitest'
import type { TrackName } from '../contract/result.ts'
import { TrackViews } from './track-views.ts'

/** A window that looks at a track; `heard` is where the estimates lie that it was told of. */
function windowAt(views: TrackViews, job: string, track: TrackName, newest?: string) {
  const abort = new AbortController()
  const heard: string[] = []
  const over = (async () => {
    for await (const address of views.look(job, track, newest, abort.signal)) heard.push(address)
  })()
  return { heard, over, leave: () => abort.abort() }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('G2 views: a window is told of the newest estimate of its track, then of each, and of no other', async () => {
  const views = new TrackViews()
  const { heard, leave, over } = windowAt(views, 'j1', 'ball', 'previews/j1/3')
  await settled()
  views.tell('j1', 'ball', 'previews/j1/5')
  views.tell('j1', 'house', 'previews/j1/6')
  views.tell('j2', 'ball', 'previews/j2/7')
  await settled()
  expect(heard).toEqual(['previews/j1/3', 'previews/j1/5'])
  leave()
  await over
})

test('G2 views: of what a window has not taken yet only the newest is left', async () => {
  const views = new TrackViews()
  const { heard, leave, over } = windowAt(views, 'j1', null)
  await settled()
  for (const step of [1, 2, 3]) views.tell('j1', null, `previews/j1/${step}`)
  await settled()
  expect(heard).toEqual(['previews/j1/3'])
  leave()
  await over
})

test('G2 views: the engine hears whenever the tracks of its job are others, two windows at one track count once', async () => {
  const views = new TrackViews()
  const told: (readonly TrackName[])[] = []
  const unwatch = views.of('j1')((tracks) => told.push(tracks))
  const [first, second] = [windowAt(views, 'j1', 'ball'), windowAt(views, 'j1', 'ball')]
  const joint = windowAt(views, 'j1', null)
  windowAt(views, 'j2', 'house')
  await settled()
  first.leave()
  await settled()
  second.leave()
  await settled()
  expect(told).toEqual([['ball'], ['ball', null], [null]])
  unwatch()
  joint.leave()
  await joint.over
  expect(told).toHaveLength(3)
})

test('G2 views: who begins to draw later hears of the windows that look already', async () => {
  const views = new TrackViews()
  const { leave, over } = windowAt(views, 'j1', 'ball')
  await settled()
  const told: (readonly TrackName[])[] = []
  views.of('j1')((tracks) => told.push(tracks))
  expect(told).toEqual([['ball']])
  leave()
  await over
})

test('G2 views: with its job a view is over, and a window that has left already is told nothing', async () => {
  const views = new TrackViews()
  const [own, other] = [windowAt(views, 'j1', 'ball'), windowAt(views, 'j2', 'ball')]
  await settled()
  views.end('j1')
  await own.over
  const gone = AbortSignal.abort()
  for await (const address of views.look('j2', 'ball', 'previews/j2/1', gone)) throw new Error(address)
  other.leave()
  await other.over
})
