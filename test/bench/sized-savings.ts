/**
 * Part c at the published size: what the published implementation computes in every pass and we once per run, and what a
 * pass costs without merged slots and without fusers. Processor seconds, one thread, as shares of a pass.
 */
import type { Networks, Pass } from '../../native-models/networks.ts'
import { TorchGenerator } from '../../native-models/sampler/randn.ts'
import type { Grounding } from '../../native-models/unifusion/slots.ts'
import { examplePass, scatteredBoxes } from './examples.ts'
import { load, spread, timed } from './measures.ts'
import { digits, type Row } from './row.ts'

const instances = 3
const rounds = 2

export async function sizedSavings(networks: Networks, merged: Pass): Promise<Row[]> {
  const { unet, text, grounding } = networks.config
  const random = new TorchGenerator(2)
  const features_ND = random.randn(instances * grounding!.width)
  const context_LD = random.randn(text.positions * unet.contextWidth)
  const boxes = scatteredBoxes(instances, grounding!)
  const masks = withMasks(boxes, grounding!.segmentSize)
  const all = await networks.groundingTokens(boxes, features_ND, false)
  const unmerged = await examplePass(networks, { instances, side: merged.height, merge: false })
  const { grounding: _, ...bare } = merged
  const pass = () => networks.predict(merged)
  const ways = {
    'all slots apart instead of merged, pass': () => networks.predict(unmerged),
    'without fusers (gate 0), pass': () => networks.predict(bare),
    'grounding tokens, all slots and masks (published: in every pass)': () =>
      networks.groundingTokens(masks, features_ND, false),
    'grounding tokens as we make them for a scene without masks (once per run)': () =>
      networks.groundingTokens(boxes, features_ND, true),
    'keys and values of all 184 grounding tokens (published: in every pass)': () =>
      networks.groundingKeys([all], false),
    'keys and values of words (published: in every pass)': () => networks.wordKeys(context_LD),
    'time projections (published: in every pass)': () => networks.timeProjections([500]),
  }
  const [whole, ...rest] = await inTurn([pass, ...Object.values(ways)])
  return Object.keys(ways).map((name, i) => ({
    part: 'c',
    what: `SD 1.5 size, ${instances} instances: ${name}`,
    value: (100 * rest[i]!) / whole!,
    unit: '% of a pass',
    note: `${digits(rest[i]!)} s beside ${digits(whole!)} s`,
    load: load(),
  }))
}

/** Processor seconds of each, the least of some rounds: the first one also opens graphs. */
async function inTurn(ways: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const seconds = ways.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, way] of ways.entries()) {
      seconds[i]!.push((await timed(way)).cpu)
    }
  }
  return seconds.map((each) => spread(each).min)
}

/** The same scene with masks: its planes go through the whole ConvNeXt. */
function withMasks(boxes: Grounding, size: number): Grounding {
  const planes = new Uint8Array(boxes.count * size * size).fill(1)
  return { ...boxes, segs: { size, planes }, drop: { ...boxes.drop, masks: false } }
}
