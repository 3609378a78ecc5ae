/** Layers that several networks share, over weights under their usual keys (`weight`, `bias`). */
import { product } from './dims.ts'
import type { Dim } from './onnx.ts'
import { GraphError, type Graph, type Value } from './graph.ts'
import type { Weights } from './weights.ts'

/** Linear layer on the last axis: [..., in] to [..., out]. */
export function linear(weights: Weights, x: Value): Value {
  const [out, inner] = weights.shape('weight') as [number, number]
  const { graph } = weights
  const bias = weights.has('bias') ? weights.get('bias', [out]) : undefined
  const weight = weights.get('weight', [out, inner])
  return onRows(graph, x, (rows) => graph.gemm(rows, weight, bias))
}

/** Layer norm over the last axis of [..., C]. */
export function layerNorm(weights: Weights, x: Value, epsilon = 1e-5): Value {
  const size = weights.size('weight')
  const { graph } = weights
  const [scale, shift] = [weights.get('weight', [size]), weights.get('bias', [size])]
  return onRows(graph, x, (rows) => graph.layerNorm(rows, scale, shift, epsilon))
}

/**
 * What works on each row alone, done on rows [R, C] of values [..., C]. Between layers that all do so nothing is reshaped:
 * that halves the nodes of a transformer, and with them the time that the runtime takes to open it.
 */
export function onRows(graph: Graph, x: Value, make: (rows: Value) => Value): Value {
  const made = make(graph.rows(x))
  return x.shape.length === 2 ? made : graph.reshapeRows(made, x, made.shape[1] as number)
}

/**
 * Group norm of [B, C, h, w]: instance norm over [B, groups, the rest], then scale and shift per channel. Measured faster
 * than the GroupNormalization operator, which the runtime expands and WebGPU does not have.
 */
export function groupNorm(weights: Weights, x: Value, groups: number, epsilon: number): Value {
  const { graph } = weights
  const channels = weights.size('weight')
  if (channels % groups !== 0) {
    throw new GraphError(`${weights.prefix}weight has ${channels} channels, which ${groups} groups do not divide.`)
  }
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
