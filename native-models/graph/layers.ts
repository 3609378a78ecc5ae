/** Layers that several networks share, over weights under their usual keys (`weight`, `bias`). */
import { product } from './dims.ts'
import type { Dim } from './onnx.ts'
import type { Value } from './graph.ts'
import type { Weights } from './weights.ts'

/** Linear layer on the last axis: [..., in] to [..., out]. */
export function linear(weights: Weights, x: Value): Value {
  const [out, inner] = weights.shape('weight') as [number, number]
  const { graph } = weights
  const bias = weights.has('bias') ? weights.get('bias', [out]) : undefined
  const weight = weights.get('weight', [out, inner])
  if (x.shape.length === 2) return graph.gemm(x, weight, bias)
  return graph.reshapeRows(graph.gemm(graph.rows(x), weight, bias), x, out)
}

export function layerNorm(weights: Weights, x: Value, epsilon = 1e-5): Value {
  const size = weights.size('weight')
  return weights.graph.layerNorm(x, weights.get('weight', [size]), weights.get('bias', [size]), epsilon)
}

/**
 * Group norm of [B, C, h, w]: instance norm over [B, groups, the rest], then scale and shift per channel. Measured faster
 * than the GroupNormalization operator, which the runtime expands and WebGPU does not have.
 */
export function groupNorm(weights: Weights, x: Value, groups: number, epsilon: number): Value {
  const { graph } = weights
  const channels = weights.size('weight')
  const [batch, , height, width] = x.shape as [Dim, Dim, Dim, Dim]
  const grouped = graph.reshape(x, [0, groups, -1], [batch, groups, product(product(channels / groups, height), width)])
  const normal = graph.reshapeLike(graph.instanceNorm(grouped, epsilon), x)
  const scale = weights.get('weight', [channels], [channels, 1, 1])
  const shift = weights.get('bias', [channels], [channels, 1, 1])
  return graph.add(graph.mul(normal, scale), shift)
}

export interface Conv2dOptions {
  readonly stride?: number
  /** Pixels on every side, or [top, left, bottom, right]; by default what keeps the size at stride 1. */
  readonly padding?: number | readonly number[]
  readonly groups?: number
}

export function conv2d(weights: Weights, x: Value, options: Conv2dOptions = {}): Value {
  const shape = weights.shape('weight') as [number, number, number, number]
  const { stride = 1, padding = (shape[2] - 1) / 2, groups = 1 } = options
  const pads = typeof padding === 'number' ? [padding, padding, padding, padding] : padding
  const bias = weights.has('bias') ? weights.get('bias', [shape[0]]) : undefined
  return weights.graph.conv(x, weights.get('weight', shape), bias, { stride, pads, groups })
}
