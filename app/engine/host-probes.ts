/** Self-tests of devices that the host runs for an engine that may start no process itself. */
import type { Probe } from '../contract/engine.ts'
import type { RunElsewhere } from '../../native-models/session/probe.ts'
import type { Probe as FoundByDevice } from '../../native-models/session/run-probe.ts'
import type { Port } from './port.ts'

export class HostProbes {
  readonly #port: Pick<Port, 'send'>
  readonly #waiting = new Map<number, (probe: FoundByDevice) => void>()
  #probes = 0

  constructor(port: Pick<Port, 'send'>) {
    this.#port = port
  }

  /** The host always answers, at the latest when the time is over. */
  readonly run: RunElsewhere = (device, test, timeoutMs) => {
    const id = this.#probes++
    const { promise, resolve } = Promise.withResolvers<FoundByDevice>()
    this.#waiting.set(id, resolve)
    const request = { device, graph: test.graph, feeds: test.feeds }
    this.#port.send({ type: 'probe', id, request, timeoutMs })
    return promise
  }

  end(id: number, probe: Probe): void {
    // The tensors are those that run-probe.ts made, by way of the host.
    this.#waiting.get(id)?.(probe as FoundByDevice)
    this.#waiting.delete(id)
  }
}
