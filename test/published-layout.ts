/** Keys and shapes of the published checkpoint's text encoder and autoencoder, made from the published sizes. */
import type { WeightSource } from '../native-models/graph/weights.ts'

export type Layout = ReadonlyMap<string, readonly number[]>

export type Entry = readonly [string, readonly number[]]

/** CLIP ViT-L/14: 12 layers of width 768. */
export function publishedTextEncoder(): Layout {
  const root = 'transformer.text_model'
  const width = 768
  const layers = Array.from({ length: 12 }, (_, i) => textLayer(`${root}.encoder.layers.${i}`, width)).flat()
  return new Map([
    [`${root}.embeddings.token_embedding.weight`, [49408, width]],
    [`${root}.embeddings.position_embedding.weight`, [77, width]],
    ...layers,
    ...withBias(`${root}.final_layer_norm`, [width]),
  ])
}

/** Levels of 128, 256, 512 and 512 channels; two blocks a level in the encoder, three in the decoder. */
export function publishedAutoencoder(): Layout {
  const widths = [128, 256, 512, 512]
  return new Map([
    ...conv('encoder.conv_in', 128, 3),
    ...widths.flatMap((out, i) => level(`encoder.down.${i}`, widths[i - 1] ?? 128, out, 2)),
    ...[0, 1, 2].flatMap((i) => conv(`encoder.down.${i}.downsample.conv`, widths[i]!, widths[i]!)),
    ...middle('encoder.mid'),
    ...withBias('encoder.norm_out', [512]),
    ...conv('encoder.conv_out', 8, 512),
    ...conv('quant_conv', 8, 8, 1),
    ...conv('post_quant_conv', 4, 4, 1),
    ...conv('decoder.conv_in', 512, 4),
    ...middle('decoder.mid'),
    ...widths.flatMap((out, i) => level(`decoder.up.${i}`, widths[i + 1] ?? 512, out, 3)),
    ...[1, 2, 3].flatMap((i) => conv(`decoder.up.${i}.upsample.conv`, widths[i]!, widths[i]!)),
    ...withBias('decoder.norm_out', [128]),
    ...conv('decoder.conv_out', 3, 128),
  ])
}

/** Weights of that layout without numbers: enough to build a graph, not to open it. */
export function layoutSource(layout: Layout): WeightSource {
  return {
    file: 'published.pth',
    has: (key) => layout.has(key),
    shape: (key) => layout.get(key),
    tensor: (key) => ({
      type: 'float32',
      shape: layout.get(key)!,
      data: { location: 'published.pth', offset: 0, byteLength: 0 },
    }),
  }
}

/** Numbers in all tensors. */
export function parameters(layout: Layout): number {
  return [...layout.values()].reduce((total, shape) => total + shape.reduce((a, b) => a * b, 1), 0)
}

function textLayer(key: string, width: number): Entry[] {
  const projections = ['q_proj', 'k_proj', 'v_proj', 'out_proj']
  return [
    ...projections.flatMap((part) => withBias(`${key}.self_attn.${part}`, [width, width])),
    ...withBias(`${key}.layer_norm1`, [width]),
    ...withBias(`${key}.layer_norm2`, [width]),
    ...withBias(`${key}.mlp.fc1`, [4 * width, width]),
    ...withBias(`${key}.mlp.fc2`, [width, 4 * width]),
  ]
}

function level(key: string, inner: number, out: number, blocks: number): Entry[] {
  return Array.from({ length: blocks }, (_, i) => block(`${key}.block.${i}`, i === 0 ? inner : out, out)).flat()
}

function middle(key: string): Entry[] {
  const attention = ['q', 'k', 'v', 'proj_out'].flatMap((part) => conv(`${key}.attn_1.${part}`, 512, 512, 1))
  return [
    ...block(`${key}.block_1`, 512, 512),
    ...withBias(`${key}.attn_1.norm`, [512]),
    ...attention,
    ...block(`${key}.block_2`, 512, 512),
  ]
}

function block(key: string, inner: number, out: number): Entry[] {
  const shortcut = inner === out ? [] : conv(`${key}.nin_shortcut`, out, inner, 1)
  return [
    ...withBias(`${key}.norm1`, [inner]),
    ...conv(`${key}.conv1`, out, inner),
    ...withBias(`${key}.norm2`, [out]),
    ...conv(`${key}.conv2`, out, out),
    ...shortcut,
  ]
}

/** A convolution with a bias. */
export function conv(key: string, out: number, inner: number, kernel = 3): Entry[] {
  return withBias(key, [out, inner, kernel, kernel])
}

/** A weight, and a bias of its first size. */
export function withBias(key: string, shape: readonly number[]): Entry[] {
  return [
    [`${key}.weight`, shape],
    [`${key}.bias`, [shape[0]!]],
  ]
}
