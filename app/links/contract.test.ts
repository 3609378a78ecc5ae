/** The contract over everything that carries it: the same tests for memory, a message port and a WebSocket. */
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import type { TRPCClient, TRPCLink } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { studioErrors } from '../contract/errors.ts'
import type { StudioErrorData } from '../contract/errors.ts'
import type { Gesture } from '../contract/edit.ts'
import type { StudioRouter } from '../contract/router.ts'
import type { StudioEvent } from '../contract/studio.ts'
import { serveStudio } from '../hosts/server/server.ts'
import { memoryLink } from './memory.ts'
import { portLink } from './port-client.ts'
import { servePort } from './port-server.ts'
import { emitterPort, webPort } from './port.ts'
import { secretOfABug, memoryStudio } from './studio.helper.ts'
import type { MemoryStudio } from './studio.helper.ts'
import { connectWebSocket } from './websocket-client.ts'

const origin = 'window-1'

interface Carried {
  readonly link: TRPCLink<StudioRouter>
  /** Takes the carrier away, as when the window is closed. */
  cut(): Promise<void> | void
}

const carriers: Record<string, (memory: MemoryStudio) => Promise<Carried>> = {
  async memory({ studio }) {
    return { link: memoryLink({ studio, origin }), cut: () => {} }
  },
  async 'a message port'({ studio }) {
    const { port1, port2 } = new MessageChannel()
    servePort(webPort(port1), { studio, origin })
    return { link: portLink(webPort(port2)), cut: () => port2.close() }
  },
  async "the desktop's port"({ studio }) {
    const { port1, port2 } = new MessageChannel()
    servePort(emitterPort(mainProcessPort(port1)), { studio, origin })
    return { link: portLink(webPort(port2)), cut: () => port2.close() }
  },
  async WebSocket({ studio }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'diorama-links-'))
    const server = await serveStudio({ studio, pixels: async () => new Response(), rendererFolder: folder })
    const entered = await fetch(server.url, { redirect: 'manual' })
    const headers = { cookie: entered.headers.get('set-cookie')!.split(';')[0]!, origin: new URL(server.url).origin }
    class Browser extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers })
      }
    }
    const connection = connectWebSocket({
      address: `ws://127.0.0.1:${server.port}/studio`,
      origin,
      WebSocket: Browser as unknown as typeof globalThis.WebSocket,
    })
    async function cut(): Promise<void> {
      await connection.close()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    }
    return { link: connection.link, cut }
  },
}

/** A port as Electron's main process has it: an emitter of events with data. */
function mainProcessPort(port: MessagePort): Parameters<typeof emitterPort>[0] {
  const events = new EventEmitter<{ message: [{ data: unknown }]; close: [] }>()
  port.on('message', (data: unknown) => events.emit('message', { data }))
  port.on('close', () => events.emit('close'))
  return {
    on: (name: 'message' | 'close', listener: (event: { data: unknown }) => void) => events.on(name, listener),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  }
}

describe.each(Object.keys(carriers))('A3 the contract over %s', (name) => {
  let memory: MemoryStudio
  let carried: Carried
  let client: TRPCClient<StudioRouter>

  beforeEach(async () => {
    memory = memoryStudio()
    carried = await carriers[name]!(memory)
    client = createTRPCClient<StudioRouter>({ links: [carried.link] })
  })
  afterEach(() => carried.cut())

  async function refusalOf(call: Promise<unknown>): Promise<StudioErrorData> {
    const error: unknown = await call.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TRPCClientError)
    return (error as TRPCClientError<StudioRouter>).data!.diorama
  }

  test('A3 a query is answered by the studio', async () => {
    expect(await client.host.query()).toMatchObject({ kind: 'browser', preferences: { theme: 'system', scale: 100 } })
    expect(memory.calls).toEqual(['host'])
  })

  test('A3 a mutation reaches the studio with the window that made it, and without an answer is answered too', async () => {
    const input = { project: 'p1', sequence: 4, gesture: gesture() }
    const changed = await client.edit.mutate(input)
    expect(changed).toEqual({ commands: input.gesture.commands, history: { sequence: 5, undo: null, redo: null } })
    expect(memory.origins).toEqual([origin])
    expect(await client.close.mutate({ project: 'p1' })).toBeUndefined()
  })

  test('A3 what does not fit the schema is refused as badRequest, and the studio is not asked', async () => {
    const refusal = await refusalOf(client.edit.mutate({ project: 'p1', sequence: -1, gesture: gesture() }))
    expect(refusal).toMatchObject({ code: 'badRequest', message: studioErrors.badRequest })
    expect(memory.calls).toEqual([])
  })

  test('P5 what is kept is changed in part, and an amount below nothing is refused', async () => {
    const { keeping } = await client.setKeeping.mutate({ project: 'p1', change: { trackBytes: 5 } })
    expect(keeping).toEqual({ trajectories: true, trackBytes: 5 })
    const refusal = await refusalOf(client.setKeeping.mutate({ project: 'p1', change: { trackBytes: -1 } }))
    expect(refusal.code).toBe('badRequest')
    expect(memory.calls).toEqual(['setKeeping'])
  })

  test('A3 a call that the contract does not have is refused, whatever its name', async () => {
    const loose = client as unknown as Record<string, { query(): Promise<unknown> }>
    for (const procedure of ['nothing', '__proto__', 'constructor']) {
      expect(await loose[procedure]!.query().catch((error: unknown) => error)).toBeInstanceOf(TRPCClientError)
    }
    expect(memory.calls).toEqual([])
  })

  test("A3 the studio's own errors come with code, sentence and cause", async () => {
    expect(await refusalOf(client.saveCopy.mutate({ project: 'p1', path: '/far/copy.diorama' }))).toEqual({
      code: 'folderReadOnly',
      message: '"/far" cannot be written; choose another folder.',
      detail: 'Error: EROFS',
    })
    expect(await refusalOf(client.choosePlace.mutate({ suggested: '/a', kind: 'diorama' }))).toEqual({
      code: 'noDialog',
      message: studioErrors.noDialog,
    })
  })

  test('A3 a bug is told as internal, its own words only under details', async () => {
    const refusal = await refusalOf(client.jobs.query())
    expect(refusal).toMatchObject({ code: 'internal', message: studioErrors.internal })
    expect(refusal.detail).toContain(secretOfABug)
  })

  test('A3 events arrive in order, and the studio stops telling when nobody listens any more', async () => {
    const heard: StudioEvent[] = []
    const { promise: isStarted, resolve: onStarted } = Promise.withResolvers<void>()
    const subscription = client.events.subscribe(undefined, {
      onStarted: () => onStarted(),
      onData: (e) => heard.push(e),
    })
    await isStarted
    const sent = Array.from({ length: 200 }, (_, i) => problem(`problem ${i}`))
    sent.forEach((event) => memory.emit(event))
    await expect.poll(() => heard.length).toBe(200)
    expect(heard).toEqual(sent)
    expect(memory.listeners()).toBe(1)
    subscription.unsubscribe()
    await expect.poll(() => memory.listeners()).toBe(0)
    memory.emit(problem('too late'))
    await client.host.query()
    expect(heard).toHaveLength(200)
  })

  test('A3 a subscription ends with its signal, in the studio too', async () => {
    const abort = new AbortController()
    const heard: StudioEvent[] = []
    const loop = (async () => {
      for await (const event of client.events.subscribe(undefined, { signal: abort.signal })) heard.push(event)
    })()
    await expect.poll(() => memory.listeners()).toBe(1)
    memory.emit({ type: 'devices' })
    await expect.poll(() => heard).toEqual([{ type: 'devices' }])
    abort.abort()
    await loop.catch(() => {})
    await expect.poll(() => memory.listeners()).toBe(0)
  })

  test('G2 show: estimates of one track come as addresses, and the joint one has no name', async () => {
    const heard: string[] = []
    const listen = (track: string | null): Promise<void> =>
      new Promise((resolve) => {
        const onData = (address: string): void => void heard.push(address)
        client.trackPreviews.subscribe({ job: 'j1', track }, { onData, onComplete: resolve })
      })
    await listen('ball')
    await listen(null)
    expect(heard).toEqual(['previews/j1/ball', 'previews/j1/null'])
  })

  test('A3 two subscriptions of one window live and end apart', async () => {
    const heard: string[] = []
    const first = client.events.subscribe(undefined, { onData: () => heard.push('first') })
    const second = client.events.subscribe(undefined, { onData: () => heard.push('second') })
    await expect.poll(() => memory.listeners()).toBe(2)
    first.unsubscribe()
    await expect.poll(() => memory.listeners()).toBe(1)
    memory.emit({ type: 'devices' })
    await expect.poll(() => heard).toEqual(['second'])
    second.unsubscribe()
    await expect.poll(() => memory.listeners()).toBe(0)
  })

  test('A3 500 calls at once are each answered with their own', async () => {
    const captions = Array.from({ length: 500 }, (_, i) => 'x'.repeat(i))
    const answers = await Promise.all(
      captions.map((caption) => client.words.query({ model: 'starter', captions: [caption] })),
    )
    expect(answers.map((answer) => answer.captions[0]!.tokens)).toEqual(captions.map((caption) => caption.length))
  })

  test('A3 a gesture with a mask of 100 kB goes there and back unchanged', async () => {
    const large = gesture('7'.repeat(100_000))
    const { commands } = await client.edit.mutate({ project: 'p1', sequence: 0, gesture: large })
    expect(commands).toEqual(large.commands)
  })
})

test.each(Object.keys(carriers).filter((name) => name !== 'memory'))(
  'A3 over %s a window that is gone is no longer told anything',
  async (name) => {
    const memory = memoryStudio()
    const { link, cut } = await carriers[name]!(memory)
    const client = createTRPCClient<StudioRouter>({ links: [link] })
    client.events.subscribe(undefined, { onData: () => {}, onError: () => {} })
    await expect.poll(() => memory.listeners()).toBe(1)
    await cut()
    await expect.poll(() => memory.listeners()).toBe(0)
  },
)

test('A3 calls through a closed port fail with a sentence', async () => {
  const { port1, port2 } = new MessageChannel()
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const client = createTRPCClient<StudioRouter>({ links: [portLink(webPort(port2), () => resolve())] })
  const pending = client.host.query().catch((error: unknown) => error)
  port1.close()
  await closed
  const sentence = 'The connection to the studio is closed.'
  expect(await pending).toMatchObject({ message: sentence })
  await expect(client.host.query()).rejects.toThrow(sentence)
})

test('S1 what is no call of ours is neither answered nor harmful to the port', async () => {
  const { studio, calls } = memoryStudio()
  const { port1, port2 } = new MessageChannel()
  servePort(webPort(port1), { studio, origin })
  for (const odd of [
    null,
    7,
    'host',
    {},
    { id: 1 },
    { id: 1, method: 'query' },
    { id: -1, method: 'subscription.stop' },
  ]) {
    port2.postMessage(odd)
  }
  const client = createTRPCClient<StudioRouter>({ links: [portLink(webPort(port2))] })
  await client.recent.query()
  expect(calls).toEqual(['recent'])
  port2.close()
})

function gesture(counts = '04'): Gesture {
  const mask = { size: [512, 512] as [number, number], counts }
  return { kind: 'paint', commands: [{ do: 'addInstance', at: 0, instance: { id: 'i1', caption: 'a ball', mask } }] }
}

function problem(message: string): StudioEvent {
  return { type: 'problem', project: null, error: { code: 'failed', message } }
}
