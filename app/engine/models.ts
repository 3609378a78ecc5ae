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
  /** What an evaluation leaves out of the model. */
  readonly hints?: { readonly scaleU: false }
}

/** The device that was chosen, and how it and the model are to be used. */
export type Chosen = Pick<OpenOptions, 'device' | 'attention' | 'hints'>

export type OpenModel<M extends Closable> = (file: string, options: OpenOptions) => M | Promise<M>

/** The weights are mapped: a file that is written to while it is open changes the model, or ends the process. */
export interface Stamp {
  readonly size: number
  readonly mtimeMs: number
}

interface Held<M> {
  readonly key: string
  readonly file: string
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
  async use(use: ModelUse, { device, attention, hints }: Chosen): Promise<M> {
    const file = path.resolve(use.path)
    const key = JSON.stringify([file, device, attention, use.threads, hints])
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
    const threads = use.threads && { threads: use.threads }
    const model = await this.#open(use.path, { device, attention, ...threads, ...(hints && { hints }) })
    this.#held = { key, file, stamp, model }
    return model
  }

  /** The open model, on whatever device, if it is that file as it is now. */
  openAt(file: string, stamp: Stamp): M | undefined {
    return this.#held?.file === file && isSame(this.#held.stamp, stamp) ? this.#held.model : undefined
  }

  async close(): Promise<void> {
    const held = this.#held
    this.#held = undefined
    await held?.model.close()
  }
}

export async function stampOf(file: string): Promise<Stamp> {
  const { size, mtimeMs } = await stat(file)
  return { size, mtimeMs }
}

export function isSame(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs
}
