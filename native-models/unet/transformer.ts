/** The spatial transformer and its block: self-attention, gated fuser (grounding), cross-attention (words), feed-forward. */
import { conv2d, groupNorm, layerNorm, linear, onRows } from '../graph/layers.ts'
import type { Value } from '../graph/graph.ts'
import type { Weights } from '../graph/weights.ts'
import { attend, feedForward, keysValues, widenHeads, type KeysValues } from './attention.ts'

export interface Conditioning {
  /** Keys and values of the text states. */
  readonly words: KeysValues
  /** Keys and values of the grounding tokens, and the gate scale, a scalar. Without it the fuser is left out. */
  readonly grounding?: KeysValues & { readonly strength: Value }
}

/** Keys and values of text states [B, L, D] in one block. */
export function wordKeys(block: Weights, context: Value): KeysValues {
  return keysValues(block.at('attn2'), context)
}

/**
 * Keys and values of grounding tokens [B, T, D] in one block's fuser. The fuser normalises each token by itself, so
 * they do not depend on the picture.
 * @param logCounts [B, T, 1] ln of how many slots a token stands for; left out where each stands for one
 */
export function groundingKeys(block: Weights, tokens: Value, heads: number, logCounts?: Value): KeysValues {
  const fuser = block.at('fuser')
  const { k, v } = keysValues(fuser.at('attn'), layerNorm(fuser.at('norm1'), linear(fuser.at('linear'), tokens)))
  if (!logCounts) return { k, v }
  const { graph } = block
  // the scores are scaled after the product, so the column is divided by the scale here
  const perScale = graph.constant([((k.shape[2] as number) / heads) ** 0.5], [])
  return { k: widenHeads(fuser, k, heads, graph.mul(logCounts, perScale)), v }
}

/** Gated self-attention over picture tokens x [B, N, C] and grounding tokens. Grounding tokens are only read. */
export function gatedFuser(
  weights: Weights,
  x: Value,
  grounding: NonNullable<Conditioning['grounding']>,
  heads: number,
): Value {
  const { graph } = weights
  const normal = layerNorm(weights.at('norm1'), x)
  const own = keysValues(weights.at('attn'), normal)
  const ownKeys = own.k.shape[2] === grounding.k.shape[2] ? own.k : widenHeads(weights, own.k, heads, 0)
  const all = { k: graph.concat([ownKeys, grounding.k], 1), v: graph.concat([own.v, grounding.v], 1) }
  const gate = (key: string): Value => graph.mul(grounding.strength, graph.tanh(weights.get(key, [])))
  const plus = (a: Value, key: string, b: Value): Value =>
    onRows(graph, b, (rows) => graph.add(graph.rows(a), graph.mul(gate(key), rows)))
  const seen = plus(x, 'alpha_attn', attend(weights.at('attn'), normal, all, heads))
  return plus(seen, 'alpha_dense', feedForward(weights.at('ff'), layerNorm(weights.at('norm2'), seen)))
}

export function transformerBlock(weights: Weights, x: Value, conditioning: Conditioning, heads: number): Value {
  const { graph } = weights
  const plus = (a: Value, b: Value): Value => onRows(graph, b, (rows) => graph.add(graph.rows(a), rows))
  const normal = layerNorm(weights.at('norm1'), x)
  let h = plus(attend(weights.at('attn1'), normal, keysValues(weights.at('attn1'), normal), heads), x)
  if (conditioning.grounding) h = gatedFuser(weights.at('fuser'), h, conditioning.grounding, heads)
  h = plus(attend(weights.at('attn2'), layerNorm(weights.at('norm2'), h), conditioning.words, heads), h)
  return plus(feedForward(weights.at('ff'), layerNorm(weights.at('norm3'), h)), h)
}

/** Group norm, 1 x 1 in, one block over the pixels as tokens, 1 x 1 out, residual: [B, C, h, w]. */
export function spatialTransformer(
  weights: Weights,
  x: Value,
  conditioning: Conditioning,
  how: { heads: number; groups: number },
): Value {
  const { graph } = weights
  const entered = conv2d(weights.at('proj_in'), groupNorm(weights.at('norm'), x, how.groups, 1e-6))
  const tokens = transformerBlock(weights.at('transformer_blocks.0'), graph.toTokens(entered), conditioning, how.heads)
  return graph.add(conv2d(weights.at('proj_out'), graph.toMap(tokens, entered)), x)
}
