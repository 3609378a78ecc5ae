/** Starts the engine under plain Node: for the command line, the server and the tests. */
import { fork, type ChildProcess } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import type { EngineProcess, Exit, Spawn } from './engine-process.ts'
import { listenForLastWords } from './last-words.ts'

export const engineEntry = path.join(import.meta.dirname, '..', 'engine', 'engine.ts')

/** How long after its end the last line of a process is waited for. */
const lastWordsMs = 200

/** @param entry the engine's module */
export function forkEngine(entry = engineEntry): Spawn {
  // Compiled modules are kept between starts: without them a start takes more than twice the time.
  const env = { NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'diorama-compiled'), ...process.env }
  return () =>
    overPipe(fork(entry, { serialization: 'advanced', execArgv: [], env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }))
}

function overPipe(child: ChildProcess): EngineProcess {
  const exited = exitOf(child)
  return {
    pid: child.pid,
    // Without a callback a message to a process that has just ended would be thrown; its exit tells of that.
    send: (request) => void child.send(request, () => {}),
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void exited.then(listener),
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  const lastWords = listenForLastWords(child.stderr?.setEncoding('utf8'))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, lastWords: error.message }))
    child.once('exit', (code, signal) => {
      const end = (): void => resolve({ code, signal, lastWords: lastWords() })
      child.once('close', end)
      setTimeout(end, lastWordsMs)
    })
  })
}
