/**
 * The autoencoder of latent diffusion (Rombach et al. 2022): pictures to latents and back, as two graphs.
 *
 * Reads top to bottom like the forward pass; levels, blocks and widths come from the tensors.
 */
import type { Value } from '../graph/graph.ts'
import { conv2d, groupNorm } from '../graph/layers.ts'
import type { Weights } from '../graph/weights.ts'

export interface AutoencoderConfig {
  /** Groups of every group norm; no tensor's shape tells. 32 in the published model. */
  readonly groups: number
  /** Latents that the diffusion model works on = mean · scaleFactor. 0.18215 in the published model. */
  readonly scaleFactor: number
}

export interface AutoencoderSizes {
  /** z, the channels of the latents; inside, the autoencoder may have others. */
  readonly channels: number
  /** f: pixels along the side of a latent cell. */
  readonly factor: number
  /** Channels of the decoder's maps of the picture's size. */
  readonly pictureWidth: number
  /** Drawing needs none, so files leave it out. */
  readonly hasEncoder: boolean
}

const normEpsilon = 1e-6
/** Limits of the encoder's log variance. */
const logvarRange = [-30, 20] as const

/** @param weights of the autoencoder, seen from its root */
export function autoencoderSizes(weights: Weights): AutoencoderSizes {
  return {
    channels: weights.size('post_quant_conv.weight', 1),
    factor: 2 ** (countLevels(weights.at('decoder.up')) - 1),
    pictureWidth: weights.size('decoder.conv_out.weight', 1),
    hasEncoder: weights.has('encoder.conv_in.weight'),
  }
}

/**
 * Adds the decoder to the weights' graph. Input `latents` [B, z, h, w] as the diffusion model gives them, output `image`
 * [B, 3, f·h, f·w], about -1 to 1.
 */
export function decoder(weights: Weights, config: AutoencoderConfig): void {
  const { graph } = weights
  const { channels } = autoencoderSizes(weights)
  const latents_Bzhw = graph.input('latents', ['B', channels, 'h', 'w'])
  const unscaled_Bzhw = graph.mul(latents_Bzhw, graph.constant([1 / config.scaleFactor], [1]))
  const net = weights.at('decoder')
  let x = conv2d(net.at('conv_in'), conv2d(weights.at('post_quant_conv'), unscaled_Bzhw)) // [B, C, h, w]
  x = middle(net.at('mid'), x, config)
  for (let i = countLevels(net.at('up')) - 1; i >= 0; i--) {
    const level = net.at(`up.${i}`)
    x = blocks(level, x, config)
    if (level.has('upsample.conv.weight')) x = conv2d(level.at('upsample.conv'), graph.doubleNearest(x)) // [B, C, 2 h, 2 w]
  }
  graph.output('image', outward(net, x, config))
}

/**
 * Adds the encoder to the weights' graph. Input `image` [B, 3, f·h, f·w], -1 to 1. Outputs [B, z, h, w]: `mean`, times
 * the scale factor (the latents to use where nothing is to be left to chance), and `logvar` of the distribution that the
 * published code samples from, without it; sampleLatents puts them together.
 */
export function encoder(weights: Weights, config: AutoencoderConfig): void {
  const { graph } = weights
  const { channels, factor } = autoencoderSizes(weights)
  const image_B3HW = graph.input('image', ['B', 3, 'H', 'W'])
  const net = weights.at('encoder')
  let x = conv2d(net.at('conv_in'), image_B3HW) // [B, C, H, W]
  for (let i = 0; i < Math.log2(factor) + 1; i++) {
    const level = net.at(`down.${i}`)
    x = blocks(level, x, config)
    // Zeros on the right and below only, as it was trained.
    if (level.has('downsample.conv.weight'))
      x = conv2d(level.at('downsample.conv'), x, { stride: 2, padding: [0, 0, 1, 1] }) // [B, C, H/2, W/2]
  }
  x = outward(net, middle(net.at('mid'), x, config), config) // [B, 2 z, h, w]
  const [mean, logvar] = graph.split(conv2d(weights.at('quant_conv'), x), [channels, channels], 1) as [Value, Value]
  graph.output('mean', graph.mul(mean, graph.constant([config.scaleFactor], [1])))
  graph.output('logvar', graph.clamp(logvar, ...logvarRange))
}

function countLevels(levels: Weights): number {
  let count = 0
  while (levels.has(`${count}.block.0.conv1.weight`)) count++
  return count
}

function blocks(level: Weights, x: Value, config: AutoencoderConfig): Value {
  let y = x
  for (let i = 0; level.has(`block.${i}.conv1.weight`); i++) y = resBlock(level.at(`block.${i}`), y, config)
  return y
}

function middle(weights: Weights, x: Value, config: AutoencoderConfig): Value {
  const first = resBlock(weights.at('block_1'), x, config)
  return resBlock(weights.at('block_2'), attention(weights.at('attn_1'), first, config), config)
}

function outward(net: Weights, x: Value, config: AutoencoderConfig): Value {
  return conv2d(net.at('conv_out'), normSilu(net.at('norm_out'), x, config))
}

function resBlock(weights: Weights, x: Value, config: AutoencoderConfig): Value {
  const h = conv2d(weights.at('conv1'), normSilu(weights.at('norm1'), x, config))
  const y = conv2d(weights.at('conv2'), normSilu(weights.at('norm2'), h, config))
  const shortcut = weights.has('nin_shortcut.weight') ? conv2d(weights.at('nin_shortcut'), x) : x
  return weights.graph.add(shortcut, y)
}

function normSilu(weights: Weights, x: Value, config: AutoencoderConfig): Value {
  return weights.graph.silu(groupNorm(weights, x, config.groups, normEpsilon))
}

/** One head over all cells of [B, C, h, w]. */
function attention(weights: Weights, x: Value, config: AutoencoderConfig): Value {
  const { graph } = weights
  const channels = x.shape[1] as number
  const tokens = graph.toTokens(groupNorm(weights.at('norm'), x, config.groups, normEpsilon)) // [B, h·w, C]
  const [q, k, v] = ['q', 'k', 'v'].map((key) => pointwise(weights.at(key), tokens)) as [Value, Value, Value]
  const attended = graph.attention(q, k, v, { heads: 1, scale: channels ** -0.5 })
  return graph.add(x, graph.toMap(pointwise(weights.at('proj_out'), attended), x))
}

/** A 1 x 1 convolution on tokens [B, N, C]: its weight is a matrix already. */
function pointwise(weights: Weights, x: Value): Value {
  const { graph } = weights
  const [out, inner] = weights.shape('weight') as [number, number]
  const weight = weights.get('weight', [out, inner, 1, 1], [out, inner])
  return graph.reshapeRows(graph.gemm(graph.rows(x), weight, weights.get('bias', [out])), x, out)
}
