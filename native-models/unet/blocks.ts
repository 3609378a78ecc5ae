/** The UNet's convolutional parts: residual block, halving, doubling, ScaleU. */
import { product } from '../graph/dims.ts'
import type { Dim } from '../graph/onnx.ts'
import { conv2d, groupNorm } from '../graph/layers.ts'
import type { Graph, Value } from '../graph/graph.ts'
import type { Weights } from '../graph/weights.ts'

/**
 * Residual block on [B, C, h, w].
 * @param time [1 or B, out] this block's projection of the time embedding
 */
export function residualBlock(weights: Weights, x: Value, time: Value, groups: number): Value {
  const { graph } = weights
  const out = time.shape[1] as number
  const entered = conv2d(weights.at('in_layers.2'), graph.silu(groupNorm(weights.at('in_layers.0'), x, groups, 1e-5)))
  const timed = graph.add(entered, graph.reshape(time, [0, out, 1, 1], [time.shape[0]!, out, 1, 1]))
  const left = conv2d(
    weights.at('out_layers.3'),
    graph.silu(groupNorm(weights.at('out_layers.0'), timed, groups, 1e-5)),
  )
  return graph.add(weights.has('skip_connection.weight') ? conv2d(weights.at('skip_connection'), x) : x, left)
}

export function halve(weights: Weights, x: Value): Value {
  return conv2d(weights.at('op'), x, { stride: 2 })
}

export function double(weights: Weights, x: Value): Value {
  return conv2d(weights.at('conv'), weights.graph.doubleNearest(x))
}

/**
 * ScaleU (InstanceDiffusion): the backbone's channels times tanh(b) + 1, the skip's lowest frequencies times tanh(s) + 1,
 * joined along the channels.
 *
 * The published filter scales four Fourier coefficients, (0,0), (0,-1), (-1,0), (-1,-1), and drops the imaginary part.
 * That is skip + tanh(s)·P·skip with P of rank seven, so no Fourier transform is needed: see `lowFrequencies`.
 *
 * @param basis [h·w, 7] from `lowFrequencies`
 */
export function scaleU(
  graph: Graph,
  backbone: Value,
  skip: Value,
  scales: { b: Value; s: Value },
  basis: Value,
): Value {
  const [batch, channels, height, width] = skip.shape as [Dim, number, Dim, Dim]
  const gain = graph.add(graph.tanh(scales.b), graph.constant([1], []))
  const flat = graph.reshape(skip, [0, channels, -1], [batch, channels, product(height, width)])
  const low = graph.matmul(graph.matmul(flat, basis), graph.transpose(basis, [1, 0]))
  const filtered = graph.add(flat, graph.mul(low, graph.tanh(scales.s)))
  return graph.concat([graph.mul(backbone, gain), graph.reshapeLike(filtered, skip)], 1)
}

/** Columns of `lowFrequencies`. */
export const lowFrequencyColumns = 7

/**
 * V with P = V Vᵀ, [h·w, 7]: the constant; cosine and sine of one period down, across, and along the diagonal; each over
 * √(h·w). A map of height or width 1 has fewer frequencies: their columns are zero.
 */
export function lowFrequencies(height: number, width: number): Float32Array {
  const basis = new Float32Array(height * width * lowFrequencyColumns)
  const norm = 1 / Math.sqrt(height * width)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const down = (2 * Math.PI * y) / height
      const across = (2 * Math.PI * x) / width
      const at = (y * width + x) * lowFrequencyColumns
      basis[at] = norm
      if (height > 1) basis.set([norm * Math.cos(down), norm * Math.sin(down)], at + 1)
      if (width > 1) basis.set([norm * Math.cos(across), norm * Math.sin(across)], at + 3)
      if (height > 1 && width > 1) basis.set([norm * Math.cos(down + across), norm * Math.sin(down + across)], at + 5)
    }
  }
  return basis
}
