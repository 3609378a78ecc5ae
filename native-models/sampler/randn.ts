/**
 * The normal numbers of torch.randn on a CPU, so that a seed gives the published picture.
 *
 * Mersenne Twister 19937 (Matsumoto and Nishimura 1998), then Box-Muller in one of two ways by the size of the draw.
 * Within 2e-6 of torch: the rest is its single-precision logarithm, sine and cosine.
 *
 * @see PyTorch, aten/src/ATen/native/cpu/DistributionTemplates.h, normal_fill; ATen/core/DistributionsHelper.h
 */

const STATE = 624
const OFFSET = 397
const GROUP = 16

/** One seeded generator; consecutive draws continue where the last one stopped, as in torch. */
export class TorchGenerator {
  readonly #state = new Uint32Array(STATE)
  #next = STATE
  /** Second half of a scalar pair. It outlives large draws in between, as in torch. */
  #kept: number | undefined

  /** @param seed a whole number; torch keeps its low 32 bits */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`The seed is ${seed}: give a whole number.`)
    this.#state[0] = Number(BigInt.asUintN(32, BigInt(seed)))
    for (let i = 1; i < STATE; i++) {
      const last = this.#state[i - 1]!
      this.#state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i
    }
  }

  /** torch.randn of that many elements: its shape does not matter. */
  randn(count: number): Float32Array {
    if (count < GROUP) return Float32Array.from({ length: count }, () => this.#scalar())
    const out = Float32Array.from({ length: count }, () => (this.#word() & 0xffffff) * 2 ** -24)
    for (let at = 0; at + GROUP <= count; at += GROUP) normalGroup(out.subarray(at, at + GROUP))
    if (count % GROUP !== 0) {
      const last = out.subarray(count - GROUP)
      last.forEach((_, i) => (last[i] = (this.#word() & 0xffffff) * 2 ** -24))
      normalGroup(last)
    }
    return out
  }

  #scalar(): number {
    if (this.#kept !== undefined) {
      const kept = this.#kept
      this.#kept = undefined
      return kept
    }
    const turn = 2 * Math.PI * this.#uniform53()
    const radius = Math.sqrt(-2 * Math.log1p(-this.#uniform53()))
    this.#kept = radius * Math.sin(turn)
    return radius * Math.cos(turn)
  }

  #uniform53(): number {
    const high = this.#word() & 0x1fffff
    return (high * 2 ** 32 + this.#word()) * 2 ** -53
  }

  #word(): number {
    if (this.#next === STATE) this.#twist()
    let word = this.#state[this.#next++]!
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return (word ^ (word >>> 18)) >>> 0
  }

  #twist(): void {
    const state = this.#state
    for (let i = 0; i < STATE; i++) {
      const pair = (state[i]! & 0x80000000) | (state[(i + 1) % STATE]! & 0x7fffffff)
      state[i] = state[(i + OFFSET) % STATE]! ^ (pair >>> 1) ^ (pair & 1 ? 0x9908b0df : 0)
    }
    this.#next = 0
  }
}

/** Box-Muller in place: eight radii from the first half, eight angles from the second. */
function normalGroup(group: Float32Array): void {
  for (let j = 0; j < GROUP / 2; j++) {
    const radius = Math.sqrt(-2 * Math.log(1 - group[j]!))
    const turn = 2 * Math.PI * group[j + GROUP / 2]!
    group[j] = radius * Math.cos(turn)
    group[j + GROUP / 2] = radius * Math.sin(turn)
  }
}
