/** Counting what was recognised against what was asked for. Pure. */
import { rightNames, rightOf, type RightName, type Recognised, type Truth } from '../../contract/evaluation.ts'

/** Shares of instances, 0 to 1. */
export type Shares = Readonly<Record<RightName, number>>

export class Tally {
  instances = 0
  readonly #right = { present: 0, class: 0, colour: 0, texture: 0, success: 0 }

  add(found: readonly Recognised[], truths: readonly Truth[]): void {
    for (const [i, truth] of truths.entries()) {
      const right = rightOf(found[i]!, truth)
      this.instances++
      for (const what of rightNames) this.#right[what] += Number(right[what])
    }
  }

  shares(): Shares {
    const share = (count: number): number => count / Math.max(1, this.instances)
    const { present, class: kind, colour, texture, success } = this.#right
    return {
      present: share(present),
      class: share(kind),
      colour: share(colour),
      texture: share(texture),
      success: share(success),
    }
  }
}
