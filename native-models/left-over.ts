/** What a checkpoint holds that none of the networks takes, which often tells of another kind of model. */
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import { textEncoder } from './clip/graph.ts'
import { Graph } from './graph/graph.ts'
import { Weights } from './graph/weights.ts'
import type { ModelConfig } from './model-config.ts'
import { groundingConditioning, wordConditioning } from './unet/conditioning.ts'
import { unet } from './unet/graph.ts'
import { timeProjections } from './unet/time.ts'
import { segmentTokens, slotTokens } from './unifusion/graph.ts'
import { decoder, encoder } from './vae/graph.ts'
import { weightSource } from './weight-source.ts'

type Build = (weights: Weights) => void

/** @returns keys in the order of the file; all graphs are made for it, and none opened */
export function leftOverKeys(checkpoint: Checkpoint, config: ModelConfig): string[] {
  const taken = new Set([
    ...keysOf(checkpoint, 'text_encoder', [(weights) => textEncoder(weights, config.text)]),
    ...keysOf(checkpoint, 'autoencoder', [
      (weights) => decoder(weights, config.autoencoder),
      ...(config.autoencoder.hasEncoder ? [(weights: Weights) => encoder(weights, config.autoencoder)] : []),
    ]),
    ...keysOf(checkpoint, 'model', diffusionModel(config)),
    'diffusion.alphas_cumprod',
  ])
  return [...checkpoint.tensors.keys()].filter((key) => !taken.has(key))
}

function diffusionModel({ unet: config, grounding }: ModelConfig): Build[] {
  const builds: Build[] = [
    (weights) => timeProjections(weights, config),
    (weights) => wordConditioning(weights, config),
    (weights) => unet(weights, config, { fusers: config.hasFusers, weighted: false }),
  ]
  if (!grounding) return builds
  return [
    ...builds,
    (weights) => groundingConditioning(weights, config, false),
    (weights) => slotTokens(weights.at('position_net'), grounding),
    (weights) => segmentTokens(weights.at('position_net'), grounding, true),
  ]
}

function keysOf(checkpoint: Checkpoint, group: string, builds: readonly Build[]): string[] {
  return builds.flatMap((build) => {
    const weights = new Weights(new Graph(), weightSource(checkpoint, group))
    build(weights)
    return [...weights.used].map((key) => `${group}.${key}`)
  })
}
