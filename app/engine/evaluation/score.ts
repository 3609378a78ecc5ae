/** Counting what was recognised against what was asked for. Pure. */
import type { Recognised } from '../../../native-models/recogniser/recogniser.ts'
import type { Truth } from './layouts.ts'

/** Shares of instances, 0 to 1. */
export interface Shares {
  /** Something stands in the instance's place. */
  readonly present: number
  readonly class: number
  readonly colour: number
  readonly texture: number
  /** Class, colour and texture right at once. */
  readonly success: number
}

export class Tally {
  instances = 0
  readonly #right = { present: 0, class: 0, colour: 0, texture: 0, success: 0 }

  add(found: readonly Recognised[], truths: readonly Truth[]): void {
    for (const [i, truth] of truths.entries()) {
      const { present, ...seen } = found[i]!
      // where nothing stands, what the other heads guess counts for nothing
      const right = (what: keyof Truth): boolean => present && seen[what] === truth[what]
      this.instances++
      this.#right.present += Number(present)
      this.#right.class += Number(right('class'))
      this.#right.colour += Number(right('colour'))
      this.#right.texture += Number(right('texture'))
      this.#right.success += Number(right('class') && right('colour') && right('texture'))
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
