/** What a model's file says about itself, and what stands in for what it does not say. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCheckpointSync, readTensor, tensorOf } from './checkpoint/checkpoint.ts'
import { GraphError } from './graph/graph.ts'
import { modelConfig } from './model-config.ts'
import { sdAlphasCumprod } from './sampler/schedule.ts'

const checkpoint = openCheckpointSync(path.join(import.meta.dirname, '../test/fixtures/tiny/checkpoint.pth'))
const saying = (metadata: Readonly<Record<string, string>>) => ({ ...checkpoint, metadata })

describe('model configuration', () => {
  it('M2 what neither tensors nor metadata tell is as published', () => {
    const { unet, autoencoder, nativeSide, sideMultiple } = modelConfig(saying({}))
    expect([unet.heads, unet.groups, autoencoder.groups, autoencoder.scaleFactor]).toEqual([8, 32, 32, 0.18215])
    expect([nativeSide, sideMultiple]).toEqual([512, 64])
  })

  it('M2 metadata overrule the published values, and hints overrule metadata', () => {
    const file = saying({ num_heads: '4', norm_groups: '16', text_heads: '2', image_size: '128', scale_factor: '0.5' })
    const { unet, text, autoencoder, nativeSide } = modelConfig(file)
    expect([unet.heads, unet.groups, text.heads, autoencoder.scaleFactor, nativeSide]).toEqual([4, 16, 2, 0.5, 128])
    const hinted = modelConfig(file, { heads: 2, groups: 8, textHeads: 4 })
    expect([hinted.unet.heads, hinted.unet.groups, hinted.autoencoder.groups, hinted.text.heads]).toEqual([2, 8, 8, 4])
  })

  it('G5 ScaleU is left out where a hint says so, and only there', () => {
    expect(modelConfig(saying({})).unet.hasScaleU).toBe(true)
    expect(modelConfig(saying({}), { scaleU: false }).unet.hasScaleU).toBe(false)
  })

  it('M2 a torch file without metadata says in its training configuration what tensors do not tell', () => {
    const params = (values: object) => ({ params: values })
    const config = { model: params({ num_heads: 4 }), autoencoder: params({ scale_factor: 0.25 }) }
    const { unet, autoencoder } = modelConfig({ ...checkpoint, config })
    expect([unet.heads, autoencoder.scaleFactor]).toEqual([4, 0.25])
    const odd = { model: params({ num_heads: 'many' }), autoencoder: null }
    expect(modelConfig({ ...checkpoint, config: odd }).unet.heads).toBe(8)
  })

  it.each([
    ['num_heads', '2.5', 'a whole number'],
    ['norm_groups', '-32', 'a number above 0'],
    ['text_heads', '', 'a number above 0'],
    ['image_size', 'large', 'a number above 0'],
    ['image_size', '1000000000', 'at most 4096'],
    ['scale_factor', '0', 'a number above 0'],
  ])('M2 %s of "%s" in the metadata is refused', (key, value, expected) => {
    const read = (): unknown => modelConfig(saying({ [key]: value }))
    expect(read).toThrow(RangeError)
    expect(read).toThrow(`"checkpoint.pth": its metadata say ${key} is "${value}", expected ${expected}.`)
  })

  it('S2 a file whose smallest picture would be larger than any is refused, before anybody makes room for it', () => {
    const level = tensorOf(checkpoint, 'autoencoder.decoder.up.0.block.0.conv1.weight')
    const levels = Array.from({ length: 14 }, (_, i) => `autoencoder.decoder.up.${i}.block.0.conv1.weight`)
    const tensors = new Map([...checkpoint.tensors, ...levels.map((key) => [key, { ...level, key }] as const)])
    const read = (): unknown => modelConfig({ ...checkpoint, tensors })
    expect(read).toThrow(RangeError)
    expect(read).toThrow('"checkpoint.pth": its pictures have sides of 65536 pixels at least, and 4096 is the most.')
  })

  it('S2 a file whose texts would be longer than any is refused, before a mask of their tokens is made', () => {
    const key = 'text_encoder.transformer.text_model.embeddings.position_embedding.weight'
    const long = { ...tensorOf(checkpoint, key), shape: [20_000, 32] }
    const read = (): unknown => modelConfig({ ...checkpoint, tensors: new Map([...checkpoint.tensors, [key, long]]) })
    expect(read).toThrow(GraphError)
    expect(read).toThrow('The text encoder reads 20000 tokens of a text, and 1024 are the most; choose another model.')
  })

  it('M2 the noise schedule is the one of the file, else that of Stable Diffusion', () => {
    const stored = tensorOf(checkpoint, 'diffusion.alphas_cumprod')
    expect(modelConfig(checkpoint).alphasCumprod).toEqual(readTensor(checkpoint, stored))
    const tensors = new Map([...checkpoint.tensors].filter(([key]) => key !== stored.key))
    expect(modelConfig({ ...checkpoint, tensors }).alphasCumprod).toEqual(sdAlphasCumprod())
  })
})
