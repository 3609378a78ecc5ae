/** The queue of edits against the real studio and a real project file, with a second window that meddles. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { TRPCClientError } from '@trpc/client'
import { createStore } from 'zustand/vanilla'
import type { Gesture } from '../../app/contract/edit.ts'
import { StudioError } from '../../app/contract/errors.ts'
import type { Instance } from '../../app/contract/scene.ts'
import { EngineHost } from '../../app/engine-host/engine-host.ts'
import { forkEngine } from '../../app/engine-host/fork.ts'
import { memoryLink } from '../../app/links/memory.ts'
import { openStudio } from '../../app/studio/studio.ts'
import type { OpenStudio } from '../../app/studio/studio.ts'
import { errorOf, studioClient } from './client.ts'
import type { StudioClient } from './client.ts'
import { editQueue } from './edit-queue.ts'
import type { EditQueue } from './edit-queue.ts'
import { initialState } from './initial.ts'
import { mirrorOf } from './project-mirror.ts'
import type { WindowState, WindowStore } from './window.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'diorama-queue-'))
let opened: OpenStudio

beforeAll(() => {
  opened = openStudio({
    engine: new EngineHost(forkEngine()),
    folders: {
      data: path.join(folder, 'data'),
      projects: path.join(folder, 'projects'),
      examples: path.join(folder, 'examples'),
      installation: path.resolve(import.meta.dirname, '../..'),
    },
    kind: 'browser',
    version: '0.0.0',
  })
})
afterAll(async () => {
  await opened.close()
  rmSync(folder, { recursive: true, force: true })
})

let client: StudioClient
let other: StudioClient
let store: WindowStore
let queue: EditQueue
let refusals: string[]

beforeEach(async () => {
  client = studioClient(memoryLink({ studio: opened.studio, origin: 'this' }))
  other = studioClient(memoryLink({ studio: opened.studio, origin: 'other' }))
  store = createStore<WindowState>(() => initialState)
  refusals = []
  queue = editQueue(store, client, (error) => refusals.push(errorOf(error).code))
  store.setState(mirrorOf(await client.create.mutate({})))
})

function instance(id: string): Instance {
  return { id, caption: `a ${id}`, box: { x0: 0, y0: 0, x1: 64, y1: 64 } }
}

function draw(id: string, at = 0): Gesture {
  return { kind: 'draw', of: id, commands: [{ do: 'addInstance', at, instance: instance(id) }] }
}

function reword(id: string, caption: string): Gesture {
  return { kind: 'reword', commands: [{ do: 'changeInstance', id, change: { caption } }] }
}

const project = () => store.getState().project!
const shown = (): string[] => project().document.draft.scene.instances.map(({ id }) => id)
const stored = async (): Promise<string[]> => {
  const { document } = await other.project.query({ project: project().id })
  return document.draft.scene.instances.map(({ id }) => id)
}

test('P2 edits: an edit shows at once, and is with the host when the queue has settled', async () => {
  queue.edit(draw('ball'))
  queue.edit(draw('fish', 1))
  expect(shown()).toEqual(['ball', 'fish'])
  expect(project().unsaved).toBe(2)
  await queue.settled()
  expect(project().unsaved).toBe(0)
  expect(project().history.undo).toMatchObject({ kind: 'draw', of: 'fish' })
  expect(await stored()).toEqual(['ball', 'fish'])
})

test('C5 undo: it waits for the edits before it, and redo brings them back', async () => {
  queue.edit(draw('ball'))
  queue.edit(draw('fish', 1))
  queue.undo()
  queue.undo()
  await queue.settled()
  expect(shown()).toEqual([])
  queue.redo()
  await queue.settled()
  expect(shown()).toEqual(['ball'])
  expect(await stored()).toEqual(['ball'])
})

test('C5 undo: an edit made before its answer is there leaves the window and the host with the same', async () => {
  queue.edit(draw('ball'))
  queue.edit(reword('ball', 'one'))
  await queue.settled()
  queue.undo()
  queue.edit(reword('ball', 'two'))
  queue.edit(draw('fish', 1))
  await queue.settled()
  const { document } = await other.project.query({ project: project().id })
  expect(project().document).toEqual(document)
  expect(document.draft.scene.instances.map((each) => each.caption)).toEqual(['two', 'a fish'])
})

test('P2 edits: after an edit of another window both windows have both', async () => {
  const { id, history } = project()
  const changed = await other.edit.mutate({ project: id, sequence: history.sequence, gesture: draw('star') })
  queue.edit(draw('ball'))
  await queue.settled()
  expect(shown().toSorted()).toEqual(['ball', 'star'])
  queue.heard(changed)
  await queue.settled()
  expect(shown()).toEqual(await stored())
  expect(refusals).toEqual([])
})

test('P2 edits: an edit that no longer fits is left out, and those after it are kept', async () => {
  queue.edit(draw('ball'))
  await queue.settled()
  const { id, history } = project()
  const gesture: Gesture = { kind: 'remove', commands: [{ do: 'removeInstance', id: 'ball' }] }
  await other.edit.mutate({ project: id, sequence: history.sequence, gesture })
  queue.edit(reword('ball', 'lost'))
  queue.edit(draw('fish'))
  await queue.settled()
  expect(shown()).toEqual(['fish'])
  expect(await stored()).toEqual(['fish'])
})

test('P2 edits: what another window did is shown as soon as it is heard of', async () => {
  const { id, history } = project()
  queue.heard(await other.edit.mutate({ project: id, sequence: history.sequence, gesture: draw('star') }))
  await queue.settled()
  expect(shown()).toEqual(['star'])
  expect(project().history.sequence).toBe(history.sequence + 1)
})

test('G3 edits: what the host refuses is taken back and told', async () => {
  queue.edit({ kind: 'goOn', commands: [{ do: 'setParent', parent: 'nowhere' }] })
  expect(project().document.draft.parent).toBe('nowhere')
  await queue.settled()
  expect(project().document.draft.parent).toBeNull()
  expect(project().unsaved).toBe(0)
  expect(refusals).toEqual(['badEdit'])
})

/** The client with another way of editing: its calls are behind a proxy, which a copy does not take along. */
function withEdit(mutate: StudioClient['edit']['mutate']): StudioClient {
  return new Proxy(client, {
    get: (target, name) => (name === 'edit' ? { mutate } : target[name as keyof StudioClient]),
  })
}

test('P2 edits: a window that ends before any answer has sent all that was done in it', async () => {
  const answers: Promise<unknown>[] = []
  const ending = editQueue(
    store,
    withEdit((input) => {
      answers.push(client.edit.mutate(input))
      return new Promise(() => {})
    }),
    (error) => refusals.push(errorOf(error).code),
  )
  ending.edit(draw('ball'))
  ending.edit(draw('fish', 1))
  ending.edit(draw('star', 2))
  await Promise.all(answers)
  expect(await stored()).toEqual(['ball', 'fish', 'star'])
})

test('P2 edits: of edits sent before the answers are there none slips in front of one that has to be made again', async () => {
  const { id, history } = project()
  const gesture = draw('star')
  await other.edit.mutate({ project: id, sequence: history.sequence, gesture })
  queue.edit(draw('ball'))
  queue.edit(draw('fish', 1))
  queue.edit({ kind: 'reword', commands: [{ do: 'changeInstance', id: 'ball', change: { caption: 'kept' } }] })
  await queue.settled()
  expect(await stored()).toEqual(['ball', 'fish', 'star'])
  expect(shown()).toEqual(['ball', 'fish', 'star'])
  expect(project().document.draft.scene.instances[0]!.caption).toBe('kept')
})

test('P2 edits: an edit whose answer was lost with the connection is in the project once', async () => {
  const { id, history } = project()
  const calls = withEdit(async (input) => {
    const answer = await client.edit.mutate(input)
    if (input.sequence === history.sequence) throw new TRPCClientError('WebSocket closed')
    return answer
  })
  const through = editQueue(store, calls, (error) => refusals.push(errorOf(error).code))
  through.edit(draw('ball'))
  through.edit(draw('fish', 1))
  await through.settled()
  expect(refusals).toEqual([])
  expect(shown()).toEqual(['ball', 'fish'])
  expect((await other.project.query({ project: id })).document.draft.scene.instances).toHaveLength(2)
})

test('P5 compacting by another window: edits that were on their way are made on top of what it left', async () => {
  queue.edit(draw('ball'))
  await queue.settled()
  const { sequence } = project().history
  await other.compact.mutate({ project: project().id })
  queue.edit(draw('fish', 1))
  queue.refresh()
  queue.edit(draw('star', 2))
  await queue.settled()
  expect(shown()).toEqual(['ball', 'fish', 'star'])
  expect(await stored()).toEqual(shown())
  expect(project()).toMatchObject({ unsaved: 0, history: { sequence: sequence + 3 } })
  expect(refusals).toEqual([])
})

/** A queue on a disk that is full until `free` is called. */
function onFullDisk(): { queue: EditQueue; free: () => void; rooms: () => number } {
  let isFull = true
  let rooms = 0
  const calls = withEdit((input) => (isFull ? Promise.reject(new StudioError('diskFull')) : client.edit.mutate(input)))
  const held = editQueue(
    store,
    calls,
    (error) => refusals.push(errorOf(error).code),
    () => rooms++,
  )
  return { queue: held, free: () => void (isFull = false), rooms: () => rooms }
}

/** A stroke is held in memory there, and the test lets the time pass. */
async function waitingForRoom(): Promise<ReturnType<typeof onFullDisk>> {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const disk = onFullDisk()
  disk.queue.edit(draw('ball'))
  await disk.queue.settled()
  return disk
}

test('P2 disk full: strokes stay on the screen, and are kept in their order with the next one that finds room', async () => {
  const { queue: held, free, rooms } = onFullDisk()
  held.edit(draw('ball'))
  held.edit(draw('fish', 1))
  await held.settled()
  expect(new Set(refusals)).toEqual(new Set(['diskFull']))
  expect(shown()).toEqual(['ball', 'fish'])
  expect(project().unsaved).toBe(2)
  expect(held.unconfirmed()?.gestures).toEqual([draw('ball'), draw('fish', 1)])
  expect(await stored()).toEqual([])
  free()
  held.edit(reword('ball', 'kept'))
  await held.settled()
  expect(await stored()).toEqual(['ball', 'fish'])
  expect(project()).toMatchObject({ unsaved: 0 })
  expect(project().document.draft.scene.instances[0]!.caption).toBe('kept')
  expect(rooms()).toBe(1)
})

test('P2 disk full: room is asked for again by itself', async () => {
  const { queue: held, free } = await waitingForRoom()
  free()
  vi.advanceTimersToNextTimer()
  await held.settled()
  expect(await stored()).toEqual(['ball'])
  vi.advanceTimersToNextTimer()
  expect(vi.getTimerCount()).toBe(0)
})

test('P2 disk full: it is told once of a stroke, and not again each time that room is asked for', async () => {
  const { queue: held, free } = await waitingForRoom()
  for (let tries = 0; tries < 3; tries++) {
    vi.advanceTimersToNextTimer()
    await held.settled()
  }
  expect(refusals).toEqual(['diskFull'])
  expect(shown()).toEqual(['ball'])
  free()
  vi.advanceTimersToNextTimer()
  await held.settled()
  expect(await stored()).toEqual(['ball'])
})

test('P2 disk full: what is kept already is not undone under strokes that wait, and the project is not left', async () => {
  queue.edit(draw('ball'))
  await queue.settled()
  const { queue: held, free } = onFullDisk()
  held.edit(draw('fish', 1))
  held.undo()
  await expect(held.kept()).rejects.toMatchObject({ code: 'diskFull' })
  expect(shown()).toEqual(['ball', 'fish'])
  expect(await stored()).toEqual(['ball'])
  free()
  held.undo()
  await held.kept()
  expect(await stored()).toEqual(['ball'])
  expect(shown()).toEqual(['ball'])
})

test('P2 disk full: strokes that wait go on in a copy where there is room, and are in neither project twice', async () => {
  const first = project().id
  const { queue: held, free } = onFullDisk()
  held.edit(draw('ball'))
  await held.settled()
  const { path: copy } = await client.saveCopy.mutate({ project: first, folder, name: 'elsewhere' })
  const waiting = held.takeWaiting()
  free()
  store.setState(mirrorOf(await client.open.mutate({ path: copy, as: 'normal' })))
  held.makeAgain({ sequence: project().history.sequence, gestures: waiting })
  await held.kept()
  expect(await stored()).toEqual(['ball'])
  expect(held.takeWaiting()).toEqual([])
  expect((await client.project.query({ project: first })).document.draft.scene.instances).toEqual([])
})

/** A window that opens the project anew. */
async function nextWindow(): Promise<void> {
  store.setState(mirrorOf(await other.project.query({ project: project().id })))
  queue = editQueue(store, other, (error) => refusals.push(errorOf(error).code))
}

test('P2 edits: what a window that went had not seen confirmed is made again, but for what had arrived', async () => {
  const { sequence } = project().history
  const gestures = [draw('ball'), draw('fish', 1), draw('star', 2)]
  await other.edit.mutate({ project: project().id, sequence, gesture: gestures[0]! })
  await nextWindow()
  queue.makeAgain({ sequence, gestures })
  expect(shown()).toEqual(['ball', 'fish', 'star'])
  await queue.settled()
  expect(await stored()).toEqual(['ball', 'fish', 'star'])
  expect(refusals).toEqual([])
})

test('P2 edits: those of a window that went, on a thing that has gone since, are left out', async () => {
  const { sequence } = project().history
  await nextWindow()
  queue.makeAgain({ sequence, gestures: [reword('gone', 'lost'), draw('fish')] })
  await queue.settled()
  expect(await stored()).toEqual(['fish'])
})

test('P2 edits: what is on its way is known until it has arrived', async () => {
  const { sequence } = project().history
  queue.edit(draw('ball'))
  expect(queue.unconfirmed()).toEqual({ sequence, gestures: [draw('ball')] })
  await queue.settled()
  expect(queue.unconfirmed()).toBeNull()
})

test.each(['edit', 'undo'] as const)(
  'P1 P2 projects: an %s in the moment in which another project comes goes to its own, and the other one stays as it is',
  async (deed) => {
    queue.edit(draw('ball'))
    await queue.settled()
    const { id: first, history } = project()
    const next = await client.create.mutate({})
    if (deed === 'edit') queue.edit(draw('fish', 1))
    else queue.undo()
    // It has been sent then, and its answer is not there yet.
    await Promise.resolve()
    store.setState(mirrorOf(next))
    queue.edit(draw('tree'))
    await queue.settled()
    expect([project().id, shown(), project().unsaved]).toEqual([next.id, ['tree'], 0])
    queue.undo()
    await queue.settled()
    expect([shown(), await stored(), refusals]).toEqual([[], [], []])
    const left = await other.project.query({ project: first })
    expect(left.document.draft.scene.instances).toHaveLength(deed === 'edit' ? 2 : 0)
    expect(left.history.sequence).toBe(history.sequence + 1)
  },
)
