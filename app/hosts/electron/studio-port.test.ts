/** Who gets a port to the studio: our page at the top of its window, by way of the preload, and nobody else. */
import { createTRPCClient, type TRPCClient } from '@trpc/client'
import { afterEach, expect, it, vi } from 'vitest'
import type { Gesture } from '../../contract/edit.ts'
import type { StudioRouter } from '../../contract/router.ts'
import { portLink } from '../../links/port-client.ts'
import { webPort } from '../../links/port.ts'
import { memoryStudio } from '../../links/studio.helper.ts'
import * as standIn from './electron.helper.ts'
import { pageWithPreload } from './page.helper.ts'
import { pageAddress } from './page.ts'

vi.doMock('electron', () => standIn)
const { joinPages } = await import('./studio-port.ts')

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  standIn.ipcMain.removeAllListeners()
})

function join() {
  const memory = memoryStudio()
  joinPages(memory.studio)
  return memory
}

function clientOf(page: ReturnType<typeof pageWithPreload>): TRPCClient<StudioRouter> {
  const port = page.heard[0]!.ports[0]!
  ends.push(() => port.close())
  return createTRPCClient<StudioRouter>({ links: [portLink(webPort(port))] })
}

it('S1 port: the preload asks for it and hands it to the page once the page listens, to our origin only', async () => {
  const memory = join()
  const page = pageWithPreload(standIn.frameAt(pageAddress))
  expect(page.heard).toEqual([])
  page.loaded()
  expect(page.heard).toMatchObject([{ data: 'diorama-port', targetOrigin: 'app://diorama' }])
  expect(await clientOf(page).host.query()).toMatchObject({ version: '0.0.0' })
  expect(memory.calls).toEqual(['host'])
})

it('S1 port: the preload leaves nothing of Electron or Node in the page', () => {
  join()
  const page = pageWithPreload(standIn.frameAt(pageAddress))
  page.loaded()
  expect(Object.keys(page.globals.window as object)).toEqual(['location', 'postMessage', 'addEventListener'])
})

it('P1 files: of all that Electron has, the page gets where a file lies that it was given', () => {
  join()
  pageWithPreload(standIn.frameAt(pageAddress))
  expect([...standIn.world.exposed.keys()]).toEqual(['diorama'])
  const given = standIn.world.exposed.get('diorama') as { pathOf(file: File): string }
  expect(Object.keys(given)).toEqual(['pathOf'])
  const file = new File([], 'Harbour.diorama')
  expect(given.pathOf(file)).toBe('')
  standIn.world.paths.set(file, '/pictures/Harbour.diorama')
  expect(given.pathOf(file)).toBe('/pictures/Harbour.diorama')
})

it('A3 port: each page has one of its own, and an edit tells which window it came from', async () => {
  const memory = join()
  const pages = [pageWithPreload(standIn.frameAt(pageAddress)), pageWithPreload(standIn.frameAt(pageAddress))]
  const gesture: Gesture = { kind: 'settings', commands: [{ do: 'changeSettings', change: { seed: 1 } }] }
  for (const page of pages) {
    page.loaded()
    await clientOf(page).edit.mutate({ project: 'p1', sequence: 0, gesture })
  }
  expect(new Set(memory.origins).size).toBe(2)
})

it('A3 port: when the page is gone its subscriptions end', async () => {
  const memory = join()
  const page = pageWithPreload(standIn.frameAt(pageAddress))
  page.loaded()
  clientOf(page).events.subscribe(undefined, {})
  await expect.poll(() => memory.listeners()).toBe(1)
  page.heard[0]!.ports[0]!.close()
  await expect.poll(() => memory.listeners()).toBe(0)
})

const id = '6f2c1c0e-6a53-4a53-9a0a-0d5f4c2c9f11'
const ours = standIn.frameAt(pageAddress)

it.for([
  ['a foreign page', standIn.frameAt('https://example.org/'), id],
  ['a page of another host in our scheme', standIn.frameAt('app://elsewhere/'), id],
  ['a frame in our page', standIn.frameAt(pageAddress, ours), id],
  ['an empty page', standIn.frameAt(''), id],
  ['our page with no id', standIn.frameAt(pageAddress), undefined],
  ['our page with an id that is none', standIn.frameAt(pageAddress), 'window-1'],
  ['our page with an object for an id', standIn.frameAt(pageAddress), { id }],
] as const)('S1 port: %s gets no answer', ([, frame, sent]) => {
  const memory = join()
  standIn.ipcMain.emit('studio-port', { senderFrame: frame }, sent)
  expect(frame.received).toEqual([])
  expect(memory.listeners()).toBe(0)
})

it('S1 port: a page that is gone before it is answered does no harm', () => {
  join()
  expect(() => standIn.ipcMain.emit('studio-port', { senderFrame: null }, id)).not.toThrow()
})
