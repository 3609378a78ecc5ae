/** A page of a stand-in window, with the real preload beside it, in a context that has no more than a sandboxed one. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import type { MessagePort } from 'node:worker_threads'
import { contextBridge, ipcMain, webUtils, type StandInFrame } from './electron.helper.ts'

export interface PageEvent {
  readonly data: unknown
  readonly targetOrigin: string
  readonly ports: readonly MessagePort[]
}

export interface Page {
  /** What the page's script heard. */
  readonly heard: PageEvent[]
  /** The page has been loaded. */
  loaded(): void
  /** What the preload left in the world that it shares with nobody. */
  readonly globals: Readonly<Record<string, unknown>>
}

export function pageWithPreload(frame: StandInFrame, folder = import.meta.dirname): Page {
  const heard: PageEvent[] = []
  const onLoad: (() => void)[] = []
  const window = {
    location: { origin: new URL(frame.url).href.split('/').slice(0, 3).join('/') },
    postMessage: (data: unknown, targetOrigin: string, ports: readonly MessagePort[]) =>
      void heard.push({ data, targetOrigin, ports }),
    addEventListener: (type: string, listener: () => void) => void (type === 'load' && onLoad.push(listener)),
  }
  const document = { readyState: 'loading' }
  const globals = { window, document, crypto: { randomUUID: () => crypto.randomUUID() }, require: sandboxed(frame) }
  vm.runInNewContext(readFileSync(path.join(folder, 'preload.cjs'), 'utf8'), globals)
  return {
    heard,
    globals,
    loaded() {
      document.readyState = 'complete'
      for (const listener of onLoad.splice(0)) listener()
    },
  }
}

/** Of Electron, a sandboxed preload gets the renderer's half. */
function sandboxed(frame: StandInFrame): (name: string) => object {
  const ipcRenderer = {
    send: (channel: string, ...values: unknown[]) => void ipcMain.emit(channel, { senderFrame: frame }, ...values),
    once(channel: string, listener: (event: { ports: readonly MessagePort[] }) => void) {
      frame.onReceived = () => {
        const at = frame.received.findIndex((one) => one.channel === channel)
        if (at === -1) return
        frame.onReceived = undefined
        listener({ ports: frame.received.splice(at, 1)[0]!.ports })
      }
    },
  }
  return (name) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return { ipcRenderer, contextBridge, webUtils }
  }
}
