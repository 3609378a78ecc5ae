/** The autoencoder against what the published code answered on the miniature checkpoint. */
import { afterAll, describe, expect, test } from 'vitest'
import { Golden, relativeError, tinyFolder } from '../../test/golden.ts'
import { buildNetwork, tinyCheckpoint } from '../../test/network.ts'
import { layoutSource, parameters, publishedAutoencoder } from '../../test/published-layout.ts'
import { Graph } from '../graph/graph.ts'
import { Weights } from '../graph/weights.ts'
import { float32 } from '../session/tensor.ts'
import { autoencoderSizes, decoder, encoder } from './graph.ts'
import { sampleLatents, toBytes } from './pixels.ts'

const golden = new Golden(tinyFolder)
const config = { groups: 32, scaleFactor: 0.18215 }
const decoding = buildNetwork(tinyCheckpoint, 'autoencoder', (weights) => decoder(weights, config))
const encoding = buildNetwork(tinyCheckpoint, 'autoencoder', (weights) => encoder(weights, config))
const [decode, encode] = [await decoding.open(), await encoding.open()]
afterAll(async () => {
  await decode.release()
  await encode.release()
})

describe('M2 autoencoder', () => {
  test.each(golden.casesOf('vaeDecode'))('M2 parity: $id is within 5e-6, its bytes within 0.1 %', async (one) => {
    const { data, shape } = golden.input(one, 'latent', 'F32')
    const { image } = await decode.run({ latents: float32(data, shape) })
    const expected = golden.output(one, 'image', 'F32')
    expect(image!.shape).toEqual(expected.shape)
    expect(relativeError(image!.data as Float32Array, expected.data)).toBeLessThan(5e-6)
    const [bytes, rgb8] = [toBytes(image!.data as Float32Array), golden.output(one, 'rgb8', 'U8').data]
    const off = [...bytes].map((byte, i) => Math.abs(byte - rgb8[i]!))
    expect(Math.max(...new Set(off))).toBeLessThanOrEqual(1)
    expect(off.filter((by) => by > 0).length).toBeLessThanOrEqual(rgb8.length / 1000)
  })

  test.each(golden.casesOf('vaeEncode'))('I2 parity: $id is within 5e-6 of the reference', async (one) => {
    const { data, shape } = golden.input(one, 'image', 'F32')
    const outputs = await encode.run({ image: float32(data, shape) })
    const [mean, logvar] = [outputs.mean!.data as Float32Array, outputs.logvar!.data as Float32Array]
    const sampled = sampleLatents(mean, logvar, golden.input(one, 'noise', 'F32').data, config.scaleFactor)
    const expected = golden.output(one, 'latent', 'F32')
    expect(outputs.mean!.shape).toEqual(expected.shape)
    expect(relativeError(mean, expected.data)).toBeLessThan(5e-6)
    expect(relativeError(logvar, golden.output(one, 'logvar', 'F32').data)).toBeLessThan(5e-6)
    expect(relativeError(sampled, golden.output(one, 'sampled', 'F32').data)).toBeLessThan(5e-6)
  })

  test('G1 one graph decodes any batch and size, each picture as it comes alone', async () => {
    const { data } = golden.input(golden.case('vaeDecode_8x12'), 'latent', 'F32')
    const alone = await decode.run({ latents: float32(data, [1, 4, 8, 12]) })
    const twice = Float32Array.of(...data.map((value) => -value), ...data)
    const both = await decode.run({ latents: float32(twice, [2, 4, 8, 12]) })
    expect(both.image!.shape).toEqual([2, 3, 64, 96])
    const second = (both.image!.data as Float32Array).subarray(3 * 64 * 96)
    expect(relativeError(second, alone.image!.data as Float32Array)).toBeLessThan(5e-6)
  })

  test('M2 finds its sizes in the tensors', () => {
    expect(autoencoderSizes(decoding.weights)).toEqual({ channels: 4, factor: 8, pictureWidth: 32, hasEncoder: true })
  })

  test('M2 takes all 248 tensors and 83,653,863 parameters of the published model', () => {
    const layout = publishedAutoencoder()
    expect([layout.size, parameters(layout)]).toEqual([248, 83_653_863])
    const [there, back] = [encoder, decoder].map((build) => {
      const weights = new Weights(new Graph(), layoutSource(layout))
      build(weights, config)
      return weights
    }) as [Weights, Weights]
    expect([...layout.keys()].filter((key) => !there.used.has(key) && !back.used.has(key))).toEqual([])
    expect(back.graph.outputs).toEqual([{ name: 'image', type: 'float32', shape: ['B', 3, 'h*8', 'w*8'] }])
    expect(there.graph.outputs[0]).toEqual({ name: 'mean', type: 'float32', shape: ['B', 4, 'H/8', 'W/8'] })
  })

  test('M2 decoder and encoder together use every tensor of their group, and none twice', () => {
    const [a, b] = [decoding.weights.used, encoding.weights.used]
    expect(decoding.leftOver.filter((key) => !b.has(key))).toEqual([])
    expect([...a].filter((key) => b.has(key))).toEqual([])
  })
})
