/** What a check has found: how far each answer is from the expected one, and which could not be made. */

export interface CheckedTensor {
  readonly case: string
  readonly name: string
  /** ‖a − b‖ / ‖b‖ */
  readonly relativeError: number
  readonly maxAbsolute: number
  /** Share of numbers that differ at all. */
  readonly differing: number
  /** Bytes of a picture: one that falls on the other side of a whole number is off by 1, so the share that differs tells, not the error. */
  readonly isBytes: boolean
}

export interface FailedOutput {
  readonly case: string
  readonly name: string
  readonly reason: string
}

export interface CheckReport {
  readonly tensors: readonly CheckedTensor[]
  /** Expected outputs that could not be made. */
  readonly failures: readonly FailedOutput[]
  /** The largest relative error of all outputs that are not bytes. */
  readonly worst?: CheckedTensor
  /** The bytes of which the largest share differs. */
  readonly worstBytes?: CheckedTensor
}

/** The outputs of one case, added one by one. */
export class CaseReport {
  readonly id: string
  readonly tensors: CheckedTensor[] = []
  readonly failures: FailedOutput[] = []

  constructor(id: string) {
    this.id = id
  }

  /** Another count of numbers than expected, or one that is not finite, is a failure. */
  compare(name: string, answer: ArrayLike<number>, expected: ArrayLike<number>): void {
    const isBytes = answer instanceof Uint8Array
    const apart = distance(answer, expected)
    if (answer.length !== expected.length) {
      this.fail(name, `There are ${answer.length} numbers, expected ${expected.length}.`)
    } else if (Number.isFinite(apart.relativeError)) this.tensors.push({ case: this.id, name, ...apart, isBytes })
    else this.fail(name, 'There are numbers that are not finite.')
  }

  fail(name: string, reason: string): void {
    this.failures.push({ case: this.id, name, reason })
  }

  /** Does its work on one output; what it throws is the reason why this output failed. */
  attempt(name: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.fail(name, sentence(error))
    }
  }
}

export function reportOf(cases: readonly CaseReport[]): CheckReport {
  const tensors = cases.flatMap((each) => each.tensors)
  const failures = cases.flatMap((each) => each.failures)
  const worst = tensors.filter((tensor) => !tensor.isBytes).toSorted((a, b) => b.relativeError - a.relativeError)[0]
  const worstBytes = tensors.filter((tensor) => tensor.isBytes).toSorted((a, b) => b.differing - a.differing)[0]
  return { tensors, failures, ...(worst && { worst }), ...(worstBytes && { worstBytes }) }
}

export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Relative to nothing, an error counts as it is. */
function distance(
  answer: ArrayLike<number>,
  expected: ArrayLike<number>,
): Pick<CheckedTensor, 'relativeError' | 'maxAbsolute' | 'differing'> {
  let [off, size, maxAbsolute, differing] = [0, 0, 0, 0]
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(answer[i]! - expected[i]!)
    off += difference ** 2
    size += expected[i]! ** 2
    if (difference !== 0) differing++
    maxAbsolute = Math.max(maxAbsolute, difference)
  }
  const relativeError = Math.sqrt(size > 0 ? off / size : off)
  return { relativeError, maxAbsolute, differing: differing / Math.max(1, expected.length) }
}
