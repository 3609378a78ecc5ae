/** Runs a self-test in a process of its own, so that a driver that aborts or hangs costs only that process. */
import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import type { DeviceName } from './session.ts'
import type { Tensor } from './tensor.ts'

export interface ProbeRequest {
  readonly device: DeviceName
  readonly graph: Uint8Array
  readonly feeds: Readonly<Record<string, Tensor>>
}

export type Probe =
  | { readonly outputs: Readonly<Record<string, Tensor>>; readonly milliseconds: number }
  | { readonly failure: string }

const entry = path.join(import.meta.dirname, 'probe-process.ts')

/** Never rejects: that a device is missing is what a probe finds out. */
export function probe(device: DeviceName, test: Omit<ProbeRequest, 'device'>, timeoutMs: number): Promise<Probe> {
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
