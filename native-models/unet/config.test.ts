/** The UNet's layout, found from keys and shapes alone. */
import { describe, expect, it } from 'vitest'
import { layoutSource } from '../../test/published-layout.ts'
import { allBlocks, residualKeys, transformerKeys, unetConfig, type UNetConfig } from './config.ts'

const residual = 'in_layers.0.weight'
const transformer = 'proj_in.weight'
const attention = 'transformer_blocks.0.attn2.to_k.weight'

/** Two levels of one residual block each, attention on the first. */
const small: Readonly<Record<string, readonly number[]>> = {
  'input_blocks.0.0.weight': [32, 4, 3, 3],
  [`input_blocks.1.0.${residual}`]: [32],
  [`input_blocks.1.1.${transformer}`]: [32, 32, 1, 1],
  [`input_blocks.1.1.${attention}`]: [32, 48],
  'input_blocks.2.0.op.weight': [32, 32, 3, 3],
  [`input_blocks.3.0.${residual}`]: [32],
  [`middle_block.0.${residual}`]: [64],
  [`middle_block.1.${transformer}`]: [64, 64, 1, 1],
  [`middle_block.2.${residual}`]: [64],
  [`output_blocks.0.0.${residual}`]: [128],
  [`output_blocks.1.0.${residual}`]: [96],
  'output_blocks.1.1.conv.weight': [64, 64, 3, 3],
  [`output_blocks.2.0.${residual}`]: [96],
  [`output_blocks.2.1.${transformer}`]: [32, 32, 1, 1],
  [`output_blocks.3.0.${residual}`]: [64],
  [`output_blocks.3.1.${transformer}`]: [32, 32, 1, 1],
  'out.2.weight': [4, 32, 3, 3],
}

function configOf(changes: Readonly<Record<string, readonly number[] | undefined>> = {}): UNetConfig {
  const entries = Object.entries({ ...small, ...changes }).flatMap(([key, shape]) =>
    shape ? [[key, shape] as const] : [],
  )
  return unetConfig(layoutSource(new Map(entries)), { heads: 8, groups: 16 })
}

describe('the layout of a UNet', () => {
  it('M2 each block has its layers in order, and the level of the map that comes in', () => {
    expect(allBlocks(configOf())).toEqual([
      { key: 'input_blocks.0', layers: ['conv'], level: 0 },
      { key: 'input_blocks.1', layers: ['residual', 'transformer'], level: 0 },
      { key: 'input_blocks.2', layers: ['down'], level: 0 },
      { key: 'input_blocks.3', layers: ['residual'], level: 1 },
      { key: 'middle_block', layers: ['residual', 'transformer', 'residual'], level: 1 },
      { key: 'output_blocks.0', layers: ['residual'], level: 1 },
      { key: 'output_blocks.1', layers: ['residual', 'up'], level: 1 },
      { key: 'output_blocks.2', layers: ['residual', 'transformer'], level: 0 },
      { key: 'output_blocks.3', layers: ['residual', 'transformer'], level: 0 },
    ])
  })

  it('M2 sizes come from shapes, heads and groups from what else is known', () => {
    expect(configOf()).toMatchObject({
      channels: 4,
      modelChannels: 32,
      contextWidth: 48,
      levels: 1,
      heads: 8,
      groups: 16,
      hasFusers: false,
      hasScaleU: false,
    })
  })

  it('M2 fusers and ScaleU are found apart from each other', () => {
    const fuser = { 'input_blocks.1.1.transformer_blocks.0.fuser.linear.weight': [32, 48] }
    expect(configOf(fuser)).toMatchObject({ hasFusers: true, hasScaleU: false })
    expect(configOf({ scaleu_b_0: [64] })).toMatchObject({ hasFusers: false, hasScaleU: true })
  })

  it('M2 transformers and residual blocks are listed in the order of the forward pass', () => {
    const config = configOf()
    expect(transformerKeys(config)).toEqual([
      'input_blocks.1.1',
      'middle_block.1',
      'output_blocks.2.1',
      'output_blocks.3.1',
    ])
    expect(residualKeys(config).slice(0, 5)).toEqual([
      'input_blocks.1.0',
      'input_blocks.3.0',
      'middle_block.0',
      'middle_block.2',
      'output_blocks.0.0',
    ])
  })
})

describe('M2 a file is refused in one sentence', () => {
  const withoutTransformers = Object.fromEntries(
    Object.keys(small)
      .filter((key) => /proj_in|attn2/.test(key))
      .map((key) => [key, undefined]),
  )
  const middle = {
    [`middle_block.0.${residual}`]: undefined,
    [`middle_block.1.${transformer}`]: undefined,
    [`middle_block.2.${residual}`]: undefined,
  }
  it.each([
    ['without a first convolution', { 'input_blocks.0.0.weight': undefined }, 'input_blocks.0.0.weight is missing.'],
    [
      'that ends early',
      { 'input_blocks.2.0.op.weight': undefined },
      'it has 2 blocks on the way down, 3 layers in the middle, 4 blocks on the way up.',
    ],
    ['without a middle', middle, 'it has 4 blocks on the way down, 0 layers in the middle'],
    ['without words', withoutTransformers, 'it has no transformers, so no words.'],
    [
      'for filling in, whose latents carry a mask',
      { 'input_blocks.0.0.weight': [32, 9, 3, 3] },
      'it takes 9 channels of latents and gives 4.',
    ],
    ['without a last convolution', { 'out.2.weight': undefined }, 'it takes 4 channels of latents and gives none.'],
  ])('M2 %s', (_, changes, reason) => {
    const read = (): UNetConfig => configOf(changes)
    expect(read).toThrow(RangeError)
    expect(read).toThrow(`"published.pth" has no UNet of the Stable Diffusion 1 family: ${reason}`)
  })
})
