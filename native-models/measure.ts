/**
 * What one UNet pass takes at a size, by a short dry run: noise in, one instance in a box, the batch of a guided run. What
 * it opened stays open for the run.
 */
import type { MapSize, Networks } from './networks.ts'
import { PassRunner, type Conditioning } from './pass-runner.ts'
import { batchLimit } from './memory-plan.ts'
import { TorchGenerator } from './sampler/randn.ts'
import type { DeviceName } from './session/session.ts'
import type { Grounding } from './unifusion/slots.ts'

const guidance = 7.5
/** Where a pass is short, more of them are timed and the median counts. */
const enoughSeconds = 0.5
const mostRounds = 5

/** @returns wall seconds a pass, as a plan counts passes: a batch of two is two */
export async function secondsPerPass(networks: Networks, device: DeviceName, cells: MapSize): Promise<number> {
  const { config } = networks
  const random = new TorchGenerator(0)
  const x_BChw = random.randn(config.unet.channels * cells.height * cells.width)
  const timesteps = Array.from({ length: mostRounds + 1 }, (_, i) => 900 - i)
  const runner = new PassRunner({
    ...cells,
    networks,
    batch: 1,
    tracks: [await conditioning(networks, random, device, 1)],
    unconditional: await conditioning(networks, random, device, 0),
    guidance,
    batchLimit: batchLimit(config, cells, device),
  })
  await runner.prepare(timesteps)
  const each: number[] = []
  for (const [round, timestep] of timesteps.entries()) {
    const [start, before] = [performance.now(), runner.passes]
    await runner.answer([{ track: 0, x_BChw, timestep, gate: 1 }])
    // the first one opens the graph
    if (round > 0) each.push((performance.now() - start) / 1000 / (runner.passes - before))
    if (each.reduce((a, b) => a + b, 0) > enoughSeconds) break
  }
  return each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)]!
}

/** Words and places of random numbers: they take as long as any. */
async function conditioning(
  networks: Networks,
  random: TorchGenerator,
  device: DeviceName,
  instances: number,
): Promise<Conditioning> {
  const { text, unet, grounding } = networks.config
  const context_BLD = random.randn(text.positions * unet.contextWidth)
  if (!grounding) return { context_BLD }
  const scene = inTheMiddle(instances, grounding.scribblePoints, grounding.polygonPoints)
  const features_ND = random.randn(instances * grounding.width)
  return { context_BLD, tokens: [await networks.groundingTokens(scene, features_ND, device === 'cpu')] }
}

function inTheMiddle(count: number, scribblePoints: number, polygonPoints: number): Grounding {
  return {
    count,
    valid_N: new Float32Array(count).fill(1),
    boxes_N4: Float32Array.from({ length: 4 * count }, (_, i) => (i % 4 < 2 ? 0.25 : 0.75)),
    points_N2: new Float32Array(2 * count).fill(0.5),
    scribbles_NS: new Float32Array(2 * scribblePoints * count),
    polygons_NP: new Float32Array(2 * polygonPoints * count),
    drop: { boxes: false, points: false, scribbles: true, masks: true },
  }
}
