/** Keeps the model of the last run open, and notices when its file is no longer the one that was opened. */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { ModelUse } from '../contract/run.ts'
import { EngineError } from '../contract/errors.ts'
import type { DeviceName } from '../../native-models/session/session.ts'

export interface Closable {
  close(): Promise<void>
}

export interface OpenOptions {
  readonly device: DeviceName
  readonly threads?: number
  /** Set where the device is right only without its fused attention. */
  readonly attention?: 'plain' | undefined
}

/** The device that was chosen, and how it is to be used. */
export type Chosen = Pick<OpenOptions, 'device' | 'attention'>

export type OpenModel<M extends Closable> = (file: string, options: OpenOptions) => M | Promise<M>

/** The weights are mapped: a file that is written to while it is open changes the model, or ends the process. */
interface Stamp {
  readonly size: number
  readonly mtimeMs: number
}

interface Held<M> {
  readonly key: string
  readonly stamp: Stamp
  readonly model: M
}

export class Models<M extends Closable> {
  readonly #open: OpenModel<M>
  #held: Held<M> | undefined

  constructor(open: OpenModel<M>) {
    this.#open = open
  }

  /**
   * The model, opened if it is not the one that is.
   * @throws EngineError if its file was changed since it was opened; the next call opens it anew
   */
  async use(use: ModelUse, { device, attention }: Chosen): Promise<M> {
    const key = JSON.stringify([path.resolve(use.path), device, attention, use.threads])
    const stamp = await stampOf(use.path)
    if (this.#held?.key === key) {
      if (isSame(this.#held.stamp, stamp)) return this.#held.model
      await this.close()
      throw new EngineError(
        'modelChanged',
        `"${path.basename(use.path)}" was changed while it was open; run again to use it as it is now.`,
      )
    }
    await this.close()
    const model = await this.#open(use.path, { device, attention, ...(use.threads && { threads: use.threads }) })
    this.#held = { key, stamp, model }
    return model
  }

  async close(): Promise<void> {
    const held = this.#held
    this.#held = undefined
    await held?.model.close()
  }
}

async function stampOf(file: string): Promise<Stamp> {
  const { size, mtimeMs } = await stat(file)
  return { size, mtimeMs }
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs
}
