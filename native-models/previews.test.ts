/** Previews of the miniature checkpoint: which way they are made, and how often. The clock is the test's. */
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Model } from './pipeline.ts'
import { Previews } from './previews.ts'
import { TorchGenerator } from './sampler/randn.ts'
import { decoderCost } from './vae/cost.ts'
import { toBytes } from './vae/pixels.ts'

const tiny = path.join(import.meta.dirname, '../test/fixtures/tiny/checkpoint.pth')
const small = { height: 8, width: 8 }
/** So large that decoding it takes long. */
const large = { height: 24, width: 32 }
const latents = ({ height, width }: typeof small) => new TorchGenerator(3).randn(4 * height * width)

let model: Model
let nowMs: number
beforeAll(() => {
  model = Model.open(tiny, { device: 'cpu', threads: 1, hints: { heads: 8, groups: 32, textHeads: 4 } })
})
afterAll(() => model.close())

/** Each look at the clock finds it 5 ms later. */
function previews(): Previews {
  nowMs = 0
  return new Previews(model.networks, model.checkpoint, () => (nowMs += 5))
}

describe('previews', () => {
  it('G2 where the model decodes quickly, a preview is the decoded picture', async () => {
    const [preview] = await previews().pictures([latents(small)], small)
    expect(preview).toMatchObject({ width: 64, height: 64 })
    expect(preview!.rgb).toEqual(toBytes(await model.networks.decode(latents(small), small)))
  })

  it('G2 decoded previews take a tenth of the time: the next one waits for nine times what one takes', async () => {
    const some = previews()
    const shownAtMs: number[] = []
    some.begin()
    // two to learn what one takes, 5 ms here; then steps of 10 ms and what the clock adds
    for (let step = 0; step < 40; step++) {
      if ((await some.pictures([latents(small)], small)).length > 0) shownAtMs.push(nowMs)
      nowMs += 10
    }
    expect(shownAtMs.length).toBeGreaterThan(8)
    const pausesMs = shownAtMs.slice(2).map((at, i) => at - shownAtMs[i + 1]! - 5)
    expect(Math.min(...pausesMs)).toBeGreaterThanOrEqual(45)
    expect(Math.max(...pausesMs)).toBeLessThan(45 + 20)
    nowMs += 1000
    some.begin()
    expect(await some.pictures([latents(small)], small)).toEqual([])
  })

  it('G2 several previews of a step are each what one would be, and share its time', async () => {
    const some = previews()
    const other = latents(small).map((value) => -value)
    const both = await some.pictures([latents(small), other], small)
    expect(both[0]).toEqual((await previews().pictures([latents(small)], small))[0])
    expect(both[1]).toEqual((await previews().pictures([other], small))[0])
    await some.pictures([latents(small), other], small)
    expect(await some.pictures([latents(small)], small)).toEqual([])
  })

  it('G2 where it does not, each step has a preview of one pixel a latent cell', async () => {
    const some = previews()
    const sizes: unknown[] = []
    for (let step = 0; step < 3; step++) {
      const [preview] = await some.pictures([latents(large)], large)
      const { width, height, rgb } = preview!
      sizes.push([width, height, rgb.length])
    }
    const size = [32, 24, 32 * 24 * 3]
    expect(sizes).toEqual([size, size, size])
  })

  it('G2 the cost of decoding is that of its convolutions', () => {
    const { checkpoint } = model
    const conv = (key: string) => checkpoint.tensors.get(`autoencoder.${key}.weight`)!.shape.reduce((a, b) => a * b, 1)
    const whole = decoderCost(checkpoint, 8)
    const last = {
      ...checkpoint,
      tensors: new Map([...checkpoint.tensors].filter(([key]) => !key.includes('conv_out'))),
    }
    expect(whole - decoderCost(last, 8)).toBe(64 * conv('decoder.conv_out'))
    const doubled = {
      ...checkpoint,
      tensors: new Map([...checkpoint.tensors].filter(([key]) => !key.includes('up.1.upsample'))),
    }
    expect(whole - decoderCost(doubled, 8)).toBe(64 * conv('decoder.up.1.upsample.conv'))
  })
})
