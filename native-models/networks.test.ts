/** The networks of the miniature checkpoint: sizes found, tensors used, savings that change nothing. */
import path from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openCheckpointSync } from './checkpoint/checkpoint.ts'
import { modelConfig } from './model-config.ts'
import { leftOverKeys } from './left-over.ts'
import { Networks } from './networks.ts'
import { allSavings, PassRunner, type Savings } from './pass-runner.ts'
import { SessionError } from './session/session-error.ts'
import { TorchGenerator } from './sampler/randn.ts'
import type { Ask } from './sampler/sampler.ts'
import type { Grounding } from './unifusion/slots.ts'

const checkpoint = openCheckpointSync(path.join(import.meta.dirname, '../test/fixtures/tiny/checkpoint.pth'))
const config = modelConfig(checkpoint, { heads: 8, groups: 32, textHeads: 4 })
const replacement = {
  checkpoint: openCheckpointSync(path.join(import.meta.dirname, '../test/fixtures/tiny/sd_input_conv.pth')),
  keys: { 'input_blocks.0.0.weight': 'weight', 'input_blocks.0.0.bias': 'bias' },
}
const networks = new Networks(checkpoint, config, { device: 'cpu', threads: 1 }, replacement)
const random = new TorchGenerator(5)
const size = { height: 16, width: 16 }

afterAll(() => networks.release())

function boxes(count: number): Grounding {
  return {
    count,
    valid_N: new Float32Array(count).fill(1),
    boxes_N4: random.randn(count * 4).map(Math.abs),
    points_N2: random.randn(count * 2).map(Math.abs),
    scribbles_NS: new Float32Array(count * 40),
    polygons_NP: new Float32Array(count * 512),
    drop: { boxes: false, points: false, scribbles: true, masks: true },
  }
}

function relativeError(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!)) / Math.hypot(...b)
}

/** Two tracks and the unconditional one, answered at three timesteps, the last without grounding. */
async function answers(
  savings: Savings,
  batchLimit: number,
  isReplaced: (ask: Ask) => boolean = () => false,
): Promise<{ estimates: Float32Array[]; passes: number }> {
  const generator = new TorchGenerator(9)
  const context = (): Float32Array => generator.randn(config.text.positions * config.text.width)
  const tokens = async (grounding: Grounding) => [
    await networks.groundingTokens(grounding, generator.randn(grounding.count * config.text.width), savings.mergeSlots),
  ]
  const scene = sceneOfThree
  const runner = new PassRunner({
    networks,
    ...size,
    batch: 1,
    guidance: 3,
    batchLimit,
    savings,
    isReplaced,
    tracks: [
      { context_BLD: context(), tokens: await tokens(scene) },
      { context_BLD: context(), tokens: await tokens(scene) },
    ],
    unconditional: { context_BLD: context(), tokens: await tokens(nothing) },
  })
  const timesteps = [981, 481, 1]
  await runner.prepare(timesteps)
  const same = generator.randn(4 * 16 * 16)
  const other = generator.randn(4 * 16 * 16)
  const asks = (x: Float32Array, timestep: number, gate: number): Ask[] => [
    { track: 0, x_BChw: same, timestep, gate },
    { track: 1, x_BChw: x, timestep, gate },
  ]
  const estimates: Float32Array[] = []
  for (const step of [asks(same, 981, 1), asks(other, 481, 0.5), asks(other, 1, 0)])
    estimates.push(...(await runner.answer(step)))
  return { estimates, passes: runner.passes }
}

const sceneOfThree = boxes(3)
const nothing = boxes(0)

describe('networks', () => {
  it('M2 finds every size of the checkpoint from its tensors', () => {
    expect(config.unet).toMatchObject({
      channels: 4,
      modelChannels: 32,
      contextWidth: 32,
      levels: 3,
      hasFusers: true,
      hasScaleU: true,
    })
    expect(config.unet.input).toHaveLength(12)
    expect(config.grounding).toEqual({
      width: 32,
      maxInstances: 30,
      scribblePoints: 20,
      polygonPoints: 256,
      segmentSize: 512,
      segmentTokens: 64,
      depths: [1, 1, 2, 1],
    })
    expect(config.sideMultiple).toBe(64)
  })

  it('M2 uses every tensor of the published layout but position ids and the derived schedule vectors', () => {
    const left = leftOverKeys(checkpoint, config).filter((key) => !key.startsWith('diffusion.'))
    expect(left).toEqual(['text_encoder.transformer.text_model.embeddings.position_ids'])
  })

  it.each(Object.keys(allSavings) as (keyof Savings)[])('R5 the saving %s changes no estimate', async (saving) => {
    const [on, off] = [await answers(allSavings, 1), await answers({ ...allSavings, [saving]: false }, 1)]
    expect(off.passes).toBe(saving === 'shareUnconditional' ? on.passes + 1 : on.passes)
    on.estimates.forEach((estimate, i) => expect(relativeError(estimate, off.estimates[i]!)).toBeLessThan(1e-5))
  })

  it('G2 batches of passes give the estimates that single passes give', async () => {
    const savings = { ...allSavings, mergeSlots: false }
    const [single, batched] = [await answers(savings, 1), await answers(savings, 4)]
    expect(batched.passes).toBe(single.passes)
    single.estimates.forEach((estimate, i) => expect(relativeError(batched.estimates[i]!, estimate)).toBeLessThan(1e-5))
  })

  it('G3 where memory is short for a batch, the run goes on with smaller ones and gives the same', async () => {
    const savings = { ...allSavings, mergeSlots: false }
    const { estimates, passes } = await answers(savings, 4)
    const predict = vi.spyOn(networks, 'predict')
    const tried: number[] = []
    const hasRoomFor = (most: number): void => {
      tried.length = 0
      predict.mockImplementation(async (pass) => {
        tried.push(pass.batch)
        if (pass.batch > most) throw new SessionError('notRun', 'The graph failed on webgpu: Failed to allocate 3 GB')
        return await Networks.prototype.predict.call(networks, pass)
      })
    }
    hasRoomFor(1)
    const single = await answers(savings, 4)
    expect(tried, 'what was too much once is not tried again').toEqual([3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    expect(single.passes).toBe(passes)
    single.estimates.forEach((each, i) => expect(relativeError(each, estimates[i]!)).toBeLessThan(1e-5))
    hasRoomFor(0)
    await expect(answers(savings, 4)).rejects.toThrow('Failed to allocate')
    expect(tried).toEqual([3, 1])
    predict.mockRestore()
  })

  it('G5 asks for the replaced first convolution do not share a pass with others', async () => {
    const savings = { ...allSavings, mergeSlots: false, shareUnconditional: false }
    const isReplaced = ({ track }: Ask): boolean => track === 1
    const [single, batched] = [await answers(savings, 1, isReplaced), await answers(savings, 4, isReplaced)]
    single.estimates.forEach((estimate, i) => expect(relativeError(batched.estimates[i]!, estimate)).toBeLessThan(1e-5))
    const plain = await answers(savings, 1)
    const apart = single.estimates.map((estimate, i) => relativeError(estimate, plain.estimates[i]!) > 1e-2)
    expect(apart).toEqual([false, true, false, true, false, true])
  })
})
