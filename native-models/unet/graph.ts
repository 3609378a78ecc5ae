/**
 * The UNet: noise estimate of latents, given words and (with fusers) instances. Reads top to bottom like the forward pass.
 *
 * What does not change from step to step comes in ready: time projections (time.ts), keys and values of words and
 * grounding tokens (conditioning.ts), ScaleU's basis for each map size.
 */
import { optional, product, scaled } from '../graph/dims.ts'
import { conv2d, groupNorm } from '../graph/layers.ts'
import type { Value } from '../graph/graph.ts'
import type { Dim } from '../graph/onnx.ts'
import type { Weights } from '../graph/weights.ts'
import { double, halve, lowFrequencyColumns, residualBlock, scaleU } from './blocks.ts'
import { conditioningNames } from './conditioning.ts'
import { allBlocks, transformerKeys, type Block, type UNetConfig } from './config.ts'
import { projectionSizes } from './time.ts'
import { spatialTransformer, type Conditioning } from './transformer.ts'

export interface UNetVariant {
  /** Left out where the gate scale is 0: the fuser is then the identity, and a pass costs a third less. */
  readonly fusers: boolean
  /** Whether grounding tokens carry weights (`logCounts` of conditioning.ts). */
  readonly weighted: boolean
}

/** Sizes that a graph is made for: names where they are left free. */
export interface UNetSize {
  readonly batch: Dim
  readonly height: Dim
  readonly width: Dim
}

const freeSize: UNetSize = { batch: 'B', height: 'h', width: 'w' }

/**
 * With known sizes the runtime opens it in less than half the time, because it can tell which buffers may be used again.
 *
 * Inputs: `latents` [B, C, h, w] (sides multiples of 2^levels), `time` [1 or B, P], `basis.<level>` [h·w at that level, 7],
 * `<block>.words.k|v` [B, L, C], and with fusers `strength` [] and `<block>.grounding.k|v` [B, T, C].
 * Output: `noise` [B, C, h, w].
 */
export function unet(weights: Weights, config: UNetConfig, variant: UNetVariant, size = freeSize): void {
  const { graph } = weights
  const inputs = declareInputs(weights, config, variant, size)
  const times = parts(weights, inputs.time, projectionSizes(weights, config))
  let residual = 0

  const run = (block: Block, x: Value): Value =>
    block.layers.reduce((h, layer, i) => {
      const at = weights.at(`${block.key}.${i}`)
      switch (layer) {
        case 'conv':
          return conv2d(at, h)
        case 'residual':
          return residualBlock(at, h, times[residual++]!, config.groups)
        case 'transformer':
          return spatialTransformer(at, h, inputs.conditioning.get(`${block.key}.${i}`)!, config)
        case 'down':
          return halve(at, h)
        case 'up':
          return double(at, h)
      }
    }, x)

  let h = inputs.latents
  const skips: Value[] = []
  for (const block of config.input) skips.push((h = run(block, h)))
  h = run(config.middle, h)
  for (const [i, block] of config.output.entries()) {
    const skip = skips.pop()!
    h = config.hasScaleU
      ? scaleU(graph, h, skip, scaleUWeights(weights, i), inputs.bases[block.level]!)
      : graph.concat([h, skip], 1)
    h = run(block, h)
  }
  const normal = graph.silu(groupNorm(weights.at('out.0'), h, config.groups, 1e-5))
  graph.output('noise', conv2d(weights.at('out.2'), normal))
}

/** Slices instead of one split: WebGPU allows fewer outputs of a node than there are residual blocks. */
function parts({ graph }: Weights, time: Value, sizes: readonly number[]): Value[] {
  let at = 0
  return sizes.map((size) => graph.slice(time, at, (at += size), 1))
}

interface Inputs {
  readonly latents: Value
  readonly time: Value
  readonly bases: readonly Value[]
  readonly conditioning: ReadonlyMap<string, Conditioning>
}

function declareInputs(weights: Weights, config: UNetConfig, variant: UNetVariant, size: UNetSize): Inputs {
  const { graph } = weights
  const { batch, height, width: across } = size
  const latents = graph.input('latents', [batch, config.channels, height, across])
  const total = projectionSizes(weights, config).reduce((a, b) => a + b, 0)
  const time = graph.input('time', [optional(`${batch}`), total])
  const bases = config.hasScaleU
    ? Array.from({ length: config.levels + 1 }, (_, level) => {
        const cells = product(scaled(height, 2 ** -level), scaled(across, 2 ** -level))
        return graph.input(`basis.${level}`, [cells, lowFrequencyColumns])
      })
    : []
  const strength = variant.fusers ? graph.input('strength', []) : undefined
  const conditioning = new Map<string, Conditioning>()
  for (const key of transformerKeys(config)) {
    const names = conditioningNames(key)
    const width = weights.size(`${key}.proj_in.weight`)
    const words = {
      k: graph.input(names.words.k, [batch, 'L', width]),
      v: graph.input(names.words.v, [batch, 'L', width]),
    }
    if (!strength) {
      conditioning.set(key, { words })
      continue
    }
    const keyWidth = variant.weighted ? width + config.heads : width
    const k = graph.input(names.grounding.k, [batch, 'T', keyWidth])
    const v = graph.input(names.grounding.v, [batch, 'T', width])
    conditioning.set(key, { words, grounding: { k, v, strength } })
  }
  return { latents, time, bases, conditioning }
}

function scaleUWeights(weights: Weights, index: number): { b: Value; s: Value } {
  const size = weights.size(`scaleu_b_${index}`)
  return {
    b: weights.get(`scaleu_b_${index}`, [size], [size, 1, 1]),
    s: weights.get(`scaleu_s_${index}`, [1]),
  }
}

/** Map sizes at each level, for `lowFrequencies`. */
export function levelSizes(config: UNetConfig, height: number, width: number): { height: number; width: number }[] {
  const deepest = Math.max(...allBlocks(config).map((block) => block.level))
  return Array.from({ length: deepest + 1 }, (_, level) => ({ height: height / 2 ** level, width: width / 2 ** level }))
}
