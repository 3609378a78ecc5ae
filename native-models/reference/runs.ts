/** Golden cases that run a network many times: one UNet pass, samplers, and a whole picture. */
import { PassRunner, type Conditioning } from '../pass-runner.ts'
import { joined } from '../networks.ts'
import { TorchGenerator } from '../sampler/randn.ts'
import { NO_GUIDANCE } from '../sampler/guidance.ts'
import { sample, type Ask, type SampleResult, type Step } from '../sampler/sampler.ts'
import { publishedTimesteps, gates, type GateShares } from '../sampler/schedule.ts'
import type { Drop, Grounding } from '../unifusion/slots.ts'
import type { GoldenArray } from './golden.ts'
import {
  bytesOf,
  endTokenOf,
  groundingsOf,
  mapsOf,
  pooled,
  rowOf,
  tokensOf,
  type CaseContext,
  type Outputs,
} from './cases.ts'

export const runCases: Readonly<Record<string, (context: CaseContext) => Promise<Outputs>>> = {
  async unet(context) {
    const { networks, params, input } = context
    const { groundingScale: gate, nullGrounding } = params
    const x = input('x')
    const { batch, height, width } = mapsOf(x)
    const scenes = nullGrounding ? Array<Grounding>(batch).fill(nothing(params.drop)) : groundingsOf(context, batch)
    const tokens = nullGrounding ? await nullTokens(context, scenes) : await tokensOf(context, scenes, batch === 1)
    const weighted = batch === 1
    const eps = await networks.predict({
      batch,
      height,
      width,
      latents_BChw: x.values,
      time: await networks.timeProjections([...input('timesteps').values]),
      words: await networks.wordKeys(repeated(input('context'), batch), batch),
      ...(gate > 0 && { grounding: { feeds: await networks.groundingKeys(tokens, weighted), weighted, gate } }),
    })
    return { eps }
  },

  async sampler(context) {
    const { params, input } = context
    const { steps, guidance, mis = 0 } = params
    const noise = input('noise')
    const { batch } = mapsOf(noise)
    const instances = mis > 0 ? (params.instances ?? input('instanceContexts').shape[0]!) : 0
    const scenes = groundingsOf(context, batch)
    const merge = batch === 1
    const joint: Conditioning = {
      context_BLD: repeated(input('context'), batch),
      tokens: await tokensOf(context, scenes, merge),
    }
    const tracks = [joint, ...(await instanceTracks(context, scenes, instances, merge))]
    const negative = guidance === NO_GUIDANCE ? input('context') : input('negativeContext')
    const unconditional = await emptyTrack(context, negative, batch, merge)
    const run = await runSampler(context, { tracks, unconditional, noise, batch })
    const all = (track: number, from: number, of: (step: Step) => Float32Array): Float32Array =>
      joined(run.steps.filter((step) => step.track === track && step.step >= from).map(of))
    const merged = Math.trunc(publishedTimesteps(steps).length * mis)
    return {
      latent: run.result.x_BChw,
      trace: all(0, 0, (step) => step.x_BChw),
      epsTrace: all(0, 0, (step) => step.eps_BChw),
      jointTrace: all(0, merged, (step) => step.x_BChw),
      ...(run.result.merged_BChw && {
        merged: run.result.merged_BChw,
        misTrace: joined(
          tracks.map((_, track) =>
            joined(run.steps.filter((s) => s.track === track && s.step < merged).map((s) => s.x_BChw)),
          ),
        ),
      }),
    }
  },

  async pipeline(context) {
    const { networks, params, input } = context
    const { height, width, seed, instances = params.rows.length - 2 } = params
    const all = input('tokens')
    const tokens = {
      shape: [params.rows.length, all.shape[1]!],
      values: all.values.slice(0, params.rows.length * all.shape[1]!),
    }
    const hidden = await networks.encodeText([...tokens.values])
    const states = { shape: [tokens.shape[0]!, hidden.length / tokens.shape[0]!], values: hidden }
    const features = pooled(tokens, hidden, endTokenOf(context))
    const featureOf = (i: number): Float32Array => rowOf({ shape: [tokens.shape[0]!], values: features }, i + 2)
    const boxes = input('boxes').values
    const scene = (which: readonly number[]): Grounding =>
      boxesOnly(
        which.map((i) => boxes.slice(i * 4, i * 4 + 4)),
        params.drop,
      )
    const everyone = Array.from({ length: instances }, (_, i) => i)
    const track = async (context_BLD: Float32Array, which: readonly number[]): Promise<Conditioning> => ({
      context_BLD,
      tokens: [await networks.groundingTokens(scene(which), joined(which.map(featureOf)), true)],
    })
    const tracks = [await track(rowOf(states, 0), everyone)]
    for (const i of everyone) tracks.push(await track(rowOf(states, i + 2), [i]))
    const negative = { shape: [1, states.shape[1]!], values: rowOf(states, 1) }
    const unconditional = await emptyTrack(context, negative, 1, true)
    const shape = [1, networks.config.unet.channels, height, width]
    const noise = { shape, values: new TorchGenerator(seed).randn(shape.reduce((a, b) => a * b)) }
    const run = await runSampler(
      { ...context, params: { ...params, sampler: 'plmsMis' } },
      { tracks, unconditional, noise, batch: 1 },
    )
    const image = await networks.decode(run.result.x_BChw, { height, width })
    return { latent: run.result.x_BChw, image, rgb8: bytesOf(image, 1) }
  },
}

interface SamplerRun {
  readonly tracks: readonly Conditioning[]
  readonly unconditional: Conditioning
  readonly noise: GoldenArray
  readonly batch: number
}

/** Names in cases; the last one is the first with the multi-instance phase before it. */
const solvers: Readonly<Record<string, 'plms' | 'ddim'>> = { plms: 'plms', ddim: 'ddim', plmsMis: 'plms' }

async function runSampler(
  { model, networks, params }: CaseContext,
  run: SamplerRun,
): Promise<{ result: SampleResult; steps: Step[] }> {
  const { sampler, steps, guidance, alphaType, firstConv, mis = 0 } = params
  const solver = solvers[sampler]
  if (!solver) throw new RangeError(`The sampler "${sampler}" is not known to this version.`)
  const restores = firstConv === 'restore'
  if (restores && !model.firstConv) throw new RangeError('The folder names no first convolution to restore.')
  const { height, width } = mapsOf(run.noise)
  const timesteps = publishedTimesteps(steps)
  const runner = new PassRunner({
    ...run,
    networks,
    height,
    width,
    guidance,
    batchLimit: run.batch,
    isReplaced: restores ? replacedFirstConv(timesteps.length, alphaType, mis) : () => false,
    savings: {
      keysOnce: true,
      timeOnce: true,
      skipFusers: true,
      mergeSlots: run.batch === 1,
      shareUnconditional: !restores,
    },
  })
  await runner.prepare(timesteps)
  const sampling = sample({
    solver,
    steps,
    alphasCumprod: networks.config.alphasCumprod,
    noise_BChw: run.noise.values,
    grounding: alphaType,
    ...(mis > 0 && { multiInstance: { share: mis, instances: run.tracks.length - 1, merge: 'published' } }),
  })
  const seen: Step[] = []
  let turn = sampling.next()
  while (!turn.done) {
    if (turn.value.kind === 'step') seen.push(turn.value)
    turn = sampling.next(turn.value.kind === 'predict' ? await runner.answer(turn.value.asks) : undefined)
  }
  return { result: turn.value, steps: seen }
}

/**
 * The published code swaps its first convolution at the first step whose gate is 0 and never swaps back. It runs the
 * joint track's multi-instance steps first, so a swap there stays for all the instances' tracks.
 */
function replacedFirstConv(steps: number, shares: GateShares, mis: number): (ask: Ask) => boolean {
  const isSwappedEarly = gates(steps, shares)
    .slice(0, Math.trunc(steps * mis))
    .includes(0)
  return (ask) => ask.gate === 0 || (ask.track > 0 && isSwappedEarly)
}

async function instanceTracks(
  context: CaseContext,
  scenes: readonly Grounding[],
  instances: number,
  merge: boolean,
): Promise<Conditioning[]> {
  const { networks, input } = context
  const tracks: Conditioning[] = []
  for (let i = 0; i < instances; i++) {
    const tokens = []
    for (const [b, scene] of scenes.entries()) {
      const features = input('positive_embeddings')
      const feature = rowOf({ shape: [scene.count], values: rowOf(features, b) }, i)
      tokens.push(await networks.groundingTokens(alone(scene, i), feature, merge))
    }
    const contexts = input('instanceContexts')
    const own = { shape: [1, ...contexts.shape.slice(1)], values: rowOf(contexts, i) }
    tracks.push({ context_BLD: repeated(own, scenes.length), tokens })
  }
  return tracks
}

/** Instance i in slot 0, and nothing else. */
function alone(scene: Grounding, i: number): Grounding {
  const row = (values: Float32Array): Float32Array => rowOf({ shape: [scene.count], values }, i)
  const plane = (scene.segs?.size ?? 0) ** 2
  return {
    count: 1,
    valid_N: Float32Array.of(1),
    boxes_N4: row(scene.boxes_N4),
    points_N2: row(scene.points_N2),
    scribbles_NS: row(scene.scribbles_NS),
    polygons_NP: row(scene.polygons_NP),
    ...(scene.segs && { segs: { size: scene.segs.size, planes: scene.segs.planes.slice(i * plane, (i + 1) * plane) } }),
    drop: scene.drop,
  }
}

async function emptyTrack(
  context: CaseContext,
  states: GoldenArray,
  batch: number,
  merge: boolean,
): Promise<Conditioning> {
  const [tokens] = await nullTokens(context, [nothing(context.params.drop)], merge)
  return { context_BLD: repeated(states, batch), tokens: Array(batch).fill(tokens) }
}

async function nullTokens({ networks }: CaseContext, scenes: readonly Grounding[], merge = scenes.length === 1) {
  return Promise.all(scenes.map((scene) => networks.groundingTokens(scene, new Float32Array(0), merge)))
}

function nothing(drop: Drop): Grounding {
  const none = new Float32Array(0)
  return { count: 0, valid_N: none, boxes_N4: none, points_N2: none, scribbles_NS: none, polygons_NP: none, drop }
}

/** Boxes and their centres; zeros for the rest, as the published command line has it. */
function boxesOnly(boxes: readonly Float32Array[], drop: Drop): Grounding {
  return {
    ...nothing(drop),
    count: boxes.length,
    valid_N: new Float32Array(boxes.length).fill(1),
    boxes_N4: joined(boxes),
    points_N2: joined(boxes.map(([x0, y0, x1, y1]) => Float32Array.of((x0! + x1!) / 2, (y0! + y1!) / 2))),
  }
}

/** An array for one picture, for each of a batch; one that is for the batch already stays. */
function repeated({ shape, values }: GoldenArray, batch: number): Float32Array {
  return shape[0] === batch ? values : joined(Array<Float32Array>(batch).fill(values))
}
