/** Sizes of the grounding network (UniFusion), found from its tensors. */
import type { WeightSource } from '../graph/weights.ts'

/** Fourier frequencies of every location format; not in the tensors, but implied by every input width. */
export const frequencies = 16

/** Each image coordinate gives a sine and a cosine per frequency. */
export const codePerCoordinate = 2 * frequencies

export interface UniFusionConfig {
  /** Width of captions' features and of grounding tokens. */
  readonly width: number
  readonly maxInstances: number
  readonly scribblePoints: number
  readonly polygonPoints: number
  /** Side of the square planes that masks are drawn into. */
  readonly segmentSize: number
  readonly segmentTokens: number
  /** ConvNeXt blocks in each stage. */
  readonly depths: readonly number[]
}

/** The MLPs over a caption and a place, in token order. */
export const formats = ['box', 'point', 'scribble', 'polygon'] as const
export type Format = (typeof formats)[number]

/** Keys of the learned features that stand in for a format an instance does not have. */
export const nullKeys: Readonly<Record<Format, string>> = {
  box: 'null_position_feature',
  point: 'null_point_feature',
  scribble: 'null_scribble_feature',
  polygon: 'null_polygon_feature',
}

/** @returns undefined for a model without grounding (plain Stable Diffusion) */
export function uniFusionConfig(source: WeightSource): UniFusionConfig | undefined {
  const size = (key: string, axis = 0): number => source.shape(`position_net.${key}`)?.[axis] ?? 0
  if (!source.has('position_net.null_positive_feature')) return undefined
  const segmentTokens = size('pos_embedding', 1)
  const depths = [0, 1, 2, 3].map((stage) => {
    let blocks = 0
    while (source.has(`position_net.convnext_tiny_backbone.stages.${stage}.${blocks}.gamma`)) blocks++
    return blocks
  })
  return {
    width: size('null_positive_feature'),
    maxInstances: size('in_conv.weight', 1),
    scribblePoints: size('null_scribble_feature') / codePerCoordinate / 2,
    polygonPoints: size('null_polygon_feature') / codePerCoordinate / 2,
    // ConvNeXt divides the side by 32, and the reshape to tokens of 4 x width by another 2
    segmentSize: 64 * Math.sqrt(segmentTokens),
    segmentTokens,
    depths,
  }
}
