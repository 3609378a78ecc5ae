/**
 * Owns the engine process: starts it for the first call, gives it one call at a time, starts it again when it is gone,
 * and ends it when it has had nothing to do for a while, so that its memory goes back.
 *
 * Nothing stops a pass of the runtime, so cancelling a call kills the process; the caller is free at once, and the next
 * process opens the same model in the background.
 */
import { isBeside, type CallInput, type CallName, type CallOutput, type DeviceReport } from '../contract/engine.ts'
import { EngineError } from '../contract/errors.ts'
import type { RoundRun } from '../contract/hold.ts'
import type { RunPlan, RunResult } from '../contract/result.ts'
import type { ModelUse, Run } from '../contract/run.ts'
import { Connection, type CallHooks, type RunProbe } from './connection.ts'
import type { Spawn } from './engine-process.ts'
import { KeptWords } from './kept-words.ts'

/** How often a call beside others is made anew when their cancelling takes the engine away from under it. */
const mostTries = 5

export interface HostOptions {
  /** How long an engine may take until it answers for the first time. */
  readonly startTimeoutMs?: number
  /** How long an engine without work is kept. */
  readonly idleMs?: number
  /** What is known of the devices from before, and who keeps what is found out. */
  readonly devices?: readonly DeviceReport[] | undefined
  readonly onDevices?: (reports: readonly DeviceReport[]) => void
  /** For an engine that may not start processes itself. */
  readonly probe?: RunProbe
}

export interface HostHooks extends CallHooks {
  /** Cancels the call. */
  readonly signal?: AbortSignal | undefined
}

export class EngineHost {
  readonly #spawn: Spawn
  readonly #startTimeoutMs: number
  readonly #idleMs: number
  readonly #living = new Set<Connection>()
  readonly #closing = Promise.withResolvers<never>()
  #connection: Connection | undefined
  readonly #onDevices: (reports: readonly DeviceReport[]) => void
  readonly #probe: RunProbe | undefined
  #devices: readonly DeviceReport[] | undefined
  #lastModel: ModelUse | undefined
  #lastCall: Promise<unknown> = Promise.resolve()
  readonly #words = new KeptWords((input) => this.call('words', input))
  #waiting = 0
  #beside = 0
  #idleTimer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(spawn: Spawn, options: HostOptions = {}) {
    const { startTimeoutMs = 30_000, idleMs = 300_000, devices, onDevices, probe } = options
    this.#devices = devices
    this.#probe = probe
    this.#onDevices = onDevices ?? (() => {})
    this.#spawn = spawn
    this.#startTimeoutMs = startTimeoutMs
    this.#idleMs = idleMs
    this.#closing.promise.catch(() => {})
  }

  /** A run that goes on from nothing. */
  generate(run: Run, hooks: HostHooks = {}): Promise<RunResult> {
    return this.generateRound({ run, isRecorded: false }, hooks)
  }

  generateRound(round: RoundRun, hooks: HostHooks = {}): Promise<RunResult> {
    return this.call('generate', round, hooks)
  }

  /** Latents of a picture that no model has drawn. */
  async encode(input: CallInput<'encode'>, hooks: HostHooks = {}): Promise<Float32Array> {
    return (await this.call('encode', input, hooks)).latents_Chw
  }

  plan(run: Run): Promise<RunPlan> {
    return this.call('plan', run)
  }

  /** How the model reads captions; does not wait for the call that runs, but for the pass that it is in, unless it knows. */
  words(input: CallInput<'words'>): Promise<CallOutput<'words'>> {
    return this.#words.read(input)
  }

  async devices(): Promise<DeviceReport[]> {
    return (await this.call('devices', {})).reports
  }

  /** Starts the engine, so that the first call does not wait for it. */
  async start(): Promise<void> {
    if (this.#isClosed) throw new EngineError('closed')
    await this.#connect().ready
  }

  /**
   * Waits for the calls before it, then makes this one.
   * @throws EngineError, always: with the engine's code, or cancelled, closed, engineNotStarted, engineEnded
   */
  async call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    hooks: HostHooks = {},
  ): Promise<CallOutput<Name>> {
    if (this.#isClosed) throw new EngineError('closed')
    const cancelled = rejectionOn(hooks.signal)
    clearTimeout(this.#idleTimer)
    const work = isBeside(name) ? this.#runBeside(name, input) : this.#runInTurn(name, input, hooks)
    try {
      return await Promise.race([work, cancelled.promise, this.#closing.promise])
    } finally {
      cancelled.forget()
    }
  }

  /** Ends everything; resolves when no process is left. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#closing.reject(new EngineError('closed'))
    clearTimeout(this.#idleTimer)
    for (const connection of this.#living) connection.kill()
    await Promise.all([...this.#living].map(({ ended }) => ended))
  }

  #runInTurn<Name extends CallName>(name: Name, input: CallInput<Name>, hooks: HostHooks): Promise<CallOutput<Name>> {
    this.#waiting++
    const work = this.#lastCall.then(() => this.#run(name, input, hooks))
    this.#lastCall = work
      .catch(() => {})
      .finally(() => {
        this.#waiting--
        this.#rest()
      })
    return work
  }

  /** Nothing is killed for it, but it may lose its engine to another call that is cancelled. */
  async #runBeside<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    this.#beside++
    try {
      for (let tries = 1; ; tries++) {
        if (this.#isClosed) throw new EngineError('closed')
        const connection = this.#connect()
        try {
          return await connection.call(name, input)
        } catch (error) {
          if (!connection.isOver || tries === mostTries) throw error
        }
      }
    } finally {
      this.#beside--
      this.#rest()
    }
  }

  async #run<Name extends CallName>(name: Name, input: CallInput<Name>, hooks: HostHooks): Promise<CallOutput<Name>> {
    const isOld = this.#isConnected
    const heard = { isAnything: false }
    try {
      return await this.#runOnce(name, input, hooks, heard)
    } catch (error) {
      // An engine from before that was lost before it took up this call: that is not this call's fault.
      const wasLost =
        error instanceof EngineError && (error.code === 'engineEnded' || error.code === 'engineNotStarted')
      if (!isOld || heard.isAnything || !wasLost || hooks.signal?.aborted) throw error
      return this.#runOnce(name, input, hooks, heard)
    }
  }

  async #runOnce<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    hooks: HostHooks,
    heard: { isAnything: boolean },
  ): Promise<CallOutput<Name>> {
    const { signal, onProgress, onPreview, watchTracks } = hooks
    if (this.#isClosed) throw new EngineError('closed')
    if (signal?.aborted) throw new EngineError('cancelled')
    const connection = this.#connect()
    const kill = (): void => {
      connection.kill()
      this.#startAgain(connection)
    }
    await connection.ready
    // Up to here nothing runs that would have to be stopped.
    if (signal?.aborted) throw new EngineError('cancelled')
    try {
      signal?.addEventListener('abort', kill, { once: true })
      const output = await connection.call(name, input, {
        onProgress(progress) {
          heard.isAnything = true
          onProgress?.(progress)
        },
        onPreview,
        watchTracks,
      })
      this.#remember(name, input)
      return output
    } catch (error) {
      // a process does not get back a device that it has lost
      if (error instanceof EngineError && error.code === 'deviceFailed') connection.kill()
      if (connection.isOver) this.#startAgain(connection)
      throw error
    } finally {
      signal?.removeEventListener('abort', kill)
    }
  }

  get #isConnected(): boolean {
    return this.#connection !== undefined && !this.#connection.isOver
  }

  #remember(name: CallName, input: unknown): void {
    if (name === 'generate') this.#lastModel = (input as RoundRun).run.model
    if (name === 'encode') this.#lastModel = (input as CallInput<'encode'>).model
    if (name === 'load') this.#lastModel = input as ModelUse
    if (name === 'unload') this.#lastModel = undefined
  }

  /** The engine that lives, or a new one. */
  #connect(): Connection {
    if (this.#isConnected) return this.#connection!
    const connection = new Connection(this.#spawn(), {
      startTimeoutMs: this.#startTimeoutMs,
      devices: this.#devices,
      onDevices: (reports) => {
        this.#devices = reports
        this.#onDevices(reports)
      },
      probe: this.#probe,
    })
    this.#connection = connection
    this.#living.add(connection)
    void connection.ended.then(() => {
      this.#living.delete(connection)
      if (this.#connection === connection) this.#connection = undefined
    })
    return connection
  }

  /** In place of a process that is gone or going; where that fails, the next call says so. */
  #startAgain(old: Connection): void {
    if (this.#isClosed) return
    if (this.#connection === old) this.#connection = undefined
    if (this.#connection) return
    void this.#openLastModel(this.#connect())
  }

  /** Unless a call waits already: it knows best what it needs. */
  async #openLastModel(connection: Connection): Promise<void> {
    try {
      await connection.ready
      if (this.#lastModel && this.#waiting === 0) await connection.call('load', this.#lastModel)
    } catch {
      // The next call meets the same trouble and tells of it.
    }
  }

  #rest(): void {
    if (this.#waiting > 0 || this.#beside > 0 || this.#isClosed) return
    clearTimeout(this.#idleTimer)
    this.#idleTimer = setTimeout(() => {
      const connection = this.#connection
      this.#connection = undefined
      void connection?.end()
    }, this.#idleMs)
    // An idle engine is no reason for a program to stay.
    this.#idleTimer.unref()
  }
}

/** A promise that rejects when the signal says so, until it is forgotten. */
function rejectionOn(signal: AbortSignal | undefined): { promise: Promise<never>; forget(): void } {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(new EngineError('cancelled'))
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })
  return { promise, forget: () => signal?.removeEventListener('abort', abort) }
}
