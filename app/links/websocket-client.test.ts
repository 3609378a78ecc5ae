/** What a window notices of a connection that is lost and comes back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTRPCClient } from '@trpc/client'
import { afterAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { StudioRouter } from '../contract/router.ts'
import { enter } from '../hosts/server/browser.helper.ts'
import { serveStudio } from '../hosts/server/server.ts'
import { memoryStudio } from './studio.helper.ts'
import { connectWebSocket, studioAddress } from './websocket-client.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'diorama-links-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('A3 a lost connection is told once, comes back by itself, and the window goes on hearing events', async () => {
  const memory = memoryStudio()
  const server = await serveStudio({
    studio: memory.studio,
    pixels: async () => new Response(),
    rendererFolder: folder,
  })
  const headers = { cookie: await enter(server.url), origin: new URL(server.url).origin }
  const sockets: WebSocket[] = []
  class Browser extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers })
      sockets.push(this)
    }
  }
  const states: string[] = []
  const connection = connectWebSocket({
    address: studioAddress(`${server.url}#project=p1`),
    origin: 'window-1',
    onState: (state) => states.push(state),
    WebSocket: Browser as unknown as typeof globalThis.WebSocket,
  })
  const client = createTRPCClient<StudioRouter>({ links: [connection.link] })
  const heard: string[] = []
  client.events.subscribe(undefined, { onData: ({ type }) => heard.push(type) })
  await expect.poll(() => memory.listeners()).toBe(1)
  expect(states).toEqual(['open'])

  sockets[0]!.terminate()
  await expect.poll(() => states).toEqual(['open', 'lost'])
  expect(await client.recent.query()).toEqual([])
  expect(states).toEqual(['open', 'lost', 'open'])
  await expect.poll(() => memory.listeners()).toBe(1)
  memory.emit({ type: 'devices' })
  await expect.poll(() => heard).toEqual(['devices'])

  await connection.close()
  expect(states).toEqual(['open', 'lost', 'open'])
  await server.close()
})

test('A3 the studio is beside the page, whatever the page has in its address', () => {
  expect(studioAddress('http://127.0.0.1:4000/#project=p1')).toBe('ws://127.0.0.1:4000/studio')
  expect(studioAddress('http://localhost:4000/index.html?a=1#b')).toBe('ws://localhost:4000/studio')
})
