/**
 * Keys and shapes of the published `model` group (UNet with fusers and ScaleU, and the grounding network), made from the
 * published sizes: enough to measure that model's speed without having it.
 */
import { conv, withBias, type Entry, type Layout } from '../published-layout.ts'

const contextWidth = 768
const timeWidth = 1280
const hidden = 3072
const slots = 30

/** 1199 tensors, 1,228,333,437 parameters. */
export function publishedModel(): Layout {
  return new Map([
    ...timeEmbedding(),
    ...inputBlocks(),
    ...middleBlock(),
    ...outputBlocks(),
    ...scaleU(),
    ...grounding(),
  ])
}

const levels = [320, 640, 1280, 1280]

function timeEmbedding(): Entry[] {
  return [...withBias('time_embed.0', [timeWidth, 320]), ...withBias('time_embed.2', [timeWidth, timeWidth])]
}

function inputBlocks(): Entry[] {
  const entries = conv('input_blocks.0.0', 320, 4)
  let [index, width] = [1, 320]
  for (const [level, out] of levels.entries()) {
    for (let i = 0; i < 2; i++, index++) {
      entries.push(...residual(`input_blocks.${index}.0`, width, out))
      if (level < 3) entries.push(...transformer(`input_blocks.${index}.1`, out))
      width = out
    }
    if (level < 3) entries.push(...conv(`input_blocks.${index++}.0.op`, out, out))
  }
  return entries
}

function middleBlock(): Entry[] {
  return [
    ...residual('middle_block.0', 1280, 1280),
    ...transformer('middle_block.1', 1280),
    ...residual('middle_block.2', 1280, 1280),
  ]
}

/** Channels that each output block is given by its skip connection: the input blocks' outputs, last first. */
const skips = [1280, 1280, 1280, 1280, 1280, 640, 640, 640, 320, 320, 320, 320]

function outputBlocks(): Entry[] {
  let width = 1280
  const entries = skips.flatMap((skip, index) => {
    const level = 3 - Math.floor(index / 3)
    const out = levels[level]!
    const key = `output_blocks.${index}`
    const block = residual(`${key}.0`, width + skip, out)
    if (level < 3) block.push(...transformer(`${key}.1`, out))
    if (index % 3 === 2 && level > 0) block.push(...conv(`${key}.${level < 3 ? 2 : 1}.conv`, out, out))
    width = out
    return block
  })
  return [...entries, ...withBias('out.0', [320]), ...conv('out.2', 4, 320)]
}

function scaleU(): Entry[] {
  const widths = [...Array<number>(7).fill(1280), ...Array<number>(3).fill(640), 320, 320]
  return widths.flatMap((width, i): Entry[] => [
    [`scaleu_b_${i}`, [width]],
    [`scaleu_s_${i}`, [1]],
  ])
}

function residual(key: string, inner: number, out: number): Entry[] {
  return [
    ...withBias(`${key}.in_layers.0`, [inner]),
    ...conv(`${key}.in_layers.2`, out, inner),
    ...withBias(`${key}.emb_layers.1`, [out, timeWidth]),
    ...withBias(`${key}.out_layers.0`, [out]),
    ...conv(`${key}.out_layers.3`, out, out),
    ...(inner === out ? [] : conv(`${key}.skip_connection`, out, inner, 1)),
  ]
}

function transformer(key: string, width: number): Entry[] {
  const block = `${key}.transformer_blocks.0`
  return [
    ...withBias(`${key}.norm`, [width]),
    ...conv(`${key}.proj_in`, width, width, 1),
    ...attention(`${block}.attn1`, width, width),
    ...attention(`${block}.attn2`, width, contextWidth),
    ...feedForward(`${block}.ff`, width),
    ...[1, 2, 3].flatMap((i) => withBias(`${block}.norm${i}`, [width])),
    ...fuser(`${block}.fuser`, width),
    ...conv(`${key}.proj_out`, width, width, 1),
  ]
}

function fuser(key: string, width: number): Entry[] {
  return [
    [`${key}.alpha_attn`, []],
    [`${key}.alpha_dense`, []],
    ...withBias(`${key}.linear`, [width, contextWidth]),
    ...attention(`${key}.attn`, width, width),
    ...feedForward(`${key}.ff`, width),
    ...[1, 2].flatMap((i) => withBias(`${key}.norm${i}`, [width])),
  ]
}

function attention(key: string, width: number, keyWidth: number): Entry[] {
  return [
    [`${key}.to_q.weight`, [width, width]],
    [`${key}.to_k.weight`, [width, keyWidth]],
    [`${key}.to_v.weight`, [width, keyWidth]],
    ...withBias(`${key}.to_out.0`, [width, width]),
  ]
}

function feedForward(key: string, width: number): Entry[] {
  return [...withBias(`${key}.net.0.proj`, [8 * width, width]), ...withBias(`${key}.net.2`, [width, 4 * width])]
}

/** Fourier code of each location format, and the learned vector that stands in for it. */
const codes = { position: 128, point: 64, scribble: 1280, polygon: 16384 }

function grounding(): Entry[] {
  const inner = [...Object.values(codes).map((code) => contextWidth + code), hidden]
  const entries: Entry[] = [
    ['pos_embedding', [1, 64, hidden]],
    ['null_positive_feature', [contextWidth]],
    ...Object.entries(codes).map(([name, size]): Entry => [`null_${name}_feature`, [size]]),
    ['null_seg_feature', [hidden]],
    ...conv('in_conv', 3, slots),
    ...convNext('convnext_tiny_backbone'),
    ...inner.flatMap((size, i) => [
      ...withBias(`linears_list.${i}.0`, [hidden, size]),
      ...withBias(`linears_list.${i}.2`, [hidden, hidden]),
      ...withBias(`linears_list.${i}.4`, [contextWidth, hidden]),
    ]),
  ]
  return entries.map(([key, shape]) => [`position_net.${key}`, shape])
}

/** ConvNeXt-tiny without its last norm and head. */
function convNext(key: string): Entry[] {
  const [widths, depths] = [
    [96, 192, 384, 768],
    [3, 3, 9, 3],
  ]
  return widths.flatMap((width, stage) => {
    const down = `${key}.downsample_layers.${stage}`
    const inner = widths[stage - 1] ?? 3
    const entry =
      stage === 0
        ? [...conv(`${down}.0`, width, inner, 4), ...withBias(`${down}.1`, [width])]
        : [...withBias(`${down}.0`, [inner]), ...conv(`${down}.1`, width, inner, 2)]
    const blocks = Array.from({ length: depths[stage]! }, (_, i) => convNextBlock(`${key}.stages.${stage}.${i}`, width))
    return [...entry, ...blocks.flat()]
  })
}

function convNextBlock(key: string, width: number): Entry[] {
  return [
    [`${key}.gamma`, [width]],
    ...withBias(`${key}.dwconv`, [width, 1, 7, 7]),
    ...withBias(`${key}.norm`, [width]),
    ...withBias(`${key}.pwconv1`, [4 * width, width]),
    ...withBias(`${key}.pwconv2`, [width, 4 * width]),
  ]
}
