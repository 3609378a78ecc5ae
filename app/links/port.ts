/**
 * A message port as the links see it, and the three kinds that there are: the web's (also of Node and workers), Electron's
 * own in its main process, and a pair in memory. Values arrive as structured copies.
 */

export interface Port {
  post(message: unknown): void
  /** To be called once: messages that came before are delivered then. */
  listen(onMessage: (message: unknown) => void, onClose: () => void): void
  close(): void
}

/** What a MessagePort of the web has; its types differ between surroundings. */
interface WebPort {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: object) => void): void
  start(): void
  close(): void
}

export function webPort(port: WebPort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      port.addEventListener('message', (event) => onMessage((event as { readonly data: unknown }).data))
      port.addEventListener('close', onClose)
      port.start()
    },
    close: () => port.close(),
  }
}

/** What Electron's MessagePortMain has. */
interface EmitterPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export function emitterPort(port: EmitterPort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      port.on('message', ({ data }) => onMessage(data))
      port.on('close', onClose)
      port.start()
    },
    close: () => port.close(),
  }
}

/** Two ports in memory, each the other's end. */
export function portPair(): [Port, Port] {
  const a = memoryEnd()
  const b = memoryEnd()
  a.other = b
  b.other = a
  return [portOf(a), portOf(b)]
}

interface MemoryEnd {
  other: MemoryEnd | undefined
  waiting: unknown[]
  onMessage: ((message: unknown) => void) | undefined
  onClose: (() => void) | undefined
  isClosed: boolean
}

function memoryEnd(): MemoryEnd {
  return { other: undefined, waiting: [], onMessage: undefined, onClose: undefined, isClosed: false }
}

function portOf(end: MemoryEnd): Port {
  return {
    post(message) {
      const copy: unknown = structuredClone(message)
      if (end.isClosed) return
      end.other!.waiting.push(copy)
      queueMicrotask(() => deliver(end.other!))
    },
    listen(onMessage, onClose) {
      Object.assign(end, { onMessage, onClose })
      queueMicrotask(() => deliver(end))
    },
    close() {
      for (const side of [end, end.other!]) {
        if (side.isClosed) continue
        side.isClosed = true
        queueMicrotask(() => side.onClose?.())
      }
    },
  }
}

function deliver(end: MemoryEnd): void {
  if (!end.onMessage) return
  for (const message of end.waiting.splice(0)) if (!end.isClosed) end.onMessage(message)
}
