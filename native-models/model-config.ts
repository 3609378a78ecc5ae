/** Everything that a checkpoint says about itself, and what it leaves to be known: sizes, noise schedule, defaults. */
import { readTensor, type Checkpoint } from './checkpoint/checkpoint.ts'
import { publishedHeads, textEncoderSizes, type TextEncoderSizes } from './clip/graph.ts'
import { Graph } from './graph/graph.ts'
import { Weights } from './graph/weights.ts'
import { sdAlphasCumprod } from './sampler/schedule.ts'
import { uniFusionConfig, type UniFusionConfig } from './unifusion/config.ts'
import { unetConfig, type UNetConfig } from './unet/config.ts'
import { autoencoderSizes, type AutoencoderConfig, type AutoencoderSizes } from './vae/graph.ts'
import { weightSource } from './weight-source.ts'

/** What the shapes of tensors cannot tell. A file's metadata says it, or it is as published. */
export interface ModelHints {
  readonly heads?: number
  readonly groups?: number
  readonly textHeads?: number
}

export interface ModelConfig {
  readonly unet: UNetConfig
  /** Left out for a model without grounding. */
  readonly grounding?: UniFusionConfig
  readonly text: TextEncoderSizes & { readonly heads: number }
  readonly autoencoder: AutoencoderConfig & AutoencoderSizes
  /** Side in pixels of the square pictures that it was trained on. */
  readonly nativeSide: number
  /** Picture sides must be multiples of this. */
  readonly sideMultiple: number
  readonly alphasCumprod: Float32Array
}

/** Side of the published model's pictures. */
const publishedSide = 512

/** @throws RangeError or GraphError, with a sentence, for a file that is no model of this family */
export function modelConfig(checkpoint: Checkpoint, hints: ModelHints = {}): ModelConfig {
  const { metadata } = checkpoint
  const groups = hints.groups ?? numberIn(metadata, 'norm_groups') ?? 32
  const heads = hints.heads ?? numberIn(metadata, 'num_heads') ?? 8
  const unet = unetConfig(weightSource(checkpoint, 'model'), { heads, groups })
  const grounding = unet.hasFusers ? uniFusionConfig(weightSource(checkpoint, 'model')) : undefined
  const text = textEncoderSizes(new Weights(new Graph(), weightSource(checkpoint, 'text_encoder')))
  const sizes = autoencoderSizes(new Weights(new Graph(), weightSource(checkpoint, 'autoencoder')))
  return {
    unet,
    ...(grounding && { grounding }),
    text: { ...text, heads: hints.textHeads ?? numberIn(metadata, 'text_heads') ?? publishedHeads(text.width) },
    autoencoder: { ...sizes, groups, scaleFactor: numberIn(metadata, 'scale_factor') ?? 0.18215 },
    nativeSide: numberIn(metadata, 'image_size') ?? publishedSide,
    sideMultiple: sizes.factor * 2 ** unet.levels,
    alphasCumprod: alphas(checkpoint),
  }
}

function alphas(checkpoint: Checkpoint): Float32Array {
  const stored = checkpoint.tensors.get('diffusion.alphas_cumprod')
  return stored ? (readTensor(checkpoint, stored) as Float32Array) : sdAlphasCumprod()
}

function numberIn(metadata: Readonly<Record<string, string>>, key: string): number | undefined {
  const value = Number(metadata[key])
  return metadata[key] !== undefined && Number.isFinite(value) && value > 0 ? value : undefined
}
