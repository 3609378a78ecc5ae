/** One command's stay with the engine: started for it, cancelled by Ctrl-C, ended with it. */
import { EngineError } from '../../contract/errors.ts'
import { EngineHost } from '../../engine-host/engine-host.ts'
import { forkEngine } from '../../engine-host/fork.ts'
import { deviceCache } from './device-cache.ts'

export interface EngineSession {
  readonly host: EngineHost
  /** Aborted by Ctrl-C and by a plain kill. */
  readonly signal: AbortSignal
}

export async function withEngine<T>(work: (session: EngineSession) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  const cancel = () => abort.abort()
  const cache = deviceCache()
  const host = new EngineHost(forkEngine(), { devices: cache.read(), onDevices: (reports) => cache.write(reports) })
  process.on('SIGINT', cancel).on('SIGTERM', cancel)
  try {
    return await work({ host, signal: abort.signal })
  } catch (error) {
    // In a terminal Ctrl-C reaches the engine as well, which may be the first to tell of it.
    const isTold = error instanceof EngineError && error.code === 'cancelled'
    throw abort.signal.aborted && !isTold ? new EngineError('cancelled', undefined, { cause: error }) : error
  } finally {
    process.off('SIGINT', cancel).off('SIGTERM', cancel)
    await host.close()
  }
}
