/** What a checkpoint file holds, from its directory alone: no weight is read. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { ModelInfo } from '../contract/model.ts'
import { openCheckpointSync, type Checkpoint, type StoredTensor } from '../../native-models/checkpoint/checkpoint.ts'
import { modelConfig, type ModelConfig } from '../../native-models/model-config.ts'
import { leftOverKeys } from '../../native-models/left-over.ts'
import { recommendedSettings } from '../../native-models/recommended.ts'

/** @throws CheckpointError if the file cannot be read; one that is no model of this family is described all the same */
export function inspect(file: string): ModelInfo {
  const checkpoint = openCheckpointSync(file)
  const { path: real, kind, sizeBytes, usesEma, ignored, tensors } = checkpoint
  return {
    path: real,
    name: path.basename(real, path.extname(real)),
    format: kind,
    bytes: sizeBytes,
    usesEma,
    groups: groupsOf(tensors.values()),
    ignored: [...ignored],
    ...networksOf(checkpoint),
  }
}

function groupsOf(tensors: Iterable<StoredTensor>): ModelInfo['groups'] {
  const groups = Object.groupBy(tensors, ({ key }) => key.split('.')[0]!)
  return Object.entries(groups).map(([name, members = []]) => ({
    name,
    tensors: members.length,
    parameters: members.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    bytes: members.reduce((sum, { byteLength }) => sum + byteLength, 0),
    types: [...new Set(members.map(({ dtype }) => dtype))].sort(),
  }))
}

function networksOf(checkpoint: Checkpoint): Pick<ModelInfo, 'networks' | 'problem'> {
  try {
    const config = modelConfig(checkpoint)
    const { nativeSide, sideMultiple, grounding, text } = config
    const hasTokenizer = existsSync(path.join(path.dirname(checkpoint.path), 'tokenizer.json'))
    return {
      networks: {
        nativeSide,
        sideMultiple,
        hasGrounding: grounding !== undefined,
        maxInstances: grounding?.maxInstances ?? 0,
        sizes: sizesOf(config),
        recommended: recommendedSettings(checkpoint.metadata),
        leftOver: leftOverKeys(checkpoint, config),
        tokenizer: { source: hasTokenizer ? 'tokenizer.json' : 'the CLIP vocabulary', entries: text.vocabulary },
      },
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function sizesOf({ unet, grounding, text, autoencoder }: ModelConfig): Record<string, number> {
  return {
    'UNet channels': unet.modelChannels,
    'UNet levels': unet.levels + 1,
    'UNet heads': unet.heads,
    'latent channels': unet.channels,
    'text layers': text.layers,
    'text width': text.width,
    'text tokens': text.positions,
    'pixels a latent cell': autoencoder.factor,
    ...(grounding && {
      'scribble points': grounding.scribblePoints,
      'polygon points': grounding.polygonPoints,
      'mask side': grounding.segmentSize,
    }),
  }
}
