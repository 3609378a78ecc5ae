/**
 * Pictures of unfinished latents, by the decoder itself where that is quick, else by a linear map (vae/preview.ts).
 *
 * A small model's colours are far from linear, and its decoder takes some hundredths of a second; the published one's
 * takes longer than a step. What is decoded is held to a tenth of the time: the next preview waits until nine times what
 * the last one took has passed, however many steps that is.
 */
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import type { MapSize, Networks } from './networks.ts'
import { TorchGenerator } from './sampler/randn.ts'
import { decoderCost } from './vae/cost.ts'
import { toBytes } from './vae/pixels.ts'
import { fitPreview, previewPicture, previewProbe, type PreviewMap } from './vae/preview.ts'

export interface Pixels {
  readonly width: number
  readonly height: number
  /** [H, W, 3] */
  readonly rgb: Uint8Array
}

/** Multiply-adds of a preview that two processor cores make in about a twentieth of a second. */
const quickDecoding = 2e9

/** A preview may take one part of so many. */
const shareOfTime = 10

export class Previews {
  readonly #networks: Networks
  readonly #costPerCell: number
  readonly #nowMs: () => number
  #map: Promise<PreviewMap> | undefined
  /** Of the last preview; not of the first, which also opens the decoder. */
  #tookMs: number | undefined
  #endedMs = -Infinity
  #isOpen = false

  constructor(networks: Networks, checkpoint: Checkpoint, nowMs: () => number = () => performance.now()) {
    this.#networks = networks
    this.#costPerCell = decoderCost(checkpoint, networks.config.autoencoder.factor)
    this.#nowMs = nowMs
  }

  /** A run begins: its first preview waits as well. */
  begin(): void {
    this.#endedMs = this.#nowMs()
  }

  /** Whether a picture of this size is decoded quickly, so that previews are. */
  isQuick({ height, width }: MapSize): boolean {
    return this.#costPerCell * height * width <= quickDecoding
  }

  /** One of each latents; they share the time of one preview. @returns none where it is too soon after the last ones */
  async pictures(x0_NChw: readonly Float32Array[], cells: MapSize): Promise<readonly Pixels[]> {
    if (!this.isQuick(cells)) return this.#each(x0_NChw, cells, this.#mapped)
    const startMs = this.#nowMs()
    if (startMs - this.#endedMs < (shareOfTime - 1) * (this.#tookMs ?? 0)) return []
    const pictures = await this.#each(x0_NChw, cells, this.#decoded)
    this.#endedMs = this.#nowMs()
    if (this.#isOpen) this.#tookMs = this.#endedMs - startMs
    this.#isOpen = true
    return pictures
  }

  async #each(
    x0_NChw: readonly Float32Array[],
    cells: MapSize,
    make: (x0_Chw: Float32Array, cells: MapSize) => Promise<Pixels>,
  ): Promise<Pixels[]> {
    const pictures: Pixels[] = []
    for (const x0_Chw of x0_NChw) pictures.push(await make.call(this, x0_Chw, cells))
    return pictures
  }

  async #decoded(x0_Chw: Float32Array, cells: MapSize): Promise<Pixels> {
    const { factor } = this.#networks.config.autoencoder
    const rgb = toBytes(await this.#networks.decode(x0_Chw, cells))
    return { width: cells.width * factor, height: cells.height * factor, rgb }
  }

  /** One pixel a latent cell. */
  async #mapped(x0_Chw: Float32Array, { width, height }: MapSize): Promise<Pixels> {
    this.#map ??= this.#fit()
    return { width, height, rgb: previewPicture(await this.#map, x0_Chw) }
  }

  async #fit(): Promise<PreviewMap> {
    const { factor } = this.#networks.config.autoencoder
    const { image_3HW, cells } = previewProbe(factor)
    const latents_zhw = await this.#probeLatents(image_3HW, {
      height: cells.height * factor,
      width: cells.width * factor,
    })
    return fitPreview(latents_zhw, await this.#networks.decode(latents_zhw, cells), cells)
  }

  /** Random ones where nothing can be encoded: the map is a little worse from them. */
  async #probeLatents(image_3HW: Float32Array, size: MapSize): Promise<Float32Array> {
    const { channels, factor, hasEncoder } = this.#networks.config.autoencoder
    if (!hasEncoder) return new TorchGenerator(0).randn((channels * size.height * size.width) / factor ** 2)
    const { mean } = await this.#networks.encode(image_3HW, size)
    await this.#networks.release('encoder')
    return mean
  }
}
