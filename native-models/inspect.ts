/**
 * What a checkpoint is, without running it: what lies in the file, and what the networks make of it.
 *
 * A file that is no model of this family is described all the same, with the reason.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { openCheckpointSync, type Checkpoint } from './checkpoint/checkpoint.ts'
import type { ModelConfig } from './model-config.ts'
import { Model } from './pipeline.ts'
import { recommendedSettings, type RecommendedSettings } from './recommended.ts'
import { allBlocks } from './unet/config.ts'

/** Tensors whose keys have the same first part. */
export interface TensorGroup {
  name: string
  tensors: number
  parameters: number
  bytes: number
  types: string[]
}

export interface FoundNetworks {
  /** Pixels. */
  nativeSide: number
  sideMultiple: number
  hasGrounding: boolean
  maxInstances: number
  /** What was found from the shapes of tensors, by the network's name and the size's. */
  sizes: Record<string, number>
  /** Keys of tensors that no network takes. */
  leftOver: string[]
  tokenizer: { source: string; entries: number }
  recommended: RecommendedSettings
}

export interface Inspection {
  path: string
  name: string
  format: 'pth' | 'safetensors'
  bytes: number
  /** The weights are the averaged ones, which the file has under `ema`. */
  usesEma: boolean
  groups: TensorGroup[]
  /** Groups of the file that are left aside. */
  ignored: string[]
  /** Left out for a file that is no model of this family; `problem` says why. */
  networks?: FoundNetworks
  problem?: string
}

/** @throws CheckpointError for a file that is no checkpoint */
export async function inspectCheckpoint(file: string): Promise<Inspection> {
  const checkpoint = openCheckpointSync(file)
  return {
    path: checkpoint.path,
    name: path.parse(checkpoint.path).name,
    format: checkpoint.kind,
    bytes: checkpoint.sizeBytes,
    usesEma: checkpoint.usesEma,
    groups: groupsOf(checkpoint),
    ignored: [...checkpoint.ignored],
    ...(await networksOrProblem(file)),
  }
}

async function networksOrProblem(file: string): Promise<{ networks: FoundNetworks } | { problem: string }> {
  try {
    return { networks: foundNetworks(await Model.open(file, { device: 'cpu' })) }
  } catch (error) {
    const isForeign = error instanceof Error && ['RangeError', 'GraphError', 'TokenizerError', 'CheckpointError'].includes(error.name)
    if (!isForeign) throw error
    return { problem: error.message }
  }
}

function foundNetworks({ checkpoint, config, networks }: Model): FoundNetworks {
  const hasOwnWords = existsSync(path.join(path.dirname(checkpoint.path), 'tokenizer.json'))
  return {
    nativeSide: config.nativeSide,
    sideMultiple: config.sideMultiple,
    hasGrounding: config.grounding !== undefined,
    maxInstances: config.grounding?.maxInstances ?? 0,
    sizes: sizesOf(config),
    leftOver: networks.leftOver(),
    tokenizer: { source: hasOwnWords ? 'tokenizer.json beside the checkpoint' : 'CLIP', entries: config.text.vocabulary },
    recommended: recommendedSettings(checkpoint.metadata),
  }
}

function sizesOf({ unet, text, autoencoder, grounding }: ModelConfig): Record<string, number> {
  return {
    'text encoder width': text.width,
    'text encoder layers': text.layers,
    'text encoder heads': text.heads,
    'text tokens': text.positions,
    'UNet channels': unet.modelChannels,
    'UNet context width': unet.contextWidth,
    'UNet heads': unet.heads,
    'UNet group norm groups': unet.groups,
    'UNet blocks': allBlocks(unet).length,
    'UNet levels': unet.levels,
    'latent channels': unet.channels,
    'pixels a latent cell': autoencoder.factor,
    ...(grounding && {
      'grounding width': grounding.width,
      'grounding scribble points': grounding.scribblePoints,
      'grounding polygon points': grounding.polygonPoints,
      'grounding mask side': grounding.segmentSize,
      'grounding mask tokens': grounding.segmentTokens,
    }),
  }
}

function groupsOf({ tensors }: Checkpoint): TensorGroup[] {
  const groups = new Map<string, TensorGroup>()
  for (const [key, { shape, dtype, byteLength }] of tensors) {
    const name = key.slice(0, Math.max(0, key.indexOf('.')))
    const group = groups.get(name) ?? { name, tensors: 0, parameters: 0, bytes: 0, types: [] }
    groups.set(name, group)
    group.tensors += 1
    group.parameters += shape.reduce((a, b) => a * b, 1)
    group.bytes += byteLength
    if (!group.types.includes(dtype)) group.types.push(dtype)
  }
  return [...groups.values()]
}
