/** The UNet's layout, found from its tensors: which layers each block has, and where it halves and doubles the map. */
import type { WeightSource } from '../graph/weights.ts'

export type Layer = 'conv' | 'residual' | 'transformer' | 'down' | 'up'

export interface Block {
  /** Checkpoint key, 'input_blocks.4' */
  readonly key: string
  /** Layers in order; layer i has the key `${key}.${i}` */
  readonly layers: readonly Layer[]
  /** How often the map that comes in has been halved. */
  readonly level: number
}

export interface UNetConfig {
  readonly input: readonly Block[]
  readonly middle: Block
  readonly output: readonly Block[]
  /** Channels of latents. */
  readonly channels: number
  readonly modelChannels: number
  readonly contextWidth: number
  /** Times that the map is halved: latent sides must be multiples of 2^levels. */
  readonly levels: number
  readonly heads: number
  readonly groups: number
  /** Whether there are fusers (grounding), and ScaleU. Plain Stable Diffusion has neither. */
  readonly hasFusers: boolean
  readonly hasScaleU: boolean
}

/** What tensors cannot tell. The published model has 8 heads and 32 groups. */
export interface UNetHints {
  readonly heads: number
  readonly groups: number
}

/** @throws RangeError if the tensors are not those of a UNet of this family, or not all of them */
export function unetConfig(source: WeightSource, hints: UNetHints): UNetConfig {
  const first = source.shape('input_blocks.0.0.weight')
  if (!first) throw refusal(source, 'input_blocks.0.0.weight is missing')
  const input = blocks(source, 'input_blocks', 0)
  const levels = input.filter((block) => block.layers[0] === 'down').length
  const middle = { key: 'middle_block', layers: layersOf(source, 'middle_block'), level: levels }
  const output = blocks(source, 'output_blocks', levels)
  if (input.length !== output.length || middle.layers.length === 0) {
    const parts = `${input.length} blocks on the way down, ${middle.layers.length} layers in the middle, ${output.length} blocks on the way up`
    throw refusal(source, `it has ${parts}`)
  }
  const transformer = transformerKeys({ input, middle, output })[0]
  if (!transformer) throw refusal(source, 'it has no transformers, so no words')
  const given = source.shape('out.2.weight')?.[0]
  if (given !== first[1]) throw refusal(source, `it takes ${first[1]} channels of latents and gives ${given ?? 'none'}`)
  const contextKey = `${transformer}.transformer_blocks.0.attn2.to_k.weight`
  return {
    input,
    middle,
    output,
    channels: first[1]!,
    modelChannels: first[0]!,
    contextWidth: source.shape(contextKey)?.[1] ?? 0,
    levels,
    ...hints,
    hasFusers: source.has(`${transformer}.transformer_blocks.0.fuser.linear.weight`),
    hasScaleU: source.has('scaleu_b_0'),
  }
}

function refusal({ file }: WeightSource, reason: string): RangeError {
  return new RangeError(`"${file}" has no UNet of the Stable Diffusion 1 family: ${reason}.`)
}

type Blocks = Pick<UNetConfig, 'input' | 'middle' | 'output'>

export function allBlocks({ input, middle, output }: Blocks): Block[] {
  return [...input, middle, ...output]
}

/** Keys of all spatial transformers, in the order of the forward pass. */
export function transformerKeys(config: Blocks): string[] {
  return layerKeys(config, 'transformer')
}

/** Keys of all residual blocks, in the order of the forward pass. */
export function residualKeys(config: Blocks): string[] {
  return layerKeys(config, 'residual')
}

function layerKeys(config: Blocks, wanted: Layer): string[] {
  return allBlocks(config).flatMap(({ key, layers }) =>
    layers.flatMap((layer, i) => (layer === wanted ? [`${key}.${i}`] : [])),
  )
}

function blocks(source: WeightSource, list: string, startLevel: number): Block[] {
  const found: Block[] = []
  let level = startLevel
  for (let i = 0; ; i++) {
    const key = `${list}.${i}`
    const layers = layersOf(source, key)
    if (layers.length === 0) return found
    found.push({ key, layers, level })
    if (layers.includes('down')) level++
    if (layers.includes('up')) level--
  }
}

function layersOf(source: WeightSource, block: string): Layer[] {
  const found: Layer[] = []
  for (let i = 0; ; i++) {
    const layer = layerAt(source, `${block}.${i}`)
    if (!layer) return found
    found.push(layer)
  }
}

function layerAt(source: WeightSource, key: string): Layer | undefined {
  if (source.has(`${key}.in_layers.0.weight`)) return 'residual'
  if (source.has(`${key}.proj_in.weight`)) return 'transformer'
  if (source.has(`${key}.op.weight`)) return 'down'
  if (source.has(`${key}.conv.weight`)) return 'up'
  return source.has(`${key}.weight`) ? 'conv' : undefined
}
