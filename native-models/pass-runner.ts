/**
 * Answers a sampler: one guided noise estimate for each ask, out of conditional and unconditional UNet passes.
 *
 * Everything that does not change from step to step is made once: time projections, keys and values. Each saving can
 * be switched off, so that what it saves can be measured (`npm run bench`); the picture stays the same.
 */
import { guide, NO_GUIDANCE } from './sampler/guidance.ts'
import type { Ask } from './sampler/sampler.ts'
import { isOutOfMemory } from './session/session-error.ts'
import { joined, type Feeds, type MapSize, type Networks } from './networks.ts'
import { float32, type Tensor } from './session/tensor.ts'
import type { GroundingTokens } from './unifusion/slots.ts'

/** What one track is conditioned on. */
export interface Conditioning {
  /** Text states [B, L, D] */
  readonly context_BLD: Float32Array
  /** Grounding tokens of each picture of the batch; left out for a model without grounding. */
  readonly tokens?: readonly GroundingTokens[]
}

export interface Savings {
  /** Keys and values of words and grounding tokens once per run, not per pass. */
  readonly keysOnce: boolean
  /** Time projections once per run, not per pass. */
  readonly timeOnce: boolean
  /** No fusers in steps whose gate is 0. */
  readonly skipFusers: boolean
  /** One token for all the empty slots. */
  readonly mergeSlots: boolean
  /** The first unconditional estimate of a multi-instance run once for all tracks. */
  readonly shareUnconditional: boolean
}

export const allSavings: Savings = {
  keysOnce: true,
  timeOnce: true,
  skipFusers: true,
  mergeSlots: true,
  shareUnconditional: true,
}

export interface PassRunnerOptions extends MapSize {
  readonly networks: Networks
  /** Pictures in every x. */
  readonly batch: number
  /** Conditioning of each track, the joint run first; undefined for one that is never asked for. */
  readonly tracks: readonly (Conditioning | undefined)[]
  readonly unconditional: Conditioning
  readonly guidance: number
  /** Pictures that one pass may hold; where memory turns out to be short the run goes on with fewer. */
  readonly batchLimit: number
  readonly savings?: Savings
  /** Whether an ask is answered with the replaced first convolution. */
  readonly isReplaced?: (ask: Ask) => boolean
  /** Called after each network pass, however many asks it answered. */
  readonly onPass?: () => void
}

interface Wanted {
  readonly ask: Ask
  readonly conditioning: Conditioning
}

/** The estimates that an ask is answered from. */
interface Planned {
  readonly ask: Ask
  readonly conditional: Wanted
  /** Of an ask before it, where that has the same; none without guidance. */
  readonly unconditional?: Wanted
}

interface Keys {
  readonly words: Feeds
  readonly grounding?: Feeds
}

export class PassRunner {
  /** Estimates made by the network so far: a batch of two counts twice. */
  passes = 0
  /** Asks of each track that have their estimates. */
  readonly answered: number[]
  readonly #options: PassRunnerOptions
  readonly #savings: Savings
  /** Estimates that one pass may hold. */
  #perPass: number
  readonly #keys = new Map<Conditioning, Keys>()
  readonly #stacks = new Map<string, Feeds>()
  readonly #ids = new Map<Conditioning, number>()
  #times = new Map<number, Tensor>()

  constructor(options: PassRunnerOptions) {
    this.#options = options
    this.#savings = options.savings ?? allSavings
    this.#perPass = Math.max(1, Math.floor(options.batchLimit / options.batch))
    this.answered = options.tracks.map(() => 0)
  }

  /** @param timesteps all that will be asked for */
  async prepare(timesteps: readonly number[]): Promise<void> {
    const all = await this.#options.networks.timeProjections(timesteps)
    this.#times = new Map(timesteps.map((t, row) => [t, rowOf(all, row)]))
  }

  /** One guided estimate per ask, in order. */
  async answer(asks: readonly Ask[]): Promise<Float32Array[]> {
    const planned = this.#plan(asks)
    const estimates = await this.#predictAll(planned)
    return asks.map((ask) => {
      const { conditional, unconditional } = planned.find((each) => each.ask === ask)!
      const estimate = estimates.get(conditional)!
      return unconditional ? guide(estimates.get(unconditional)!, estimate, this.#options.guidance) : estimate
    })
  }

  /** Track by track, the joint run last: then there is always one track that is being drawn, and it can be named. */
  #plan(asks: readonly Ask[]): Planned[] {
    const { tracks, unconditional, guidance } = this.#options
    const planned: Planned[] = []
    for (const ask of asks.toSorted((a, b) => Number(a.track === 0) - Number(b.track === 0))) {
      const conditional = { ask, conditioning: tracks[ask.track]! }
      const like = this.#savings.shareUnconditional ? planned.find((other) => isLike(other.ask, ask)) : undefined
      const without = like?.unconditional ?? { ask, conditioning: unconditional }
      planned.push({ ask, conditional, ...(guidance !== NO_GUIDANCE && { unconditional: without }) })
    }
    return planned
  }

  async #predictAll(planned: readonly Planned[]): Promise<Map<Wanted, Float32Array>> {
    const { onPass } = this.#options
    const wanted = [...new Set(planned.flatMap(estimatesOf))]
    const before = [...this.answered]
    const estimates = new Map<Wanted, Float32Array>()
    for (let i = 0; i < wanted.length;) {
      let end = i + 1
      while (end < wanted.length && end - i < this.#perPass && this.#fitTogether(wanted[i]!, wanted[end]!)) end++
      const some = wanted.slice(i, end)
      const answer = await this.#predictIfItFits(some)
      if (!answer) continue
      const size = answer.length / some.length
      for (const [k, each] of some.entries()) estimates.set(each, answer.subarray(k * size, (k + 1) * size))
      for (const each of planned)
        this.answered[each.ask.track] =
          before[each.ask.track]! + Number(estimatesOf(each).every((estimate) => estimates.has(estimate)))
      onPass?.()
      i = end
    }
    return estimates
  }

  /** Whether two estimates may share a pass: same timestep, same graph, same number of grounding tokens. */
  #fitTogether(a: Wanted, b: Wanted): boolean {
    return (
      a.ask.timestep === b.ask.timestep &&
      a.ask.gate === b.ask.gate &&
      this.#isReplaced(a.ask) === this.#isReplaced(b.ask) &&
      a.conditioning.tokens?.[0]?.count === b.conditioning.tokens?.[0]?.count
    )
  }

  #isReplaced(ask: Ask): boolean {
    return this.#options.isReplaced?.(ask) ?? false
  }

  /** @returns nothing where memory was lacking and fewer may fit, which the passes from here on then hold */
  async #predictIfItFits(wanted: readonly Wanted[]): Promise<Float32Array | undefined> {
    try {
      return await this.#predict(wanted)
    } catch (error) {
      if (wanted.length === 1 || !isOutOfMemory(error)) throw error
      this.#perPass = Math.floor(wanted.length / 2)
      return undefined
    }
  }

  async #predict(wanted: readonly Wanted[]): Promise<Float32Array> {
    const { networks, batch, height, width } = this.#options
    const { gate, timestep } = wanted[0]!.ask
    const keys = await this.#keysOf(wanted.map((w) => w.conditioning))
    const hasFusers = keys.grounding !== undefined && (gate > 0 || !this.#savings.skipFusers)
    const noise = await networks.predict({
      batch: batch * wanted.length,
      height,
      width,
      latents_BChw: joined(wanted.map((w) => w.ask.x_BChw)),
      time: this.#savings.timeOnce ? this.#times.get(timestep)! : await networks.timeProjections([timestep]),
      words: keys.words,
      ...(hasFusers && { grounding: { feeds: keys.grounding!, weighted: this.#savings.mergeSlots, gate } }),
      replaced: this.#isReplaced(wanted[0]!.ask),
    })
    this.passes += wanted.length
    return noise
  }

  async #keysOf(conditionings: readonly Conditioning[]): Promise<Keys> {
    const each: Keys[] = []
    for (const conditioning of conditionings) each.push(await this.#keysOfOne(conditioning))
    if (each.length === 1) return each[0]!
    const name = conditionings.map((c) => this.#idOf(c)).join(' ')
    return {
      words: this.#stacked(
        `words ${name}`,
        each.map((keys) => keys.words),
      ),
      ...(each[0]!.grounding && {
        grounding: this.#stacked(
          `grounding ${name}`,
          each.map((keys) => keys.grounding!),
        ),
      }),
    }
  }

  async #keysOfOne(conditioning: Conditioning): Promise<Keys> {
    const known = this.#keys.get(conditioning)
    if (known && this.#savings.keysOnce) return known
    const { networks, batch } = this.#options
    const { context_BLD, tokens } = conditioning
    const made = {
      words: await networks.wordKeys(context_BLD, batch),
      ...(tokens && { grounding: await networks.groundingKeys(tokens, this.#savings.mergeSlots) }),
    }
    this.#keys.set(conditioning, made)
    return made
  }

  #stacked(name: string, feeds: readonly Feeds[]): Feeds {
    const known = this.#stacks.get(name)
    if (known) return known
    const made = Object.fromEntries(
      Object.entries(feeds[0]!).map(([key, { shape }]) => {
        const parts = feeds.map((each) => each[key]!.data as Float32Array)
        return [key, float32(joined(parts), [shape[0]! * feeds.length, ...shape.slice(1)])]
      }),
    )
    this.#stacks.set(name, made)
    return made
  }

  #idOf(conditioning: Conditioning): number {
    const known = this.#ids.get(conditioning) ?? this.#ids.size
    this.#ids.set(conditioning, known)
    return known
  }
}

/** Whether two asks have the same unconditional estimate: the very same latents at the same step. */
function isLike(a: Ask, b: Ask): boolean {
  return a.x_BChw === b.x_BChw && a.timestep === b.timestep && a.gate === b.gate
}

function estimatesOf({ conditional, unconditional }: Planned): Wanted[] {
  return unconditional ? [conditional, unconditional] : [conditional]
}

function rowOf(table: Tensor, row: number): Tensor {
  const width = table.shape[1]!
  return float32((table.data as Float32Array).subarray(row * width, (row + 1) * width), [1, width])
}
