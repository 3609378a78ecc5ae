/**
 * Starts the engine, and the tests of devices, in Electron's utility processes. Electron itself is handed in: nothing here names it, so that the same
 * code runs in tests over a plain process.
 *
 * What is sent is cloned, typed arrays with it: each must own its buffer, because a view is cloned with all of the buffer
 * under it.
 */
import os from 'node:os'
import path from 'node:path'
import type { EngineProcess, Exit, Spawn } from './engine-process.ts'
import { engineEntry } from './fork.ts'
import { listenForLastWords } from './last-words.ts'

/** Of Electron's UtilityProcess, what is used here. */
export interface UtilityProcess {
  readonly pid?: number | undefined
  readonly stderr: { on(event: 'data', listener: (chunk: unknown) => void): unknown } | null
  postMessage(message: unknown): void
  kill(): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  once(event: 'spawn', listener: () => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
  /** The process met what it could not survive; `exit` comes after it. */
  once(event: 'error', listener: (type: string, location: string, report: string) => void): unknown
}

export interface UtilityForkOptions {
  readonly env: Record<string, string>
  readonly execArgv: string[]
  readonly stdio: ('ignore' | 'pipe')[]
  readonly serviceName: string
}

/** Electron's `utilityProcess.fork`. */
export type UtilityFork = (entry: string, args: string[], options: UtilityForkOptions) => UtilityProcess

/** How long after its end the last line of a process is waited for. */
const lastWordsMs = 50

/** @param entry the engine's module */
export function utilityEngine(fork: UtilityFork, entry = engineEntry): Spawn {
  return utilityModule(fork, entry, 'Diorama engine')
}

/**
 * @param serviceName as the system's list of processes shows it
 * @typeParam Sent what the module is sent
 */
export function utilityModule<Sent>(fork: UtilityFork, entry: string, serviceName: string): () => EngineProcess<Sent> {
  const options: UtilityForkOptions = {
    env: { NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'diorama-compiled'), ...environment() },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName,
  }
  return () => {
    try {
      return overUtility(fork(entry, [], options))
    } catch (error) {
      return neverStarted(error instanceof Error ? error.message : String(error))
    }
  }
}

/** Without the names that have no value: they cannot be passed on. */
function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function overUtility<Sent>(child: UtilityProcess): EngineProcess<Sent> {
  const port: Pick<UtilityProcess, 'postMessage'> = child
  let isOver = false
  let isKilled = false
  const kill = (): void => {
    isKilled = true
    if (!isOver) killAtOnce(child)
  }
  // it has no process id yet when it is killed before it has come to life
  child.once('spawn', () => void (isKilled && kill()))
  const exited = exitOf(child, () => isKilled)
  child.once('exit', () => (isOver = true))
  return {
    get pid() {
      return child.pid
    },
    send: (message) => void (isOver || port.postMessage(message)),
    kill,
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void exited.then(listener),
  }
}

/** Electron asks a process to end, which one in the middle of a pass may not hear; the system's own way does not ask. */
function killAtOnce(child: UtilityProcess): void {
  const { pid } = child
  child.kill()
  if (pid === undefined || process.platform === 'win32') return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it is gone already
  }
}

function exitOf(child: UtilityProcess, isKilled: () => boolean): Promise<Exit> {
  const lastWords = listenForLastWords(child.stderr)
  let fatal = ''
  child.once('error', (type, location) => (fatal = [type, location].filter(Boolean).join(' at ')))
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      // a number that stands for a signal says less than that we ended it
      const how = isKilled() ? { code: null, signal: 'SIGKILL' } : { code, signal: null }
      setTimeout(() => resolve({ ...how, lastWords: fatal || lastWords() }), lastWordsMs)
    })
  })
}

function neverStarted<Sent>(lastWords: string): EngineProcess<Sent> {
  return {
    pid: undefined,
    send: () => {},
    kill: () => {},
    onMessage: () => {},
    onExit: (listener) => void Promise.resolve({ code: null, signal: null, lastWords }).then(listener),
  }
}
