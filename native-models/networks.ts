/**
 * A checkpoint's networks as functions over plain arrays. Each graph is made and opened when it is first needed; weights
 * stay in the file, so that several graphs over the same weights cost next to nothing.
 */
import path from 'node:path'
import { readFloats, tensorOf, type Checkpoint } from './checkpoint/checkpoint.ts'
import { textEncoder } from './clip/graph.ts'
import { Graph, type AttentionForm } from './graph/graph.ts'
import { Weights, type WeightTensor } from './graph/weights.ts'
import type { ModelConfig } from './model-config.ts'
import { openSession, type Session, type SessionOptions } from './session/session.ts'
import { float32, int64, type Tensor } from './session/tensor.ts'
import { lowFrequencies } from './unet/blocks.ts'
import { groundingConditioning, wordConditioning } from './unet/conditioning.ts'
import { levelSizes, unet, type UNetVariant } from './unet/graph.ts'
import { sinusoids, timeProjections } from './unet/time.ts'
import { formats, type Format } from './unifusion/config.ts'
import { segmentTokens, slotTokens } from './unifusion/graph.ts'
import {
  codeLength,
  joinTokens,
  segmentPlanes,
  slotRows,
  type Grounding,
  type GroundingTokens,
} from './unifusion/slots.ts'
import { decoder, encoder } from './vae/graph.ts'
import { weightSource } from './weight-source.ts'

/** Keys and values by the UNet's input names. */
export type Feeds = Readonly<Record<string, Tensor>>

export interface MapSize {
  readonly height: number
  readonly width: number
}

/** One UNet pass over a batch. */
export interface Pass extends MapSize {
  readonly batch: number
  readonly latents_BChw: Float32Array
  /** [1 or B, P] from `timeProjections` */
  readonly time: Tensor
  readonly words: Feeds
  /** With the gate scale; left out at gate scale 0, or for a model without fusers. */
  readonly grounding?: { readonly feeds: Feeds; readonly weighted: boolean; readonly gate: number }
  /** Runs the pass with the replaced first convolution (`Replacement`). */
  readonly replaced?: boolean
}

/** Another file's tensors in place of some of the UNet's own: the published code's first convolution. */
export interface Replacement {
  readonly checkpoint: Checkpoint
  /** Key of the UNet to key of the other file. */
  readonly keys: Readonly<Record<string, string>>
}

type Group = 'model' | 'text_encoder' | 'autoencoder'

/** Types that a graph uses as they are stored; others are converted. */
const plainTypes: ReadonlySet<string> = new Set(['float32', 'int64'])

/** Where graphs are opened: the session layer, or something that stands before it. */
export type Opener = typeof openSession

export interface NetworkOptions {
  readonly opener?: Opener | undefined
  /** What the device computes rightly, by its self-test. */
  readonly attention?: AttentionForm | undefined
}

export class Networks {
  readonly config: ModelConfig
  readonly #checkpoint: Checkpoint
  readonly #options: SessionOptions
  readonly #opener: Opener
  readonly #attention: AttentionForm | undefined
  readonly #replacement: Replacement | undefined
  readonly #sessions = new Map<string, Promise<Session>>()
  readonly #bases = new Map<string, Feeds>()

  constructor(
    checkpoint: Checkpoint,
    config: ModelConfig,
    options: Omit<SessionOptions, 'folder'> & NetworkOptions,
    replacement?: Replacement,
  ) {
    const { opener = openSession, attention, ...session } = options
    this.#opener = opener
    this.#attention = attention
    this.config = config
    this.#checkpoint = checkpoint
    this.#options = { ...session, folder: path.dirname(checkpoint.path) }
    this.#replacement = replacement
  }

  /**
   * Opens what a run of this size begins with, so that it starts at once. Masks, and steps without fusers, are left until
   * there are any.
   */
  async open(size: MapSize): Promise<void> {
    const { grounding, unet: config } = this.config
    const weighted = this.#options.device === 'cpu'
    await this.#textSession()
    await this.#timeSession()
    await this.#wordSession()
    if (grounding) {
      await this.#slotSession()
      await this.#segmentSession(false)
      await this.#groundingSession(weighted)
    }
    await this.#unet({ fusers: config.hasFusers, weighted: config.hasFusers && weighted }, { ...size, batch: 1 })
    await this.#decoderSession()
  }

  /** Token ids, `rows` texts of the model's length, to hidden states [R, L, D]. */
  async encodeText(ids_RL: readonly number[]): Promise<Float32Array> {
    const { positions } = this.config.text
    const session = await this.#textSession()
    const { hidden } = await session.run({ ids: int64(ids_RL, [ids_RL.length / positions, positions]) })
    return hidden!.data as Float32Array
  }

  /**
   * Grounding tokens of one picture.
   * @param features_ND caption features of the used slots
   * @param merge whether one token stands for all the empty slots
   */
  async groundingTokens(grounding: Grounding, features_ND: Float32Array, merge: boolean): Promise<GroundingTokens> {
    const config = this.#grounding()
    const { width } = config
    const rows = slotRows(grounding, config, merge)
    const text = new Float32Array(rows.rows * width)
    text.set(features_ND)
    const feeds: Record<string, Tensor> = {
      text: float32(text, [rows.rows, width]),
      valid: float32(rows.valid_R, [rows.rows, 1]),
    }
    for (const format of formats) {
      feeds[`code.${format}`] = float32(rows.code[format], [rows.rows, codeLength(config, format)])
      feeds[`present.${format}`] = float32(rows.present[format], [rows.rows, 1])
    }
    const session = await this.#slotSession()
    const outputs = await session.run(feeds)
    const slots = Object.fromEntries(formats.map((format) => [format, outputs[format]!.data])) as Record<
      Format,
      Float32Array
    >
    return joinTokens(rows, slots, await this.#segmentTokens(grounding), width)
  }

  /** @returns [S, P] */
  async timeProjections(timesteps: readonly number[]): Promise<Tensor> {
    const session = await this.#timeSession()
    const { modelChannels } = this.config.unet
    const { time } = await session.run({
      sinusoid: float32(sinusoids(timesteps, modelChannels), [timesteps.length, modelChannels]),
    })
    return time!
  }

  /** @param context_BLD text states */
  async wordKeys(context_BLD: Float32Array, batch = 1): Promise<Feeds> {
    const { unet: config } = this.config
    const session = await this.#wordSession()
    const length = context_BLD.length / batch / config.contextWidth
    return session.run({ context: float32(context_BLD, [batch, length, config.contextWidth]) })
  }

  /** @param tokens of each picture of a batch, all of the same number */
  async groundingKeys(tokens: readonly GroundingTokens[], weighted: boolean): Promise<Feeds> {
    const { unet: config } = this.config
    const session = await this.#groundingSession(weighted)
    const [batch, count] = [tokens.length, tokens[0]!.count]
    const feeds: Record<string, Tensor> = {
      tokens: float32(joined(tokens.map((t) => t.tokens_TD)), [batch, count, config.contextWidth]),
    }
    if (weighted) feeds.logCounts = float32(joined(tokens.map((t) => t.logCounts_T)), [batch, count, 1])
    return session.run(feeds)
  }

  /** The noise estimate of a batch, [B, C, h, w]. */
  async predict(pass: Pass): Promise<Float32Array> {
    const { unet: config } = this.config
    const variant = { fusers: pass.grounding !== undefined, weighted: pass.grounding?.weighted ?? false }
    const session = await this.#unet(variant, pass)
    const { noise } = await session.run({
      latents: float32(pass.latents_BChw, [pass.batch, config.channels, pass.height, pass.width]),
      time: pass.time,
      ...this.#lowFrequencies(pass),
      ...pass.words,
      ...(pass.grounding && { ...pass.grounding.feeds, strength: float32(Float32Array.of(pass.grounding.gate), []) }),
    })
    return noise!.data as Float32Array
  }

  /** Latents [B, C, h, w] to pictures [B, 3, H, W], about -1 to 1. */
  async decode(latents_BChw: Float32Array, { height, width }: MapSize, batch = 1): Promise<Float32Array> {
    const session = await this.#decoderSession()
    const { image } = await session.run({
      latents: float32(latents_BChw, [batch, this.config.autoencoder.channels, height, width]),
    })
    return image!.data as Float32Array
  }

  /** Pictures [B, 3, H, W] to the mean of their latents (scaled) and the log variance, [B, C, h, w] each. */
  async encode(
    image_B3HW: Float32Array,
    { height, width }: MapSize,
    batch = 1,
  ): Promise<{ mean: Float32Array; logvar: Float32Array }> {
    const session = await this.#session('encoder', 'autoencoder', (weights) =>
      encoder(weights, this.config.autoencoder),
    )
    const { mean, logvar } = await session.run({ image: float32(image_B3HW, [batch, 3, height, width]) })
    return { mean: mean!.data as Float32Array, logvar: logvar!.data as Float32Array }
  }

  /** A graph made for the occasion over this checkpoint's weights, run once. */
  async runOnce(group: Group, build: (weights: Weights) => void, feeds: Feeds): Promise<Record<string, Tensor>> {
    const session = await this.#open(group, build, false)
    try {
      return await session.run(feeds)
    } finally {
      await session.release()
    }
  }

  /** Gives back the memory of one network, or of all. */
  async release(name?: 'text' | 'decoder' | 'encoder'): Promise<void> {
    const names = name ? [name] : [...this.#sessions.keys()]
    for (const each of names) await this.#releaseOne(each)
    if (!name) this.#bases.clear()
  }

  async #releaseOne(name: string): Promise<void> {
    const session = this.#sessions.get(name)
    this.#sessions.delete(name)
    await (await session)?.release()
  }

  async #segmentTokens(grounding: Grounding): Promise<Float32Array> {
    const config = this.#grounding()
    const planes = segmentPlanes(grounding, config)
    const session = await this.#segmentSession(planes !== undefined)
    const side = config.segmentSize
    const feeds: Record<string, Tensor> = planes
      ? {
          planes: { type: 'uint8', data: planes, shape: [1, config.maxInstances, side, side] },
          present: float32(Float32Array.of(1), [1, 1, 1]),
        }
      : {}
    const { segment } = await session.run(feeds)
    return segment!.data as Float32Array
  }

  #grounding(): NonNullable<ModelConfig['grounding']> {
    const { grounding } = this.config
    if (!grounding) throw new RangeError('This model has no grounding layers.')
    return grounding
  }

  #textSession(): Promise<Session> {
    return this.#session('text', 'text_encoder', (weights) => textEncoder(weights, this.config.text))
  }

  #slotSession(): Promise<Session> {
    const config = this.#grounding()
    return this.#session('slots', 'model', (weights) => slotTokens(weights.at('position_net'), config))
  }

  #segmentSession(hasMasks: boolean): Promise<Session> {
    const config = this.#grounding()
    return this.#session(hasMasks ? 'segments' : 'no segments', 'model', (weights) =>
      segmentTokens(weights.at('position_net'), config, hasMasks),
    )
  }

  #timeSession(): Promise<Session> {
    return this.#session('time', 'model', (weights) => timeProjections(weights, this.config.unet))
  }

  #wordSession(): Promise<Session> {
    return this.#session('words', 'model', (weights) => wordConditioning(weights, this.config.unet))
  }

  #groundingSession(weighted: boolean): Promise<Session> {
    return this.#session(weighted ? 'grounding weighted' : 'grounding', 'model', (weights) =>
      groundingConditioning(weights, this.config.unet, weighted),
    )
  }

  #decoderSession(): Promise<Session> {
    return this.#session('decoder', 'autoencoder', (weights) => decoder(weights, this.config.autoencoder))
  }

  /**
   * On the CPU a graph for this size alone; those of the size before are given back, and with them their buffers.
   * Elsewhere one for all sizes: batches change from step to step there.
   */
  async #unet(
    variant: UNetVariant,
    { batch, height, width, replaced = false }: Pick<Pass, 'batch' | 'height' | 'width' | 'replaced'>,
  ): Promise<Session> {
    const size = this.#options.device === 'cpu' ? { batch, height, width } : undefined
    const sized = `unet ${size ? `${batch}x${height}x${width}` : 'of any size'}`
    const others = [...this.#sessions.keys()].filter(
      (name) => name.startsWith('unet ') && !name.startsWith(`${sized} `),
    )
    for (const name of others) await this.#releaseOne(name)
    const name = `${sized} ${variant.fusers} ${variant.weighted} ${replaced}`
    return this.#session(name, 'model', (weights) => unet(weights, this.config.unet, variant, size), replaced)
  }

  #lowFrequencies(size: MapSize): Feeds {
    if (!this.config.unet.hasScaleU) return {}
    const key = `${size.height}x${size.width}`
    const known = this.#bases.get(key)
    if (known) return known
    const made = Object.fromEntries(
      levelSizes(this.config.unet, size.height, size.width).map(({ height, width }, level) => [
        `basis.${level}`,
        float32(lowFrequencies(height, width), [height * width, 7]),
      ]),
    )
    this.#bases.set(key, made)
    return made
  }

  #session(name: string, group: Group, build: (weights: Weights) => void, replaced = false): Promise<Session> {
    const known = this.#sessions.get(name)
    if (known) return known
    const opening = this.#open(group, build, replaced)
    this.#sessions.set(name, opening)
    // one that could not be opened is tried anew next time
    opening.catch(() => this.#sessions.delete(name))
    return opening
  }

  #open(group: Group, build: (weights: Weights) => void, replaced: boolean): Promise<Session> {
    const graph = new Graph({ attention: this.#attention })
    build(new Weights(graph, this.#source(group, replaced)))
    // on the CPU only, where it was measured
    const optimize = this.#options.device !== 'cpu' || !graph.initializers.every(({ type }) => plainTypes.has(type))
    return this.#opener(graph.bytes(), { ...this.#options, optimize })
  }

  #source(group: Group, replaced: boolean): ReturnType<typeof weightSource> {
    const own = weightSource(this.#checkpoint, group)
    const other = this.#replacement
    if (!replaced || !other) return own
    // small, and its file need not stand in the folder that weights are mapped from: taken along as numbers
    const taken = (key: string): WeightTensor => {
      const tensor = tensorOf(other.checkpoint, key)
      return { type: 'float32', shape: tensor.shape, data: readFloats(other.checkpoint, tensor) }
    }
    return { ...own, tensor: (key) => (other.keys[key] ? taken(other.keys[key]) : own.tensor(key)) }
  }
}

/** Arrays one after the other, as a batch lies in memory. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
