/**
 * `utilityProcess.fork` over a plain process: same events, same calls. Like Electron's, the process has an id only once it
 * has come to life, and has no `process.send`.
 */
import { fork } from 'node:child_process'
import path from 'node:path'
import type { UtilityFork, UtilityForkOptions } from './utility.ts'

const standIn = path.join(import.meta.dirname, 'utility-entry.helper.ts')

/** What was started since a test emptied it. */
export const seen: { pids: number[]; options: UtilityForkOptions[] } = { pids: [], options: [] }

export const standInFork: UtilityFork = (entry, args, options) => {
  const child = fork(standIn, [entry, ...args], {
    env: options.env,
    execArgv: options.execArgv,
    serialization: 'advanced',
    stdio: [...options.stdio, 'ipc'],
  })
  seen.options.push(options)
  let pid: number | undefined
  child.once('spawn', () => {
    pid = child.pid
    seen.pids.push(child.pid!)
  })
  return {
    get pid() {
      return pid
    },
    stderr: child.stderr,
    postMessage: (message) => void child.send(message as object, () => {}),
    // Electron asks with SIGTERM
    kill: () => child.kill(),
    on: (event, listener) => child.on(event, listener),
    once: (event: 'spawn' | 'exit' | 'error', listener: (...values: never[]) => void) =>
      event === 'exit'
        ? child.once('exit', (code) => (listener as (code: number) => void)(code ?? 9))
        : child.once(event, listener as () => void),
  }
}
