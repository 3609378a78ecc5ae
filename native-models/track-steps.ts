/** The newest estimate of each track of a run, for those who look at one of them alone. */
import { aloneOf, type PictureRequest } from './picture-request.ts'
import type { Step } from './sampler/sampler.ts'

/** By the number of an instance; null is the joint run. */
export type TrackName = number | null

export class TrackSteps {
  readonly #alone: readonly number[]
  readonly #newest = new Map<number, Step>()
  readonly #shown = new Set<Step>()

  constructor(request: PictureRequest) {
    this.#alone = aloneOf(request)
  }

  add(step: Step): void {
    this.#newest.set(step.track, step)
  }

  /** What was not shown yet, of the tracks that are asked for and have begun. A track that has ended is shown once. */
  unseen(names: readonly TrackName[]): { readonly name: TrackName; readonly step: Step }[] {
    return names.flatMap((name) => {
      const step = this.#newest.get(this.#trackOf(name))
      return step && !this.#shown.has(step) ? [{ name, step }] : []
    })
  }

  see(step: Step): void {
    this.#shown.add(step)
  }

  /** As the sampler counts; a stranger has none. */
  #trackOf(name: TrackName): number {
    if (name === null) return 0
    const at = this.#alone.indexOf(name)
    return at < 0 ? -1 : at + 1
  }
}
