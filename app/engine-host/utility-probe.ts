/** Runs a device's self-test in a utility process of its own, so that a driver that aborts or hangs costs only that. */
import { probeSchema, type Probe, type ProbeRequest } from '../contract/engine.ts'
import type { RunProbe } from './connection.ts'
import type { Exit } from './engine-process.ts'
import { utilityModule, type UtilityFork } from './utility.ts'

/** @param entry the module app/engine/probe-process.ts, as it was built */
export function utilityProbe(fork: UtilityFork, entry: string): RunProbe {
  const spawn = utilityModule<ProbeRequest>(fork, entry, 'Diorama device test')
  return async (request, timeoutMs, signal) => {
    const { promise, resolve } = Promise.withResolvers<Probe>()
    const fail = (failure: string): void => resolve({ failure })
    const stop = (): void => fail('The test was stopped.')
    const timer = setTimeout(() => fail(`No answer within ${timeoutMs / 1000} seconds.`), timeoutMs)
    signal.addEventListener('abort', stop, { once: true })
    const child = spawn()
    child.onMessage((message) => {
      const { success, data } = probeSchema.safeParse(message)
      if (success) resolve(data)
      else fail('The answer could not be read.')
    })
    child.onExit((exit) => fail(howItEnded(exit)))
    child.send(request)
    if (signal.aborted) stop()
    const found = await promise
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    child.kill()
    return found
  }
}

function howItEnded({ code, signal, lastWords }: Exit): string {
  const how = signal ?? (code === null ? 'without a word' : `exit code ${code}`)
  return `The process ended (${how}). ${lastWords}`.trim()
}
