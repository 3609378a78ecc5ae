/**
 * The grounding network: captions and places of instances to grounding tokens (InstanceDiffusion's UniFusion).
 *
 * Rows are slots, not pictures: a caller that knows that empty slots are alike computes one of them. The segment planes
 * and their ConvNeXt are a part of their own, left out where a scene has no masks.
 */
import { conv2d, layerNorm, linear } from '../graph/layers.ts'
import type { Value } from '../graph/graph.ts'
import { elementTypes } from '../graph/onnx.ts'
import type { Weights } from '../graph/weights.ts'
import { codePerCoordinate, formats, nullKeys, type UniFusionConfig } from './config.ts'

/** Numbers that say where an instance is, per format. */
export function coordinatesOf(config: UniFusionConfig): Readonly<Record<(typeof formats)[number], number>> {
  return { box: 4, point: 2, scribble: 2 * config.scribblePoints, polygon: 2 * config.polygonPoints }
}

/**
 * Tokens of slots, R rows.
 *
 * Inputs `text` [R, D] caption features, `valid` [R, 1] 1 for a used slot, and for each format `code.<format>` [R, F]
 * and `present.<format>` [R, 1]. Outputs `<format>` [R, D].
 */
export function slotTokens(weights: Weights, config: UniFusionConfig): void {
  const { graph } = weights
  const text = graph.input('text', ['R', config.width])
  const valid = graph.input('valid', ['R', 1])
  const caption = choose(weights, valid, text, 'null_positive_feature')
  for (const [index, format] of formats.entries()) {
    const size = coordinatesOf(config)[format] * codePerCoordinate
    const code = graph.input(`code.${format}`, ['R', size])
    const present = graph.input(`present.${format}`, ['R', 1])
    const place = choose(weights, present, code, nullKeys[format])
    graph.output(format, mlp(weights.at(`linears_list.${index}`), graph.concat([caption, place], 1)))
  }
}

/**
 * Tokens of the pictures' segment planes.
 *
 * With planes: inputs `planes` [B, slots, S, S] bytes 0 or 1 and `present` [B, 1, 1]; without: the tokens of a picture
 * that has none, B = 1. Output `segment` [B, T, D].
 */
export function segmentTokens(weights: Weights, config: UniFusionConfig, withPlanes: boolean): void {
  const { graph } = weights
  const { segmentTokens: tokens, segmentSize: side } = config
  const width = weights.size('null_seg_feature')
  let feature = weights.get('null_seg_feature', [width], [1, 1, width])
  if (withPlanes) {
    const planes = graph.input('planes', ['B', config.maxInstances, side, side], 'uint8')
    const present = graph.input('present', ['B', 1, 1])
    const seen = mapTokens(weights, segmentMap(weights, planes, config), tokens)
    feature = blend(weights, present, seen, feature)
  }
  const position = weights.get('pos_embedding', [1, tokens, width])
  graph.output('segment', mlp(weights.at('linears_list.4'), graph.add(feature, position)))
}

/** Planes [B, slots, S, S] of bytes to ConvNeXt's map [B, C, S/32, S/32]. */
export function segmentMap(weights: Weights, planes: Value, config: UniFusionConfig): Value {
  const entered = conv2d(weights.at('in_conv'), weights.graph.cast(planes, 'float32', elementTypes.float32))
  return convNext(weights.at('convnext_tiny_backbone'), entered, config.depths)
}

/** The map's memory cut into runs of T numbers, as published: a token is a column and every fourth row of it. */
export function mapTokens({ graph }: Weights, map: Value, tokens: number): Value {
  const [batch, channels, height, width] = map.shape as [string, number, number, number]
  const perToken = (channels * height * width) / tokens
  return graph.transpose(graph.reshape(map, [0, perToken, tokens], [batch, perToken, tokens]), [0, 2, 1])
}

/** present·value + (1 − present)·null */
function choose(weights: Weights, present: Value, value: Value, nullKey: string): Value {
  const width = weights.size(nullKey)
  return blend(weights, present, value, weights.get(nullKey, [width]))
}

function blend({ graph }: Weights, present: Value, value: Value, absent: Value): Value {
  const missing = graph.sub(graph.constant([1], []), present)
  return graph.add(graph.mul(value, present), graph.mul(absent, missing))
}

function mlp(weights: Weights, x: Value): Value {
  const { graph } = weights
  const first = graph.silu(linear(weights.at(0), x))
  return linear(weights.at(4), graph.silu(linear(weights.at(2), first)))
}

/** ConvNeXt (Liu et al. 2022) without its last norm and head: [B, 3, S, S] to [B, C, S/32, S/32]. */
function convNext(weights: Weights, planes: Value, depths: readonly number[]): Value {
  let x = planes
  for (const [stage, depth] of depths.entries()) {
    const down = weights.at(`downsample_layers.${stage}`)
    if (stage === 0) {
      x = channelNorm(down.at(1), conv2d(down.at(0), x, { stride: 4, padding: 0 }))
    } else {
      x = conv2d(down.at(1), channelNorm(down.at(0), x), { stride: 2, padding: 0 })
    }
    for (let block = 0; block < depth; block++) x = convNextBlock(weights.at(`stages.${stage}.${block}`), x)
  }
  return x
}

function convNextBlock(weights: Weights, x: Value): Value {
  const { graph } = weights
  const channels = weights.size('gamma')
  const mixed = graph.transpose(conv2d(weights.at('dwconv'), x, { groups: channels }), [0, 2, 3, 1])
  const hidden = graph.gelu(linear(weights.at('pwconv1'), layerNorm(weights.at('norm'), mixed, 1e-6)))
  const change = graph.mul(linear(weights.at('pwconv2'), hidden), weights.get('gamma', [channels]))
  return graph.add(x, graph.transpose(change, [0, 3, 1, 2]))
}

/** Layer norm over the channels of each pixel of [B, C, h, w]. */
function channelNorm(weights: Weights, x: Value): Value {
  const { graph } = weights
  return graph.transpose(layerNorm(weights, graph.transpose(x, [0, 2, 3, 1]), 1e-6), [0, 3, 1, 2])
}
