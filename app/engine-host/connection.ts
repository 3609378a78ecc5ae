/** One life of the engine process: handshake, calls, and an end that every open call hears of. */
import {
  calls,
  eventSchema,
  protocolVersion,
  type CallInput,
  type CallName,
  type CallOutput,
  type DeviceReport,
  type EngineEvent,
  type Probe,
  type ProbeRequest,
} from '../contract/engine.ts'
import { EngineError } from '../contract/errors.ts'
import type { Preview, RunProgress, TrackName } from '../contract/result.ts'
import type { EngineProcess, Exit } from './engine-process.ts'

export interface CallHooks {
  readonly onProgress?: ((progress: RunProgress) => void) | undefined
  /** Of all tracks together, or of one that is watched. */
  readonly onPreview?: ((preview: Preview, track?: TrackName) => void) | undefined
  readonly watchTracks?: WatchTracks | undefined
}

/** Tells the tracks whose own previews are wanted, now and whenever they are others. @returns what ends the telling */
export type WatchTracks = (tell: (tracks: readonly TrackName[]) => void) => () => void

export interface ConnectionOptions {
  readonly startTimeoutMs: number
  readonly devices?: readonly DeviceReport[] | undefined
  readonly onDevices: (reports: readonly DeviceReport[]) => void
  readonly probe: RunProbe | undefined
}

/** Runs a device's self-test in a process of its own. Never rejects; the signal ends it. */
export type RunProbe = (request: ProbeRequest, timeoutMs: number, signal: AbortSignal) => Promise<Probe>

interface OpenCall extends CallHooks {
  readonly name: CallName
  resolve(output: unknown): void
  reject(error: EngineError): void
}

export class Connection {
  /** Rejects with engineNotStarted. */
  readonly ready: Promise<void>
  /** The process is gone. */
  readonly ended: Promise<Exit>
  readonly #process: EngineProcess
  readonly #options: ConnectionOptions
  readonly #open = new Map<number, OpenCall>()
  #calls = 0
  #exit: Exit | undefined
  #isReady = false
  #isOver = false
  readonly #gone = new AbortController()
  #onReady = Promise.withResolvers<void>()

  constructor(process: EngineProcess, options: ConnectionOptions) {
    this.#process = process
    this.#options = options
    this.ready = this.#onReady.promise
    // Who waits for `ready` handles it; nobody may be waiting.
    this.ready.catch(() => {})
    const timer = setTimeout(() => this.#giveUp(), options.startTimeoutMs)
    this.ended = new Promise((resolve) => {
      process.onExit((exit) => {
        clearTimeout(timer)
        this.#end(exit)
        resolve(exit)
      })
    })
    this.ready.then(() => clearTimeout(timer)).catch(() => {})
    process.onMessage((message) => this.#hear(message))
    process.send({ type: 'hello', protocol: protocolVersion, devices: options.devices && [...options.devices] })
  }

  /** The process is gone or going: it takes no more calls. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** @throws EngineError of the engine, or engineEnded */
  async call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    hooks: CallHooks = {},
  ): Promise<CallOutput<Name>> {
    await this.ready
    if (this.#exit) throw endedError(this.#exit)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const id = this.#calls++
    this.#open.set(id, { ...hooks, name, resolve, reject })
    this.#process.send({ type: 'call', id, name, input, previews: hooks.onPreview !== undefined })
    const unwatch = hooks.watchTracks?.((tracks) => {
      if (!this.#isOver) this.#process.send({ type: 'show', id, tracks: [...tracks] })
    })
    return promise.finally(() => unwatch?.()) as Promise<CallOutput<Name>>
  }

  kill(): void {
    this.#isOver = true
    this.#gone.abort()
    this.#process.kill()
  }

  /** Lets the engine end by itself, and ends it after `graceMs` otherwise. */
  async end(graceMs = 1000): Promise<void> {
    this.#process.send({ type: 'shutdown' })
    const timer = setTimeout(() => this.kill(), graceMs)
    await this.ended
    clearTimeout(timer)
  }

  #hear(message: unknown): void {
    const event = eventSchema.safeParse(message)
    if (!event.success) return this.#failAll(new EngineError('badMessage'))
    const { data } = event
    if (data.type === 'ready') return this.#greeted(data.protocol)
    if (data.type === 'devices') return this.#options.onDevices(data.reports)
    if (data.type === 'error' && data.id === null) return this.#failAll(new EngineError(data.code, data.message))
    if (data.type === 'probe') return void this.#probe(data)
    this.#hearCall(data)
  }

  async #probe({ id, request, timeoutMs }: Extract<EngineEvent, { type: 'probe' }>): Promise<void> {
    const { probe } = this.#options
    const found = await (probe?.(request, timeoutMs, this.#gone.signal) ?? { failure: 'This host runs no self-tests.' })
    if (!this.#isOver) this.#process.send({ type: 'probed', id, probe: found })
  }

  #greeted(protocol: number): void {
    if (protocol !== protocolVersion) return this.#failAll(new EngineError('badMessage'))
    this.#isReady = true
    this.#onReady.resolve()
  }

  #hearCall(event: Exclude<EngineEvent, { type: 'ready' | 'devices' | 'probe' }>): void {
    const call = event.id === null ? undefined : this.#open.get(event.id)
    if (!call) return
    if (event.type === 'progress') return call.onProgress?.(event.progress)
    if (event.type === 'preview') return call.onPreview?.(event.preview, event.track)
    this.#open.delete(event.id!)
    if (event.type === 'error') return call.reject(new EngineError(event.code, event.message))
    const output = calls[call.name].output.safeParse(event.output)
    if (output.success) call.resolve(output.data)
    else call.reject(new EngineError('badMessage', undefined, { cause: output.error }))
  }

  /** What cannot be understood cannot be trusted with the next call either. */
  #failAll(error: EngineError): void {
    for (const call of this.#open.values()) call.reject(error)
    this.#open.clear()
    this.#onReady.reject(error)
    this.kill()
  }

  #giveUp(): void {
    const seconds = this.#options.startTimeoutMs / 1000
    this.#onReady.reject(
      new EngineError('engineNotStarted', `The engine did not answer within ${seconds} seconds of its start.`),
    )
    this.kill()
  }

  #end(exit: Exit): void {
    this.#exit = exit
    this.#isOver = true
    this.#gone.abort()
    const error = this.#isReady ? endedError(exit) : notStartedError(exit)
    for (const call of this.#open.values()) call.reject(error)
    this.#open.clear()
    this.#onReady.reject(error)
  }
}

function endedError(exit: Exit): EngineError {
  return new EngineError(
    'engineEnded',
    `The engine ended during the run (${howItEnded(exit)}); it starts again with the next one.`,
  )
}

function notStartedError(exit: Exit): EngineError {
  return new EngineError('engineNotStarted', `The engine could not be started (${howItEnded(exit)}); try again.`)
}

function howItEnded({ code, signal, lastWords }: Exit): string {
  // Where nobody asked for it, it is the system's way to get memory back.
  if (signal === 'SIGKILL') return 'signal SIGKILL, perhaps for lack of memory'
  const cause = signal ? `signal ${signal}` : code === null ? '' : `exit code ${code}`
  return [cause, lastWords].filter(Boolean).join(': ')
}
