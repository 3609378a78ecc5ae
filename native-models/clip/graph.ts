/**
 * The text tower of CLIP (Radford et al. 2021): token ids to hidden states, which condition the UNet, and from which a
 * caption's feature is taken.
 *
 * Reads top to bottom like the forward pass; sizes come from the tensors.
 */
import { GraphError, type Graph, type Value } from '../graph/graph.ts'
import { layerNorm, linear } from '../graph/layers.ts'
import type { Weights } from '../graph/weights.ts'

export interface TextEncoderConfig {
  /** Attention heads of every layer; no tensor's shape tells. */
  readonly heads: number
}

export interface TextEncoderSizes {
  /** Rows of the token embedding: what the tokenizer's vocabulary must have. */
  readonly vocabulary: number
  /** L, the tokens of a text after padding. */
  readonly positions: number
  /** D. */
  readonly width: number
  readonly layers: number
}

const root = 'transformer.text_model'
/** exp of it is 0 in float32, and no device makes a NaN of it. */
const masked = -1e9

/** CLIP has 77. Every token has a mask for every other, so a file must not say any number. */
const mostPositions = 1024

/** @param weights of the text encoder, seen from its root */
export function textEncoderSizes(weights: Weights): TextEncoderSizes {
  const text = weights.at(root)
  const [vocabulary, width] = text.shape('embeddings.token_embedding.weight') as [number, number]
  const positions = text.size('embeddings.position_embedding.weight')
  if (positions > mostPositions) {
    throw new GraphError(
      `The text encoder reads ${positions} tokens of a text, and ${mostPositions} are the most; choose another model.`,
    )
  }
  let layers = 0
  while (text.has(`encoder.layers.${layers}.layer_norm1.weight`)) layers++
  return { vocabulary, positions, width, layers }
}

/** CLIP's towers have heads of 64 columns. */
export function publishedHeads(width: number): number {
  return width / 64
}

/**
 * Adds the text encoder to the weights' graph. Input `ids` int64 [R, L]: a text a row, start token first, padded with
 * the end token. Output `hidden` [R, L, D], after the last layer norm. Position i sees positions 0 to i.
 */
export function textEncoder(weights: Weights, config: TextEncoderConfig): void {
  const { graph } = weights
  const text = weights.at(root)
  const { vocabulary, positions, width, layers } = textEncoderSizes(weights)
  if (!Number.isInteger(config.heads) || width % config.heads !== 0) {
    throw new GraphError(
      `The text encoder's width ${width} is not ${config.heads} heads; give the number it was trained with.`,
    )
  }
  const ids_RL = graph.input('ids', ['R', positions], 'int64')
  const tokens_VD = text.get('embeddings.token_embedding.weight', [vocabulary, width])
  const positions_LD = text.get('embeddings.position_embedding.weight', [positions, width])
  const mask_11LL = causalMask(graph, positions)
  let x_RLD = graph.add(graph.gather(tokens_VD, ids_RL), positions_LD)
  for (let i = 0; i < layers; i++) x_RLD = layer(text.at(`encoder.layers.${i}`), x_RLD, mask_11LL, config.heads)
  graph.output('hidden', layerNorm(text.at('final_layer_norm'), x_RLD))
}

function layer(weights: Weights, x_RLD: Value, mask_11LL: Value, heads: number): Value {
  const { graph } = weights
  const attended = attention(weights.at('self_attn'), layerNorm(weights.at('layer_norm1'), x_RLD), mask_11LL, heads)
  const y_RLD = graph.add(x_RLD, attended)
  const hidden = linear(weights.at('mlp.fc1'), layerNorm(weights.at('layer_norm2'), y_RLD)) // [R, L, 4 D]
  return graph.add(y_RLD, linear(weights.at('mlp.fc2'), graph.quickGelu(hidden, 1.702)))
}

function attention(weights: Weights, x_RLD: Value, mask_11LL: Value, heads: number): Value {
  const [q, k, v] = ['q_proj', 'k_proj', 'v_proj'].map((key) => linear(weights.at(key), x_RLD)) as [Value, Value, Value]
  const scale = (weights.size('q_proj.weight') / heads) ** -0.5
  return linear(weights.at('out_proj'), weights.graph.attention(q, k, v, { heads, scale, bias: mask_11LL }))
}

function causalMask(graph: Graph, positions: number): Value {
  const values = Array.from({ length: positions ** 2 }, (_, i) =>
    i % positions > Math.floor(i / positions) ? masked : 0,
  )
  return graph.constant(values, [1, 1, positions, positions])
}
