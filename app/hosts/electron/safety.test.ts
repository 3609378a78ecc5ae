/** What a page may not do: window options, permissions, requests, navigation, further windows. */
import { EventEmitter } from 'node:events'
import path from 'node:path'
import type { Session, WebContents } from 'electron'
import { beforeAll, expect, it, vi } from 'vitest'
import * as standIn from './electron.helper.ts'
import { pageAddress } from './page.ts'

vi.doMock('electron', () => standIn)
const { guardContents, guardSession } = await import('./safety.ts')
const { windowOptions } = await import('./window.ts')

it('S1 window: sandboxed, isolated, without Node, and nothing loosened', () => {
  const { webPreferences, show } = windowOptions(true)
  expect(show).toBe(false)
  expect(webPreferences).toEqual({
    preload: path.join(import.meta.dirname, 'preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  })
})

it('A2 window: its ground is that of the page, dark and light, so that nothing flashes', () => {
  expect(windowOptions(true).backgroundColor).not.toBe(windowOptions(false).backgroundColor)
})

beforeAll(() => guardSession(standIn.defaultSession as unknown as Session))

function asks(permission: string, requestingUrl: string, isMainFrame: boolean): boolean {
  let isGranted: boolean | undefined
  const answer = (granted: boolean): void => void (isGranted = granted)
  standIn.guards.request!({} as WebContents, permission as 'fullscreen', answer, {
    requestingUrl,
    isMainFrame,
  } as never)
  const isChecked = standIn.guards.check!(null, permission as 'fullscreen', requestingUrl, { isMainFrame } as never)
  expect(isChecked).toBe(isGranted)
  return isChecked
}

it('S1 permissions: the page may use the clipboard and the full screen', () => {
  for (const wanted of ['clipboard-read', 'clipboard-sanitized-write', 'fullscreen'])
    expect(asks(wanted, pageAddress, true)).toBe(true)
})

it.for([
  'media',
  'geolocation',
  'notifications',
  'midi',
  'midiSysex',
  'pointerLock',
  'keyboardLock',
  'openExternal',
  'display-capture',
  'fileSystem',
  'hid',
  'serial',
  'usb',
  'idle-detection',
  'storage-access',
  'window-management',
  'unknown',
])('S1 permissions: %s is denied', (permission) => {
  expect(asks(permission, pageAddress, true)).toBe(false)
})

const foreign = [
  'https://example.org/',
  'http://diorama/',
  'app://elsewhere/index.html',
  'app://diorama:81/',
  'app://diorama.example.org/',
  'file:///index.html',
  'about:blank',
  'data:text/html,x',
  '',
]

it.for(foreign)('S1 permissions: nothing for a page at "%s"', (url) => {
  expect(asks('clipboard-read', url, true)).toBe(false)
})

it('S1 permissions: nothing for a frame in the page, and no device for anybody', () => {
  expect(asks('clipboard-read', pageAddress, false)).toBe(false)
  expect(standIn.guards.device!()).toBe(false)
})

function isLetThrough(url: string): boolean {
  let isCancelled: boolean | undefined
  standIn.guards.beforeRequest!({ url }, ({ cancel }) => void (isCancelled = cancel))
  return isCancelled === false
}

it('S1 requests: the page gets its own files and pixels, and what it made itself', () => {
  for (const url of [pageAddress, 'app://diorama/pixels/p/0?side=64', 'blob:app://diorama/0b9e'])
    expect(isLetThrough(url)).toBe(true)
})

it.for([
  ...foreign,
  'wss://example.org/',
  'blob:https://example.org/0b9e',
  'devtools://devtools/bundled/inspector.html',
  'chrome://gpu',
])('S1 requests: "%s" does not leave this machine', (url) => {
  expect(isLetThrough(url)).toBe(false)
})

it('S1 session: no dictionary is fetched and nothing is downloaded', () => {
  expect(standIn.log).toContainEqual(['setSpellCheckerEnabled', false])
  const stop = vi.fn()
  standIn.defaultSession.emit('will-download', { preventDefault: stop })
  expect(stop).toHaveBeenCalled()
})

function contents() {
  const handlers = { open: undefined as unknown as (details: object) => object }
  const events = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: (details: object) => object) => void (handlers.open = handler),
  })
  guardContents(events as unknown as WebContents)
  return {
    open: (url: string) => handlers.open({ url }),
    /** @returns whether the event was stopped */
    isStopped(name: string, details: object): boolean {
      const stop = vi.fn()
      events.emit(name, { ...details, preventDefault: stop })
      return stop.mock.calls.length > 0
    },
  }
}

const ours = standIn.frameAt(pageAddress)

it('S1 windows: the page opens none', () => {
  for (const url of ['https://example.org/', pageAddress, 'about:blank'])
    expect(contents().open(url)).toEqual({ action: 'deny' })
})

it('S1 navigation: the page may reload, and go nowhere', () => {
  const { isStopped } = contents()
  expect(isStopped('will-navigate', { url: `${pageAddress}#project=1`, frame: ours })).toBe(false)
  for (const url of foreign) expect(isStopped('will-navigate', { url, frame: ours })).toBe(true)
})

it('S1 navigation: a foreign page does not come back to ours, frames go nowhere, and nothing is redirected', () => {
  const { isStopped } = contents()
  expect(isStopped('will-navigate', { url: pageAddress, frame: standIn.frameAt('https://example.org/') })).toBe(true)
  expect(isStopped('will-navigate', { url: pageAddress, frame: standIn.frameAt(pageAddress, ours) })).toBe(true)
  expect(isStopped('will-navigate', { url: pageAddress, frame: null })).toBe(true)
  expect(isStopped('will-frame-navigate', { url: pageAddress, isMainFrame: false })).toBe(true)
  expect(isStopped('will-frame-navigate', { url: pageAddress, isMainFrame: true })).toBe(false)
  expect(isStopped('will-redirect', { url: pageAddress })).toBe(true)
})

it('S1 webview: none is ever attached', () => {
  expect(contents().isStopped('will-attach-webview', {})).toBe(true)
})
