/** Sizes of the grounding network, found from keys and shapes alone. */
import { describe, expect, it } from 'vitest'
import { layoutSource } from '../../test/published-layout.ts'
import { uniFusionConfig } from './config.ts'

describe('the grounding network', () => {
  it('M2 the published tensors give the published sizes', () => {
    const blocks = [3, 3, 9, 3].flatMap((depth, stage) =>
      Array.from(
        { length: depth },
        (_, i) => [`position_net.convnext_tiny_backbone.stages.${stage}.${i}.gamma`, [96]] as const,
      ),
    )
    const layout = new Map<string, readonly number[]>([
      ['position_net.null_positive_feature', [768]],
      ['position_net.null_scribble_feature', [1280]],
      ['position_net.null_polygon_feature', [16384]],
      ['position_net.in_conv.weight', [3, 30, 3, 3]],
      ['position_net.pos_embedding', [1, 64, 3072]],
      ...blocks,
    ])
    expect(uniFusionConfig(layoutSource(layout))).toEqual({
      width: 768,
      maxInstances: 30,
      scribblePoints: 20,
      polygonPoints: 256,
      segmentSize: 512,
      segmentTokens: 64,
      depths: [3, 3, 9, 3],
    })
  })

  it('M2 a model without it is plain Stable Diffusion', () => {
    expect(uniFusionConfig(layoutSource(new Map([['input_blocks.0.0.weight', [320, 4, 3, 3]]])))).toBeUndefined()
  })
})
