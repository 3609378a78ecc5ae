/**
 * What a model and its passes take of memory, and how many pictures one UNet pass may hold.
 *
 * On a CPU one: batches gain nothing there, and a stop would come later. On a GPU as many as fit into a budget.
 * Activations were measured for the published UNet: 0.38 GB a picture at 64 x 64 latents with fusers, growing with cells
 * and channels. So was the published decoder, which takes more than a pass: 1.1 GB at 512 x 512 pixels.
 */
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import type { ModelConfig } from './model-config.ts'
import type { MapSize } from './networks.ts'
import type { DeviceName } from './session/session.ts'

/** float32 maps of the model's first width that are alive at once, from the measurement above. */
const liveMaps = 72

/** The same of the decoder: float32 maps of the picture's size. */
const liveDecoderMaps = 9

/** What a GPU is expected to have free beside the weights, where nobody says. */
const gpuBudgetBytes = 3 * 2 ** 30

export function activationBytes(config: ModelConfig, { height, width }: MapSize): number {
  return liveMaps * 4 * config.unet.modelChannels * height * width
}

/** @returns at least 1 */
export function batchLimit(
  config: ModelConfig,
  size: MapSize,
  device: DeviceName,
  budgetBytes = gpuBudgetBytes,
): number {
  if (device === 'cpu') return 1
  return Math.max(1, Math.floor(budgetBytes / activationBytes(config, size)))
}

/** Pictures in a pass of a guided run without other tracks: with words and without, if both fit. */
export function guidedBatch(config: ModelConfig, size: MapSize, device: DeviceName): number {
  return Math.min(2, batchLimit(config, size, device))
}

/** What a guided run takes beside the weights: its passes keep theirs while the picture is decoded. */
export function workBytes(config: ModelConfig, size: MapSize, device: DeviceName): number {
  const { pictureWidth, factor } = config.autoencoder
  const decoding = liveDecoderMaps * 4 * pictureWidth * size.height * size.width * factor ** 2
  return guidedBatch(config, size, device) * activationBytes(config, size) + decoding
}

/** What the weights take once every network is open: float32, however they are stored. */
export function weightBytes({ tensors }: Checkpoint): number {
  let numbers = 0
  for (const { key, shape } of tensors.values())
    if (/^(model|text_encoder|autoencoder)\./.test(key)) numbers += shape.reduce((a, b) => a * b, 1)
  return 4 * numbers
}
