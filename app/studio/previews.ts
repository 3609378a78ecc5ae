/** Estimates of pictures that are being drawn: as PNG, in memory, the newest few of each job and of each track in it. */
import type { Preview, TrackName } from '../contract/result.ts'
import { encodePlainPng } from '../exchange/picture.ts'

/** A window that is a little behind still finds the one it was told of. */
const keptSteps = 8

interface JobPreviews {
  readonly pngs: Map<number, Promise<Uint8Array>>
  /** Numbers of those that are kept, oldest first; undefined are those of all tracks together. */
  readonly steps: Map<TrackName | undefined, number[]>
  /** Of every number, kept or not. */
  readonly tracks: Map<number, TrackName | undefined>
}

export class Previews {
  readonly #jobs = new Map<string, JobPreviews>()
  readonly #newest = new Map<string, Preview>()
  readonly #last = new Map<string, number>()
  /** Up to this number they are of pictures that have been drawn. */
  readonly #drawn = new Map<string, number>()
  #finished: string | null = null

  /** @param track whose own it is; else what all of them make @returns the number that its address ends in */
  add(job: string, preview: Preview, track?: TrackName): number {
    const step = (this.#last.get(job) ?? 0) + 1
    const kept = this.#jobs.get(job) ?? { pngs: new Map(), steps: new Map(), tracks: new Map() }
    const steps = [...(kept.steps.get(track) ?? []), step]
    this.#jobs.set(job, kept)
    this.#last.set(job, step)
    if (track === undefined) this.#newest.set(job, preview)
    kept.pngs.set(step, encodePlainPng(preview))
    kept.tracks.set(step, track)
    for (const old of steps.splice(0, Math.max(0, steps.length - keptSteps))) kept.pngs.delete(old)
    kept.steps.set(track, steps)
    return step
  }

  /** The PNG of one step; once that has gone, the newest of its track: a window that is slow sees fewer of them, not none. */
  png(job: string, step: number): Promise<Uint8Array> | undefined {
    const kept = this.#jobs.get(job)
    if (!kept?.tracks.has(step)) return undefined
    return kept.pngs.get(step) ?? kept.pngs.get(kept.steps.get(kept.tracks.get(step))!.at(-1)!)
  }

  newest(job: string): Preview | undefined {
    return this.#newest.get(job)
  }

  /** Number of the newest of one track, of the picture that is being drawn. */
  newestOf(job: string, track: TrackName): number | undefined {
    const step = this.#jobs.get(job)?.steps.get(track)?.at(-1)
    return step !== undefined && step > (this.#drawn.get(job) ?? 0) ? step : undefined
  }

  /** From here on those of another picture come: there is no newest one yet, and windows still find the last. */
  begin(job: string): void {
    this.#newest.delete(job)
    this.#drawn.set(job, this.#last.get(job) ?? 0)
  }

  /** The picture is there. A window that is behind still asks for the last estimates, until the next job has finished. */
  finish(job: string): void {
    if (this.#finished !== null && this.#finished !== job) this.forget(this.#finished)
    this.#finished = job
  }

  /** Numbers go on, so that no address ever means an older estimate. */
  forget(job: string): void {
    this.#jobs.delete(job)
    this.#newest.delete(job)
  }
}
