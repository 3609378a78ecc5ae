/** Runs a self-test in a process of its own, so that a driver that aborts or hangs costs only that process. */
import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import type { Probe, ProbeRequest } from './run-probe.ts'
import type { DeviceName } from './session.ts'

/** Runs a self-test where its end cannot do harm. Never rejects: that a device is missing is what a probe finds out. */
export type RunElsewhere = (device: DeviceName, test: Omit<ProbeRequest, 'device'>, timeoutMs: number) => Promise<Probe>

const entry = path.join(import.meta.dirname, 'probe-process.ts')

export const probe: RunElsewhere = (device, test, timeoutMs) => {
  const child = fork(entry, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const request: ProbeRequest = { device, graph: test.graph, feeds: test.feeds }
  return new Promise((resolve) => {
    const lastWords = collectLastLine(child)
    const timer = setTimeout(() => end({ failure: `No answer within ${timeoutMs / 1000} seconds.` }), timeoutMs)
    function end(result: Probe): void {
      clearTimeout(timer)
      child.kill('SIGKILL')
      resolve(result)
    }
    child.once('message', (answer) => end(answer as Probe))
    child.once('error', (error) => end({ failure: error.message }))
    child.once('exit', (code, signal) =>
      end({ failure: `The process ended (${signal ?? `exit code ${code}`}). ${lastWords()}`.trim() }),
    )
    // A process that ended before it could be asked answers by its exit.
    child.send(request, () => {})
  })
}

function collectLastLine(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (more: string) => (text = (text + more).slice(-4096)))
  return () => text.trim().split('\n').at(-1) ?? ''
}
