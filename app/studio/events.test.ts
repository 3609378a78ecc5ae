/** What windows hear: in order, bounded, and only the newest of what is replaced. */
import { expect, test } from 'vitest'
import type { Job } from '../contract/jobs.ts'
import type { StudioEvent } from '../contract/studio.ts'
import { Events } from './events.ts'

const changed = (sequence: number): StudioEvent => ({
  type: 'changed',
  project: 'p',
  origin: 'w',
  changed: { commands: [], history: { sequence, undo: null, redo: null } },
})
const job = (id: string, done: number): StudioEvent => ({
  type: 'job',
  job: { id, progress: { phase: 'denoise', done, total: 9 } } as unknown as Job,
})

async function all(events: AsyncIterable<StudioEvent>): Promise<StudioEvent[]> {
  const heard: StudioEvent[] = []
  for await (const event of events) heard.push(event)
  return heard
}

test('G2 events: a window that is behind hears every change in order and only the newest state of each job', async () => {
  const events = new Events()
  const heard = events.listen(new AbortController().signal)
  events.emit(changed(1))
  for (let done = 1; done <= 5; done++) events.emit(job('a', done))
  events.emit(job('b', 1))
  events.emit(changed(2))
  events.close()
  expect(await all(heard)).toEqual([changed(1), job('a', 5), job('b', 1), changed(2)])
})

test('G2 events: two windows hear the same, and one that has gone hears nothing more', async () => {
  const events = new Events()
  const gone = new AbortController()
  const [one, other] = [events.listen(gone.signal), events.listen(new AbortController().signal)]
  events.emit(changed(1))
  gone.abort()
  events.emit(changed(2))
  events.close()
  expect(await all(one)).toEqual([changed(1)])
  expect(await all(other)).toEqual([changed(1), changed(2)])
})

test('P2 events: a window that falls too far behind is told so, and none of what it is told is missing', async () => {
  const events = new Events()
  const heard = events.listen(new AbortController().signal)
  for (let sequence = 1; sequence <= 1500; sequence++) events.emit(changed(sequence))
  const sequences: number[] = []
  const listening = (async () => {
    for await (const event of heard) if (event.type === 'changed') sequences.push(event.changed.history.sequence)
  })()
  await expect(listening).rejects.toMatchObject({ code: 'internal' })
  expect(sequences).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
})
