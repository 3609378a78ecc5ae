/** Estimates of pictures that are being drawn: as PNG, in memory, the newest few of each job. */
import type { Preview } from '../contract/result.ts'
import { encodePlainPng } from '../exchange/picture.ts'

/** A window that is behind still finds the one it was told of. */
const keptSteps = 8

export class Previews {
  readonly #jobs = new Map<string, Map<number, Promise<Uint8Array>>>()
  readonly #newest = new Map<string, Preview>()
  readonly #steps = new Map<string, number>()
  #finished: string | null = null

  /** @returns the number that its address ends in */
  add(job: string, preview: Preview): number {
    const step = (this.#steps.get(job) ?? 0) + 1
    const kept = this.#jobs.get(job) ?? new Map<number, Promise<Uint8Array>>()
    this.#jobs.set(job, kept)
    this.#steps.set(job, step)
    this.#newest.set(job, preview)
    kept.set(step, encodePlainPng(preview))
    kept.delete(step - keptSteps)
    return step
  }

  /** The PNG of one step, if it is still there. */
  png(job: string, step: number): Promise<Uint8Array> | undefined {
    return this.#jobs.get(job)?.get(step)
  }

  newest(job: string): Preview | undefined {
    return this.#newest.get(job)
  }

  /** The picture is there. A window that is behind still asks for the last estimates, until the next job has finished. */
  finish(job: string): void {
    if (this.#finished !== null && this.#finished !== job) this.forget(this.#finished)
    this.#finished = job
  }

  /** Numbers go on, so that no address ever means another picture. */
  forget(job: string): void {
    this.#jobs.delete(job)
    this.#newest.delete(job)
  }
}
