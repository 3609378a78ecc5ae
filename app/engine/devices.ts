/** Which device a run uses: tested once, because the test takes a second, and known across restarts of the engine. */
import type { DeviceReport } from '../contract/engine.ts'
import type { ModelUse } from '../contract/run.ts'
import { testDevices } from '../../native-models/self-test.ts'
import { chooseDevice, type DeviceChoice, type ProbeOptions } from '../../native-models/session/devices.ts'

export class Devices {
  readonly #tell: (reports: DeviceReport[]) => void
  readonly #options: ProbeOptions
  #reports: readonly DeviceReport[] | undefined

  /** @param tell is given the reports when there are new ones */
  constructor(tell: (reports: DeviceReport[]) => void, options: ProbeOptions = {}) {
    this.#tell = tell
    this.#options = options
  }

  know(reports: readonly DeviceReport[]): void {
    this.#reports = reports
  }

  /** Tests all devices anew. */
  async test(): Promise<DeviceReport[]> {
    const reports = await testDevices(this.#options)
    this.#reports = reports
    this.#tell(reports)
    return reports
  }

  async choose(wanted: ModelUse['device']): Promise<DeviceChoice> {
    // The CPU is always there: no need to test the others for it.
    if (wanted === 'cpu') return { device: 'cpu', reason: 'The CPU was asked for.' }
    return chooseDevice(this.#reports ?? (await this.test()), wanted)
  }
}
