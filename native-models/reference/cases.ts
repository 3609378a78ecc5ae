/** How each kind of golden case is run: through the very networks and samplers that make pictures. */
import { captionFeature } from '../clip/caption.ts'
import { publishedTimesteps, gates, sdAlphasCumprod } from '../sampler/schedule.ts'
import { TorchGenerator } from '../sampler/randn.ts'
import { float32, type Tensor } from '../session/tensor.ts'
import { joined, type MapSize, type Networks } from '../networks.ts'
import type { Weights } from '../graph/weights.ts'
import type { Value } from '../graph/graph.ts'
import { keysValues, attend, feedForward } from '../unet/attention.ts'
import { double, halve, lowFrequencies, residualBlock, scaleU } from '../unet/blocks.ts'
import { sinusoids, timeEmbedding } from '../unet/time.ts'
import {
  gatedFuser,
  groundingKeys,
  spatialTransformer,
  transformerBlock,
  wordKeys,
  type Conditioning,
} from '../unet/transformer.ts'
import { fourierCode } from '../unifusion/fourier.ts'
import { mapTokens, segmentMap } from '../unifusion/graph.ts'
import { segmentPlanes, type Grounding, type GroundingTokens } from '../unifusion/slots.ts'
import { sampleLatents, toBytes } from '../vae/pixels.ts'
import type { CaseParams, GoldenArray, GoldenModel } from './golden.ts'

export type Outputs = Readonly<Record<string, ArrayLike<number>>>

export interface CaseContext {
  readonly model: GoldenModel
  readonly networks: Networks
  readonly params: CaseParams
  has(name: string): boolean
  /** Whether the case expects such an output. */
  expects(name: string): boolean
  /** @throws RangeError or CheckpointError for an array that is not there */
  input(name: string): GoldenArray
}

type RunCase = (context: CaseContext) => Promise<Outputs> | Outputs

/** Cases that are one function or one network; samplers and whole pictures are in runs.ts. */
export const partCases: Readonly<Record<string, RunCase>> = {
  randn({ params }) {
    const generator = new TorchGenerator(params.seed)
    return Object.fromEntries(params.draws.map((shape, i) => [i, generator.randn(shape.reduce((a, b) => a * b, 1))]))
  },

  schedule({ params }) {
    const { steps, linearStart, linearEnd, trainSteps } = params
    const all = sdAlphasCumprod(linearStart, linearEnd, trainSteps)
    const timesteps = publishedTimesteps(steps).toReversed()
    const alphas = timesteps.map((t) => all[t]!)
    return {
      timesteps,
      alphas,
      alphasPrev: [all[0]!, ...alphas.slice(0, -1)],
      sqrtOneMinusAlphas: alphas.map((a) => Math.sqrt(1 - a)),
    }
  },

  alphaSchedule: ({ params }) => ({ alphas: gates(params.length, params.type) }),

  async textEncoder(context) {
    const tokens = context.input('tokens')
    const lastHiddenState = await context.networks.encodeText([...tokens.values])
    return { lastHiddenState, pooled: pooled(tokens, lastHiddenState, endTokenOf(context)) }
  },

  async timeEmbedding({ networks, params, input }) {
    const timesteps = [...input('timesteps').values]
    const sinusoid = sinusoids(timesteps, params.dim)
    const outputs = await networks.runOnce(
      'model',
      (weights) =>
        weights.graph.output('embedding', timeEmbedding(weights, weights.graph.input('sinusoid', ['S', params.dim]))),
      { sinusoid: float32(sinusoid, [timesteps.length, params.dim]) },
    )
    return { sinusoid, embedding: numbers(outputs.embedding) }
  },

  fourier({ input }) {
    const x = input('x')
    return { embedding: fourierCode(x.values, x.shape.at(-1)!) }
  },

  async grounding(context) {
    const scenes = groundingsOf(context)
    const tokens = joined((await tokensOf(context, scenes, false)).map((each) => each.tokens_TD))
    return { tokens, ...(await segmentFeatures(context, scenes)) }
  },

  resBlock: ({ networks, params, input }) =>
    onWeights(networks, params.key, { x: input('x'), emb: input('emb') }, (at, { x, emb }) => {
      const { graph } = at
      const time = graph.gemm(
        graph.silu(emb!),
        at.get('emb_layers.1.weight', [...at.shape('emb_layers.1.weight')]),
        at.get('emb_layers.1.bias', [...at.shape('emb_layers.1.bias')]),
      )
      return residualBlock(at, x!, time, networks.config.unet.groups)
    }),

  // the key names the convolution itself
  downsample: ({ networks, params, input }) =>
    onWeights(networks, parentOf(params.key), { x: input('x') }, (at, { x }) => halve(at, x!)),

  upsample: ({ networks, params, input }) =>
    onWeights(networks, parentOf(params.key), { x: input('x') }, (at, { x }) => double(at, x!)),

  selfAttention: ({ networks, params, input }) =>
    onWeights(networks, params.key, { x: input('x') }, (at, { x }) =>
      attend(at, x!, keysValues(at, x!), networks.config.unet.heads),
    ),

  crossAttention: ({ networks, params, input }) =>
    onWeights(networks, params.key, { x: input('x'), context: input('context') }, (at, { x, context }) =>
      attend(at, x!, keysValues(at, context!), networks.config.unet.heads),
    ),

  feedForward: ({ networks, params, input }) =>
    onWeights(networks, params.key, { x: input('x') }, (at, { x }) => feedForward(at, x!)),

  gatedFuser: ({ networks, params, input }) => {
    const { heads } = networks.config.unet
    return onWeights(networks, parentOf(params.key), { x: input('x'), objs: input('objs') }, (block, { x, objs }) => {
      const strength = block.graph.constant([params.scale], [])
      return gatedFuser(block.at('fuser'), x!, { ...groundingKeys(block, objs!, heads), strength }, heads)
    })
  },

  transformerBlock: ({ networks, params, input }) => {
    const { heads } = networks.config.unet
    const inputs = { x: input('x'), context: input('context'), objs: input('objs') }
    return onWeights(networks, params.key, inputs, (block, { x, context, objs }) =>
      transformerBlock(block, x!, conditioningOf(block, context!, objs!, params.scale, heads), heads),
    )
  },

  spatialTransformer: ({ networks, params, input }) => {
    const { unet: config } = networks.config
    const inputs = { x: input('x'), context: input('context'), objs: input('objs') }
    return onWeights(networks, params.key, inputs, (at, { x, context, objs }) =>
      spatialTransformer(
        at,
        x!,
        conditioningOf(at.at('transformer_blocks.0'), context!, objs!, params.scale, config.heads),
        config,
      ),
    )
  },

  async scaleU({ networks, input }) {
    const [h, skip, b, s] = [input('h'), input('skip'), input('b'), input('s')]
    const [height, width] = skip.shape.slice(-2) as [number, number]
    const outputs = await networks.runOnce(
      'model',
      ({ graph }) => {
        const basis = graph.constant([...lowFrequencies(height, width)], [height * width, 7])
        const gain = graph.input('b', [b.shape[0]!, 1, 1])
        const y = scaleU(
          graph,
          graph.input('h', h.shape),
          graph.input('skip', skip.shape),
          { b: gain, s: graph.input('s', [1]) },
          basis,
        )
        graph.output('y', y)
      },
      { h: tensor(h), skip: tensor(skip), b: float32(b.values, [b.shape[0]!, 1, 1]), s: float32(s.values, [1]) },
    )
    return { y: numbers(outputs.y) }
  },

  async vaeDecode({ networks, input }) {
    const latent = input('latent')
    const { batch, ...size } = mapsOf(latent)
    const image = await networks.decode(latent.values, size, batch)
    return { image, rgb8: bytesOf(image, batch) }
  },

  async vaeEncode({ networks, has, input }) {
    const image = input('image')
    const { batch, ...size } = mapsOf(image)
    const { mean, logvar } = await networks.encode(image.values, size, batch)
    const { scaleFactor } = networks.config.autoencoder
    return {
      latent: mean,
      logvar,
      ...(has('noise') && { sampled: sampleLatents(mean, logvar, input('noise').values, scaleFactor) }),
    }
  },
}

/** Sizes of maps [B, C, h, w]. @throws RangeError for an array that is none */
export function mapsOf({ shape }: GoldenArray): MapSize & { readonly batch: number } {
  const [batch, , height, width] = shape
  if (shape.length === 4) return { batch: batch!, height: height!, width: width! }
  throw new RangeError(`An input is [${shape.join(', ')}], expected pictures or latents [B, C, h, w].`)
}

/** The scenes of a case's batch, one grounding a picture; without arrays, the empty one. */
export function groundingsOf({ networks, params, input }: CaseContext, batch = input('masks').shape[0]!): Grounding[] {
  const names = {
    valid_N: 'masks',
    boxes_N4: 'boxes',
    points_N2: 'points',
    scribbles_NS: 'scribbles',
    polygons_NP: 'polygons',
  } as const
  const arrays = Object.entries(names).map(([key, name]) => [key, input(name)] as const)
  const segs = input('segs')
  const count = segs.shape[1]!
  for (const name of [...Object.values(names), 'positive_embeddings', 'segs']) {
    const { shape } = input(name)
    if (shape[0] === batch && shape[1] === count) continue
    throw new RangeError(`"${name}" is [${shape.join(', ')}], but there are ${batch} pictures of ${count} slots.`)
  }
  return Array.from({ length: batch }, (_, b) => ({
    ...(Object.fromEntries(arrays.map(([key, array]) => [key, rowOf(array, b)])) as Record<
      keyof typeof names,
      Float32Array
    >),
    count,
    ...(count > 0 && { segs: squarePlanes(segs, b, networks.config.grounding!.segmentSize) }),
    drop: params.drop,
  }))
}

/** Planes of one picture; those that are not square are brought to the size that the network takes, by nearest pixel. */
function squarePlanes(segs: GoldenArray, picture: number, side: number): NonNullable<Grounding['segs']> {
  const [, count, height, width] = segs.shape as [number, number, number, number]
  const from = Uint8Array.from(rowOf(segs, picture))
  if (height === width) return { size: height, planes: from }
  const planes = Uint8Array.from({ length: count * side * side }, (_, i) => {
    const [y, x] = [Math.floor(i / side) % side, i % side]
    const row = Math.floor(i / side ** 2) * height + Math.floor((y * height) / side)
    return from[row * width + Math.floor((x * width) / side)]!
  })
  return { size: side, planes }
}

/** Grounding tokens of each scene. */
export async function tokensOf(
  { networks, input }: CaseContext,
  scenes: readonly Grounding[],
  merge: boolean,
): Promise<GroundingTokens[]> {
  const features = input('positive_embeddings')
  const tokens: GroundingTokens[] = []
  for (const [b, scene] of scenes.entries())
    tokens.push(await networks.groundingTokens(scene, rowOf(features, b), merge))
  return tokens
}

/** The token that ends a text: the last of the vocabulary, unless the folder says otherwise. */
export function endTokenOf({ model, networks }: CaseContext): number {
  return model.sizes.text?.eos ?? networks.config.text.vocabulary - 1
}

/** Caption features: the states at each text's first end token, [R, D]. */
export function pooled(tokens: GoldenArray, hidden_RLD: Float32Array, endToken: number): Float32Array {
  const rows = tokens.shape[0]!
  const perText = hidden_RLD.length / rows
  const texts = Array.from({ length: rows }, (_, row) =>
    captionFeature(hidden_RLD.subarray(row * perText, (row + 1) * perText), [...rowOf(tokens, row)], endToken),
  )
  return joined(texts)
}

/** Element `row` along the first axis. */
export function rowOf({ shape, values }: GoldenArray, row: number): Float32Array {
  const size = values.length / shape[0]!
  return values.slice(row * size, (row + 1) * size)
}

/** Bytes of each picture of a batch, [B, H, W, 3]. */
export function bytesOf(image_B3HW: Float32Array, batch: number): Uint8Array {
  const size = image_B3HW.length / batch
  const bytes = new Uint8Array(image_B3HW.length)
  for (let b = 0; b < batch; b++) bytes.set(toBytes(image_B3HW.subarray(b * size, (b + 1) * size)), b * size)
  return bytes
}

/** What the published code makes of the planes before it chooses whether to use them. */
async function segmentFeatures({ networks, expects }: CaseContext, scenes: readonly Grounding[]): Promise<Outputs> {
  if (!expects('segFeatureMap') && !expects('segFeature')) return {}
  const config = networks.config.grounding!
  const shape = [scenes.length, config.maxInstances, config.segmentSize, config.segmentSize]
  const each = shape.slice(1).reduce((a, b) => a * b)
  const planes = new Uint8Array(each * scenes.length)
  for (const [b, scene] of scenes.entries()) {
    const own = segmentPlanes({ ...scene, drop: { ...scene.drop, masks: false } }, config)
    if (own) planes.set(own, b * each)
  }
  const outputs = await networks.runOnce(
    'model',
    (weights) => {
      const net = weights.at('position_net')
      const map = segmentMap(net, weights.graph.input('planes', shape, 'uint8'), config)
      weights.graph.output('map', map)
      weights.graph.output('feature', mapTokens(net, map, config.segmentTokens))
    },
    { planes: { type: 'uint8', data: planes, shape } },
  )
  return { segFeatureMap: numbers(outputs.map), segFeature: numbers(outputs.feature) }
}

function conditioningOf(block: Weights, context: Value, objs: Value, scale: number, heads: number): Conditioning {
  const words = wordKeys(block, context)
  const strength = block.graph.constant([scale], [])
  return { words, grounding: { ...groundingKeys(block, objs, heads), strength } }
}

async function onWeights(
  networks: Networks,
  key: string,
  inputs: Readonly<Record<string, GoldenArray>>,
  build: (at: Weights, values: Record<string, Value>) => Value,
): Promise<Outputs> {
  const outputs = await networks.runOnce(
    'model',
    (weights) => {
      const values = Object.entries(inputs).map(
        ([name, { shape }]) => [name, weights.graph.input(name, shape)] as const,
      )
      weights.graph.output('y', build(weights.at(key), Object.fromEntries(values)))
    },
    Object.fromEntries(Object.entries(inputs).map(([name, array]) => [name, tensor(array)])),
  )
  return { y: numbers(outputs.y) }
}

function tensor({ values, shape }: GoldenArray): Tensor {
  return float32(values, shape)
}

function numbers(value: Tensor | undefined): Float32Array {
  return value!.data as Float32Array
}

function parentOf(key: string): string {
  return key.slice(0, key.lastIndexOf('.'))
}
