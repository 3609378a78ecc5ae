/** What is known of the devices here: the reports of their tests, and which one the engine took for which wish. */
import type { DeviceReport } from '../contract/engine.ts'
import type { RunPlan } from '../contract/result.ts'
import type { ModelUse } from '../contract/run.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'

export type DeviceChoice = RunPlan['device']

export class Devices {
  readonly #engine: EngineHost
  readonly #onReports: () => void
  readonly #choices = new Map<ModelUse['device'], DeviceChoice>()
  #reports: Promise<DeviceReport[]> | undefined

  constructor(engine: EngineHost, onReports: () => void) {
    this.#engine = engine
    this.#onReports = onReports
  }

  /** Tests them the first time, and whenever they are wanted `again`. */
  reports(again: boolean): Promise<DeviceReport[]> {
    if (this.#reports && !again) return this.#reports
    const testing = this.#engine.devices()
    this.#reports = testing
    testing.then(
      () => {
        // Another device may be the best one now.
        this.#choices.clear()
        this.#onReports()
      },
      () => {
        if (this.#reports === testing) this.#reports = undefined
      },
    )
    return testing
  }

  learn(wanted: ModelUse['device'], choice: DeviceChoice): void {
    this.#choices.set(wanted, choice)
  }

  /** What the engine would take, as far as it has said so. */
  choice(wanted: ModelUse['device']): DeviceChoice | undefined {
    return this.#choices.get(wanted)
  }
}
