/**
 * Attention of the spatial transformers, with keys and values that are given where they do not depend on the picture.
 *
 * Tokens that stand for several equal ones weigh ln(count) more. The runtime's fused attention takes no such bias
 * without building the whole score matrix, so the heads get one more column instead: 1 in every query, the weight in
 * the key. Exact, and the same trick leaves padding out.
 */
import { linear, onRows } from '../graph/layers.ts'
import type { Value } from '../graph/graph.ts'
import type { Weights } from '../graph/weights.ts'

export interface KeysValues {
  /** [B, M, C], or [B, M, C + heads] with a weight in each head's last column */
  readonly k: Value
  readonly v: Value
}

export function keysValues(weights: Weights, x: Value): KeysValues {
  return { k: linear(weights.at('to_k'), x), v: linear(weights.at('to_v'), x) }
}

/** One more column in each head. @param column the value of that column, one number or [B, M, 1] */
export function widenHeads(weights: Weights, x: Value, heads: number, column: number | Value): Value {
  const { graph } = weights
  const [batch, tokens, width] = x.shape as [string, string, number]
  const split = graph.reshape(x, [0, 0, heads, width / heads], [batch, tokens, heads, width / heads])
  const wide = graph.padLast(split, typeof column === 'number' ? column : 0)
  const size = width / heads + 1
  const weighed =
    typeof column === 'number'
      ? wide
      : graph.add(wide, graph.mul(graph.reshape(column, [0, 0, 1, 1], [batch, tokens, 1, 1]), lastOf(weights, size)))
  return graph.reshape(weighed, [0, 0, heads * size], [batch, tokens, heads * size])
}

/** [0, …, 0, 1], for adding to the last column alone. */
function lastOf({ graph }: Weights, size: number): Value {
  return graph.constant([...Array<number>(size - 1).fill(0), 1], [size])
}

/** Multi-head attention from x [B, N, C] to keys and values; output projected. */
export function attend(weights: Weights, x: Value, { k, v }: KeysValues, heads: number): Value {
  const { graph } = weights
  const q = linear(weights.at('to_q'), x)
  const width = q.shape[2] as number
  const isWeighted = k.shape[2] !== width
  const queries = isWeighted ? widenHeads(weights, q, heads, 1) : q
  const attended = graph.attention(queries, k, v, { heads, scale: (width / heads) ** -0.5 })
  return linear(weights.at('to_out.0'), attended)
}

/** GEGLU feed-forward: C to two halves of 4C, one gating the other, and back. */
export function feedForward(weights: Weights, x: Value): Value {
  const { graph } = weights
  const inner = weights.size('net.0.proj.weight') / 2
  return onRows(graph, x, (rows) => {
    const [value, gate] = graph.split(linear(weights.at('net.0.proj'), rows), [inner, inner], 1) as [Value, Value]
    return linear(weights.at('net.2'), graph.mul(value, graph.gelu(gate)))
  })
}
