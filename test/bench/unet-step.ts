/**
 * Part a: one pass of a Stable Diffusion 1.5-size UNet with grounding, as a render makes it, against what one large
 * convolution reaches in the same process. One thread, so that processor time can stand for wall time on a busy machine.
 */
import path from 'node:path'
import { openCheckpointSync, type Checkpoint } from '../../native-models/checkpoint/checkpoint.ts'
import { Graph } from '../../native-models/graph/graph.ts'
import { conv2d } from '../../native-models/graph/layers.ts'
import { Weights } from '../../native-models/graph/weights.ts'
import { modelConfig, type ModelConfig } from '../../native-models/model-config.ts'
import { Networks, type Pass } from '../../native-models/networks.ts'
import { openSession, type Session } from '../../native-models/session/session.ts'
import { float32 } from '../../native-models/session/tensor.ts'
import { unet } from '../../native-models/unet/graph.ts'
import { weightSource } from '../../native-models/weight-source.ts'
import { examplePass } from './examples.ts'
import { load, ownBytes, spread, timed, writtenBytes, type Spread } from './measures.ts'
import { byKind, gigaMacs, readProfile, type NodeCost } from './profile.ts'
import { modelBytes, modelFileName } from './random-model.ts'
import { digits, type PartOptions, type Row } from './row.ts'
import { sizedSavings } from './sized-savings.ts'

const instances = 3
const side = 64
const device = { device: 'cpu', threads: 1 } as const
const openings = 5

/** 3 x 3 convolutions that stand for what the machine can do; shares are of the first. */
const convolutions = [
  { key: 'input_blocks.1.0.out_layers.3', channels: 320, side: 64 },
  { key: 'input_blocks.5.0.out_layers.3', channels: 640, side: 32 },
  { key: 'input_blocks.8.0.out_layers.3', channels: 1280, side: 16 },
]
const repeats = 8

export async function unetStep({ folder, rounds }: PartOptions): Promise<Row[]> {
  const writtenBefore = writtenBytes()
  const checkpoint = openCheckpointSync(path.join(folder, modelFileName))
  const config = modelConfig(checkpoint)
  const opened = await open(checkpoint, config)
  const networks = new Networks(checkpoint, config, device)
  const pass = await examplePass(networks, { instances, side, merge: true })
  const beforeRun = ownBytes()
  await networks.predict(pass)
  const grownByRun = ownBytes() - beforeRun
  const speed = await compare(networks, pass, checkpoint, rounds)
  const written = writtenBytes() - writtenBefore
  const saved = await sizedSavings(networks, pass)
  await networks.release()
  // only now, because a profile is a file
  const nodes = await profiled(checkpoint, config, pass, folder)
  return [...speedRows(nodes, speed), ...openingRows(opened, grownByRun, written), ...kindRows(nodes), ...saved]
}

interface Opened extends Spread {
  /** Memory of its own that stays while it is open, in bytes. */
  readonly bytes: number
}

/** Graph made and opened, several times: wall seconds, without the first time. */
async function open(checkpoint: Checkpoint, config: ModelConfig): Promise<Opened> {
  const seconds: number[] = []
  let bytes = 0
  for (let i = 0; i <= openings; i++) {
    const before = ownBytes()
    let session: Session | undefined
    const { wall } = await timed(async () => {
      session = await openOver(checkpoint, (weights) =>
        unet(weights, config.unet, { fusers: true, weighted: true }, { batch: 1, height: side, width: side }),
      )
    })
    if (i > 0) seconds.push(wall)
    else bytes = ownBytes() - before
    await session!.release()
  }
  return { ...spread(seconds), bytes }
}

/** With the options that `Networks` has for float32 weights on a CPU. */
function openOver(checkpoint: Checkpoint, build: (weights: Weights) => void): Promise<Session> {
  const graph = new Graph()
  build(new Weights(graph, weightSource(checkpoint, 'model')))
  return openSession(graph.bytes(), { ...device, folder: path.dirname(checkpoint.path), optimize: false })
}

interface Speed {
  readonly passSeconds: readonly number[]
  /** For each convolution, GFLOP/s in each round. */
  readonly convGflops: readonly (readonly number[])[]
}

/** Pass and convolutions in turn, processor seconds. */
async function compare(networks: Networks, pass: Pass, checkpoint: Checkpoint, rounds: number): Promise<Speed> {
  const runs = await Promise.all(convolutions.map((one) => convolution(checkpoint, one)))
  const passSeconds: number[] = []
  const convGflops = convolutions.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    passSeconds.push((await timed(() => networks.predict(pass))).cpu)
    for (const [i, { session, x, gflop }] of runs.entries()) {
      const { cpu } = await timed(async () => {
        for (let n = 0; n < repeats; n++) await session.run({ x })
      })
      convGflops[i]!.push((repeats * gflop) / cpu)
    }
  }
  for (const { session } of runs) await session.release()
  return { passSeconds, convGflops }
}

async function convolution(checkpoint: Checkpoint, { key, channels, side: size }: (typeof convolutions)[number]) {
  const session = await openOver(checkpoint, (weights) => {
    const { graph } = weights
    graph.output('y', conv2d(weights.at(key), graph.input('x', [1, channels, size, size])))
  })
  const x = float32(
    Float32Array.from({ length: channels * size * size }, (_, i) => Math.sin(i)),
    [1, channels, size, size],
  )
  await session.run({ x })
  return { session, x, gflop: (2 * 9 * channels ** 2 * size ** 2) / 1e9 }
}

async function profiled(checkpoint: Checkpoint, config: ModelConfig, pass: Pass, folder: string): Promise<NodeCost[]> {
  const networks = new Networks(checkpoint, config, { ...device, profile: path.join(folder, 'profile') })
  await networks.predict(pass)
  await networks.predict(pass)
  await networks.release()
  return readProfile(folder, 'profile')
}

function speedRows(nodes: readonly NodeCost[], { passSeconds, convGflops }: Speed): Row[] {
  const gflop = 2 * gigaMacs(nodes)
  const rates = passSeconds.map((seconds) => gflop / seconds)
  // each round against its own convolution: the machine's speed changes from round to round
  const shares = (conv: number): Spread => spread(rates.map((rate, i) => (100 * rate) / convGflops[conv]![i]!))
  const what = `UNet pass, SD 1.5 size, ${instances} instances, ${side} x ${side} latents`
  const named = convolutions.map(({ channels, side: size }) => `${channels} at ${size} x ${size}`)
  const others = [1, 2].map((i) => `${digits(shares(i).median)} % of ${named[i]}`).join(', ')
  return [
    {
      part: 'a',
      what: `${what}: share of what a 3 x 3 convolution reaches (${named[0]})`,
      value: shares(0).median,
      unit: '%',
      target: { atLeast: 72 },
      note: `median of ${rates.length} rounds, lowest ${digits(shares(0).min)}; ${others}; processor time, 1 thread, weights mapped`,
      load: load(),
    },
    {
      part: 'a',
      what: `${what}: speed`,
      value: spread(rates).median,
      unit: 'GFLOP/s',
      note: `${digits(gflop)} GFLOP in ${digits(spread(passSeconds).min)} s at best; convolutions at best ${convGflops.map((all) => digits(Math.max(...all))).join(', ')} GFLOP/s`,
      load: load(),
    },
  ]
}

function openingRows(opened: Opened, grownByRun: number, written: number): Row[] {
  const weights = modelBytes()
  const own = (what: string, bytes: number, note: string): Row => ({
    part: 'a',
    what: `memory of its own ${what}, of the weights`,
    value: bytes / weights,
    unit: 'x',
    target: { atMost: 0.2 },
    note: `${digits(bytes / 1e6)} MB beside ${digits(weights / 1e9)} GB${note}`,
    load: load(),
  })
  return [
    {
      part: 'a',
      what: 'opening that UNet, warm',
      value: opened.min,
      unit: 's',
      target: { atMost: 0.3 },
      note: `graph made and opened, wall, best of ${openings}, median ${digits(opened.median)}`,
      load: load(),
    },
    own('when open', opened.bytes, ''),
    own('after a pass', grownByRun, ', activations included'),
    {
      part: 'a',
      what: 'written to disk by opening and running',
      value: written,
      unit: 'bytes',
      target: { atMost: 0 },
      load: load(),
    },
  ]
}

/** Shares of the profile's wall time; rates only as ratios, because the profile knows no processor time. */
function kindRows(nodes: readonly NodeCost[]): Row[] {
  const kinds = byKind(nodes)
  const convolutionRate = kinds.find(({ op }) => op === 'Conv')!.gflops
  return kinds
    .filter(({ share }) => share >= 0.002)
    .map(({ op, nodes: count, share, gflops }) => ({
      part: 'a',
      what: `of a pass: ${op}`,
      value: 100 * share,
      unit: '%',
      note: `${count} nodes${gflops > 0 ? `; GFLOP/s ${digits(gflops / convolutionRate)} of Conv's` : ''}`,
      load: load(),
    }))
}
