/** How long a run still takes, by the passes that it has done. */

export class TimeLeft {
  readonly #nowMs: () => number
  #first: { readonly done: number; readonly ms: number } | undefined

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** @returns seconds, or undefined until a pass has been timed; the first one is not, because it opens the networks */
  after(done: number, total: number): number | undefined {
    if (done === 0) return undefined
    const ms = this.#nowMs()
    this.#first ??= { done, ms }
    const timed = done - this.#first.done
    return timed > 0 ? (((ms - this.#first.ms) / timed) * (total - done)) / 1000 : undefined
  }
}
