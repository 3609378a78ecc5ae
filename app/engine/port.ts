/** The engine's end of the line to its host, whatever carries it: a pipe from plain Node, or Electron's message port. */
import type { EngineEvent } from '../contract/engine.ts'

export interface Port {
  send(event: EngineEvent): void
  onMessage(listener: (message: unknown) => void): void
  /** The host is gone; nobody will hear what is sent. */
  onClose(listener: () => void): void
  /** Whether this process may start others: under Electron its program would be a second whole one. */
  readonly mayFork: boolean
}

/** What Electron adds to `process` in a utility process. */
export interface ElectronPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  /** It may never come: Electron ends its utility processes when it ends itself. */
  on(event: 'close', listener: () => void): void
}

/** Of a utility process; undefined under plain Node. */
export function electronPort(): ElectronPort | undefined {
  return (process as { readonly parentPort?: unknown }).parentPort as ElectronPort | undefined
}

/** @throws Error when this process was not started by a host */
export function hostPort(): Port {
  const port = electronPort()
  if (port) return overElectron(port)
  if (!process.send) throw new Error('The engine is started by Diorama, not by itself.')
  return overPipe()
}

function overPipe(): Port {
  return {
    // Without a callback an event that finds the pipe closed would be thrown; onClose tells of that.
    send: (event) => void process.send!(event, undefined, undefined, () => {}),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
    mayFork: true,
  }
}

function overElectron(port: ElectronPort): Port {
  return {
    send: (event) => port.postMessage(event),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => port.on('close', listener),
    mayFork: false,
  }
}
