/** Everything that a checkpoint says about itself, and what it leaves to be known: sizes, noise schedule, defaults. */
import path from 'node:path'
import { readFloats, type Checkpoint } from './checkpoint/checkpoint.ts'
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
  readonly heads?: number | undefined
  readonly groups?: number | undefined
  readonly textHeads?: number | undefined
  readonly scaleFactor?: number | undefined
  /** False leaves ScaleU out of a model that has it: for evaluations. */
  readonly scaleU?: boolean | undefined
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

/** Pixels; whoever plans a picture trusts that it fits into memory. */
const largestSide = 4096

/** @throws RangeError or GraphError, with a sentence, for a file that is no model of this family */
export function modelConfig(checkpoint: Checkpoint, hints: ModelHints = {}): ModelConfig {
  const groups = hints.groups ?? countIn(checkpoint, 'norm_groups') ?? 32
  const heads = hints.heads ?? countIn(checkpoint, 'num_heads') ?? configured(checkpoint, 'model', 'num_heads') ?? 8
  const scaleFactor =
    hints.scaleFactor ??
    numberIn(checkpoint, 'scale_factor') ??
    configured(checkpoint, 'autoencoder', 'scale_factor') ??
    0.18215
  const whole = unetConfig(weightSource(checkpoint, 'model'), { heads, groups })
  const unet = hints.scaleU === false ? { ...whole, hasScaleU: false } : whole
  const grounding = unet.hasFusers ? uniFusionConfig(weightSource(checkpoint, 'model')) : undefined
  const text = textEncoderSizes(new Weights(new Graph(), weightSource(checkpoint, 'text_encoder')))
  const sizes = autoencoderSizes(new Weights(new Graph(), weightSource(checkpoint, 'autoencoder')))
  return {
    unet,
    ...(grounding && { grounding }),
    text: { ...text, heads: hints.textHeads ?? countIn(checkpoint, 'text_heads') ?? publishedHeads(text.width) },
    autoencoder: { ...sizes, groups, scaleFactor },
    nativeSide: nativeSide(checkpoint),
    sideMultiple: sideMultiple(checkpoint, sizes.factor * 2 ** unet.levels),
    alphasCumprod: alphas(checkpoint),
  }
}

function alphas(checkpoint: Checkpoint): Float32Array {
  const stored = checkpoint.tensors.get('diffusion.alphas_cumprod')
  return stored ? readFloats(checkpoint, stored) : sdAlphasCumprod()
}

function nativeSide(checkpoint: Checkpoint): number {
  const side = countIn(checkpoint, 'image_size') ?? publishedSide
  if (side <= largestSide) return side
  throw wrongMetadata(checkpoint, 'image_size', `at most ${largestSide}`)
}

function sideMultiple({ path: file }: Checkpoint, multiple: number): number {
  if (multiple <= largestSide) return multiple
  throw new RangeError(
    `"${path.basename(file)}": its pictures have sides of ${multiple} pixels at least, and ${largestSide} is the most.`,
  )
}

/** Heads, groups and sides: whole numbers. */
function countIn(checkpoint: Checkpoint, key: string): number | undefined {
  const count = numberIn(checkpoint, key)
  if (count === undefined || Number.isInteger(count)) return count
  throw wrongMetadata(checkpoint, key, 'a whole number')
}

function numberIn(checkpoint: Checkpoint, key: string): number | undefined {
  const text = checkpoint.metadata[key]
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw wrongMetadata(checkpoint, key, 'a number above 0')
}

/** A number above 0 from the configuration that training left in a torch checkpoint. */
function configured({ config }: Checkpoint, part: string, name: string): number | undefined {
  const value = ['params', name].reduce(child, child(config, part))
  return typeof value === 'number' && value > 0 ? value : undefined
}

function child(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Readonly<Record<string, unknown>>)[key] : undefined
}

function wrongMetadata({ path: file, metadata }: Checkpoint, key: string, expected: string): RangeError {
  return new RangeError(
    `"${path.basename(file)}": its metadata say ${key} is "${metadata[key]}", expected ${expected}.`,
  )
}
