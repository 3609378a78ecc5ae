/**
 * One picture, from words and places to pixels: encode, ground, denoise, decode. Reads top to bottom like that.
 *
 * Knows nothing of scenes or of the process that it runs in: words, arrays and numbers in, pixels out.
 */
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { LRUCache } from 'lru-cache'
import { CheckpointError, openCheckpointSync, type Checkpoint } from './checkpoint/checkpoint.ts'
import { captionFeature } from './clip/caption.ts'
import type { Tokenizer } from './clip/tokenizer.ts'
import type { AttentionForm } from './graph/graph.ts'
import { batchLimit } from './memory-plan.ts'
import { tokenizerOf } from './model-tokenizer.ts'
import { modelConfig, type ModelConfig, type ModelHints } from './model-config.ts'
import { Previews, type Pixels } from './previews.ts'
import { joined, Networks, type MapSize, type Opener } from './networks.ts'
import {
  aloneOf,
  runningAlone,
  sampleOptionsOf,
  shapeOf,
  tracksDone,
  type PictureRequest,
  type TrackProgress,
} from './picture-request.ts'
import { previewLatents, latentsOfTrack, type PreviewedOptions } from './preview-latents.ts'
import { allSavings, PassRunner, type Conditioning, type Savings } from './pass-runner.ts'
import { NO_GUIDANCE } from './sampler/guidance.ts'
import { expectedPasses } from './sampler/passes.ts'
import { sample, type SampleResult, type Step } from './sampler/sampler.ts'
import { scheduleFor } from './sampler/schedule.ts'
import type { DeviceName } from './session/session.ts'
import { TrackSteps, type TrackName } from './track-steps.ts'
import type { Grounding } from './unifusion/slots.ts'
import { fromBytes, toBytes } from './vae/pixels.ts'

export type { PictureRequest } from './picture-request.ts'

export interface ModelOptions {
  readonly device: DeviceName
  readonly threads?: number
  readonly hints?: ModelHints
  readonly opener?: Opener
  /** What the device computes rightly, by its self-test. */
  readonly attention?: AttentionForm | undefined
}

/** Texts whose states are kept; a quarter of a megabyte each at published sizes. */
const keptTexts = 256

export type Phase = 'text' | 'grounding' | 'denoise' | 'decode'

export interface Progress {
  readonly phase: Phase
  /** Passes made so far, of how many. */
  readonly done: number
  readonly total: number
  /** While denoising, in steps: the joint run, then each instance's own track that runs. */
  readonly tracks?: readonly TrackProgress[]
}

export interface Hooks {
  readonly onProgress?: (progress: Progress) => void
  /**
   * The picture as it would be, were this step the last; in the multi-instance phase what its merge would make of the tracks.
   * One pixel a latent cell, or the whole picture where the model decodes quickly.
   */
  readonly onPreview?: (preview: Pixels) => void
  /** Asked whenever there is a preview: tracks whose own estimates are wanted beside it. */
  readonly tracksToShow?: () => readonly TrackName[]
  /** Of one of those, after the preview of the same step. */
  readonly onTrackPreview?: (track: TrackName, preview: Pixels) => void
}

interface PreviewHooks extends Hooks {
  readonly tracks: TrackSteps
}

/** What later runs can go on from. */
export interface PictureRecord {
  /** Latents before each step of the joint run, as the network saw them. */
  readonly trajectory: SampleResult['trajectory']
  /** By the number of the instance: latents at the end of the multi-instance phase, of those that ran. */
  readonly tracks: ReadonlyMap<number, Float32Array>
}

export interface Picture extends Pixels {
  readonly latents_Chw: Float32Array
  readonly record: PictureRecord
  /** UNet estimates, conditional and unconditional. */
  readonly passes: number
  readonly seconds: Readonly<Record<Phase | 'total', number>>
}

export class Model {
  readonly config: ModelConfig
  readonly checkpoint: Checkpoint
  readonly networks: Networks
  readonly device: DeviceName
  readonly #texts = new LRUCache<string, EncodedText>({ max: keptTexts })
  readonly #unconditional = new Map<boolean, NonNullable<Conditioning['tokens']>>()
  readonly #previews: Previews
  #tokenizer: Promise<Tokenizer> | undefined

  private constructor(checkpoint: Checkpoint, config: ModelConfig, options: ModelOptions) {
    this.checkpoint = checkpoint
    this.config = config
    this.device = options.device
    this.networks = new Networks(checkpoint, config, options)
    this.#previews = new Previews(this.networks, checkpoint)
  }

  /**
   * Opens a checkpoint where it lies; networks and vocabulary are opened when they are first used.
   * @throws CheckpointError, RangeError or GraphError, each with one sentence
   */
  static open(file: string, options: ModelOptions): Model {
    const checkpoint = openCheckpointSync(file)
    return new Model(checkpoint, modelConfig(checkpoint, options.hints), options)
  }

  /**
   * How the model reads a text: tokens, words that it does not know, whether it is cut. CLIP's vocabulary takes longer to
   * read than everything else of a checkpoint, so it waits for the first text.
   * @throws TokenizerError
   */
  tokenizer(): Promise<Tokenizer> {
    this.#tokenizer ??= tokenizerOf(this.checkpoint, this.config).catch((error: unknown) => {
      // the next run tries again: the file may have been mended by then
      this.#tokenizer = undefined
      throw error
    })
    return this.#tokenizer
  }

  /** Opens what a picture of the native size begins with. */
  async prepare(): Promise<void> {
    const side = this.config.nativeSide / this.config.autoencoder.factor
    await this.networks.open({ height: side, width: side })
    await this.tokenizer()
  }

  /** Network passes that a request will take. @throws RangeError for a number of steps that cannot be run */
  plan(request: PictureRequest): { readonly passes: number } {
    const guided = request.guidance !== NO_GUIDANCE
    const { conditional, unconditional } = expectedPasses({ ...shapeOf(request), guided })
    return { passes: conditional + unconditional }
  }

  /**
   * Latents of a picture that no model has drawn: the mean of the encoder's distribution.
   * @throws RangeError for a size that the model does not draw
   * @throws CheckpointError for a file without an encoder
   */
  async encode({ width, height, rgb }: Pixels): Promise<Float32Array> {
    this.#checkSize({ width, height })
    this.#checkFile()
    if (rgb.length !== 3 * width * height)
      throw new RangeError(
        `A picture of ${width} x ${height} pixels has ${3 * width * height} bytes, not ${rgb.length}: give three a pixel.`,
      )
    this.#requireEncoder()
    const { mean } = await this.networks.encode(fromBytes(rgb), { height, width })
    await this.networks.release('encoder')
    return mean
  }

  /**
   * @throws RangeError for sizes, settings or latents that cannot be run
   * @throws CheckpointError if the file was changed since it was opened
   */
  async generate(request: PictureRequest, hooks: Hooks = {}, savings: Savings = allSavings): Promise<Picture> {
    this.#checkSize(request)
    this.#checkFile()
    const cells = this.#cells(request)
    const options = sampleOptionsOf(request, this.config, cells)
    const clock = stopwatch()
    const total = this.plan(request).passes
    hooks.onProgress?.({ phase: 'text', done: 0, total })
    await this.#encodeTexts([
      request.prompt,
      request.negativePrompt,
      ...request.instances.map(({ caption }) => caption),
    ])
    clock.lap('text')
    hooks.onProgress?.({ phase: 'grounding', done: 0, total })
    // padding one batch to the same number of tokens would cost more than merging slots saves
    const policy = { ...savings, mergeSlots: savings.mergeSlots && this.device === 'cpu' }
    const tracks = await this.#tracks(request, policy.mergeSlots)
    const unconditional = await this.#unconditionalTrack(request, policy.mergeSlots)
    clock.lap('grounding')
    const runner = new PassRunner({
      networks: this.networks,
      ...cells,
      batch: 1,
      tracks,
      unconditional,
      guidance: request.guidance,
      batchLimit: batchLimit(this.config, cells, this.device),
      savings: policy,
      onPass: () =>
        hooks.onProgress?.({
          phase: 'denoise',
          done: runner.passes,
          total,
          tracks: tracksDone(request, runner.answered),
        }),
    })
    const result = await this.#denoise(options, runner, cells, { ...hooks, tracks: new TrackSteps(request) })
    clock.lap('denoise')
    hooks.onProgress?.({ phase: 'decode', done: runner.passes, total })
    const image_3HW = await this.networks.decode(result.x_BChw, cells)
    // it takes more memory than anything else; opening it again is nothing beside such a decoding
    if (!this.#previews.isQuick(cells)) await this.networks.release('decoder')
    clock.lap('decode')
    return {
      width: request.width,
      height: request.height,
      rgb: toBytes(image_3HW),
      latents_Chw: result.x_BChw,
      record: recordOf(request, result),
      passes: runner.passes,
      seconds: clock.seconds(),
    }
  }

  /** Gives back all memory of the networks; they are opened again when needed. */
  async close(): Promise<void> {
    await this.networks.release()
  }

  async #denoise(
    options: PreviewedOptions,
    runner: PassRunner,
    cells: MapSize,
    hooks: PreviewHooks,
  ): Promise<SampleResult> {
    await runner.prepare(scheduleFor(options.solver, options.steps, this.config.alphasCumprod).timesteps)
    this.#previews.begin()
    const sampling = sample(options)
    let clean: Step[] = []
    let running = 0
    let turn = sampling.next()
    while (!turn.done) {
      const { value } = turn
      if (value.kind === 'predict') {
        running = value.asks.length
        clean = []
        turn = sampling.next(await runner.answer(value.asks))
        continue
      }
      clean.push(value)
      hooks.tracks.add(value)
      if (clean.length === running) await this.#showPreviews(clean, options, cells, hooks)
      turn = sampling.next()
    }
    return turn.value
  }

  async #showPreviews(
    steps: readonly Step[],
    options: PreviewedOptions,
    cells: MapSize,
    { onPreview, tracksToShow, onTrackPreview, tracks }: PreviewHooks,
  ): Promise<void> {
    if (!onPreview) return
    const alone = tracks.unseen(tracksToShow?.() ?? [])
    const latents = [previewLatents(steps, options), ...alone.map(({ step }) => latentsOfTrack(step, options))]
    const [whole, ...own] = await this.#previews.pictures(latents, cells)
    if (!whole) return
    onPreview(whole)
    for (const [i, { name, step }] of alone.entries()) {
      tracks.see(step)
      onTrackPreview?.(name, own[i]!)
    }
  }

  /** By the sampler's numbers of the tracks; undefined for one that does not run. */
  async #tracks(request: PictureRequest, mergeSlots: boolean): Promise<(Conditioning | undefined)[]> {
    const { prompt, instances, grounding } = request
    const joint = await this.#conditioning(
      prompt,
      grounding,
      instances.map(({ caption }) => caption),
      mergeSlots,
    )
    const running = runningAlone(request)
    const tracks: (Conditioning | undefined)[] = [joint]
    for (const instance of aloneOf(request)) {
      const { caption, alone } = instances[instance]!
      const isRunning = running.includes(instance)
      tracks.push(isRunning ? await this.#conditioning(caption, alone, [caption], mergeSlots) : undefined)
    }
    return tracks
  }

  async #conditioning(
    text: string,
    grounding: Grounding,
    captions: readonly string[],
    mergeSlots: boolean,
  ): Promise<Conditioning> {
    const { states_LD } = this.#text(text)
    if (!this.config.grounding) return { context_BLD: states_LD }
    const features_ND = joined([...captions.map((caption) => this.#text(caption).feature_D), new Float32Array(0)])
    return { context_BLD: states_LD, tokens: [await this.networks.groundingTokens(grounding, features_ND, mergeSlots)] }
  }

  /** Its grounding tokens are one constant of the checkpoint: every slot empty, whatever formats are dropped. */
  async #unconditionalTrack({ negativePrompt, grounding }: PictureRequest, mergeSlots: boolean): Promise<Conditioning> {
    const { states_LD } = this.#text(negativePrompt)
    if (!this.config.grounding) return { context_BLD: states_LD }
    const tokens = this.#unconditional.get(mergeSlots) ?? [
      await this.networks.groundingTokens(empty(grounding), new Float32Array(0), mergeSlots),
    ]
    this.#unconditional.set(mergeSlots, tokens)
    return { context_BLD: states_LD, tokens }
  }

  #text(text: string): EncodedText {
    return this.#texts.get(text)!
  }

  /** Encodes what is not known yet, in one batch. */
  async #encodeTexts(texts: readonly string[]): Promise<void> {
    // asking for those that are known keeps them: what is added now pushes out others
    const fresh = [...new Set(texts)].filter((text) => this.#texts.get(text) === undefined)
    if (fresh.length === 0) return
    const tokenizer = await this.tokenizer()
    const ids = fresh.map((text) => tokenizer.encode(text).ids)
    const hidden_RLD = await this.networks.encodeText(ids.flat())
    const size = hidden_RLD.length / fresh.length
    for (const [row, text] of fresh.entries()) {
      const states_LD = hidden_RLD.slice(row * size, (row + 1) * size)
      this.#texts.set(text, { states_LD, feature_D: captionFeature(states_LD, ids[row]!, tokenizer.endToken) })
    }
  }

  #cells({ width, height }: MapSize): { height: number; width: number } {
    const { factor } = this.config.autoencoder
    return { height: height / factor, width: width / factor }
  }

  #checkSize({ width, height }: MapSize): void {
    const { sideMultiple } = this.config
    if ([width, height].every((side) => side > 0 && side % sideMultiple === 0)) return
    throw new RangeError(
      `The picture is ${width} x ${height}, but this model's sides are multiples of ${sideMultiple} pixels; choose such a size.`,
    )
  }

  #requireEncoder(): void {
    if (this.config.autoencoder.hasEncoder) return
    throw new CheckpointError(
      'CHECKPOINT_UNSUPPORTED',
      `"${path.basename(this.checkpoint.path)}" has no encoder, so it cannot take in pictures; choose another model.`,
    )
  }

  /** A mapped file that was written to would give a wrong picture, one that was cut short would end the process. */
  #checkFile(): void {
    const { path: file, sizeBytes, modifiedMs } = this.checkpoint
    const now = existsSync(file) ? statSync(file) : undefined
    if (now?.size === sizeBytes && now.mtimeMs === modifiedMs) return
    throw new CheckpointError(
      'CHECKPOINT_CHANGED',
      `"${path.basename(file)}" was changed since it was opened; open it again.`,
    )
  }
}

function recordOf(request: PictureRequest, { trajectory, trackLatents }: SampleResult): PictureRecord {
  const latents = aloneOf(request).map((instance, i) => [instance, trackLatents[i + 1]] as const)
  return { trajectory, tracks: new Map(latents.flatMap(([instance, x_Chw]) => (x_Chw ? [[instance, x_Chw]] : []))) }
}

interface EncodedText {
  readonly states_LD: Float32Array
  readonly feature_D: Float32Array
}

function empty({ drop }: Grounding): Grounding {
  const none = new Float32Array(0)
  return { count: 0, valid_N: none, boxes_N4: none, points_N2: none, scribbles_NS: none, polygons_NP: none, drop }
}

function stopwatch(): { lap(phase: Phase): void; seconds(): Picture['seconds'] } {
  const started = performance.now()
  const laps: Record<Phase, number> = { text: 0, grounding: 0, denoise: 0, decode: 0 }
  let last = started
  return {
    lap(phase) {
      const now = performance.now()
      laps[phase] += (now - last) / 1000
      last = now
    },
    seconds: () => ({ ...laps, total: (performance.now() - started) / 1000 }),
  }
}
