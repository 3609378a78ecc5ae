/** The text encoder against what the published code answered on the miniature checkpoint. */
import { afterAll, describe, expect, test } from 'vitest'
import { Golden, relativeError, tinyFolder } from '../../test/golden.ts'
import { buildNetwork, tinyCheckpoint } from '../../test/network.ts'
import { layoutSource, parameters, publishedTextEncoder } from '../../test/published-layout.ts'
import { Graph } from '../graph/graph.ts'
import { Weights } from '../graph/weights.ts'
import { captionFeature } from './caption.ts'
import { publishedHeads, textEncoder, textEncoderSizes } from './graph.ts'

const golden = new Golden(tinyFolder)
const network = buildNetwork(tinyCheckpoint, 'text_encoder', (weights) => textEncoder(weights, { heads: 4 }))
const session = await network.open()
const endToken = 49407
const width = 32
afterAll(() => session.release())

async function encode(tokens: ArrayLike<number>, shape: readonly number[]): Promise<Float32Array> {
  const { hidden } = await session.run({ ids: { type: 'int64', data: BigInt64Array.from(tokens, BigInt), shape } })
  return hidden!.data as Float32Array
}

/** Features of all texts of a case, each from its own row of the padded run. */
function features(hidden: Float32Array, tokens: Int32Array, positions: number): number[] {
  const found: number[] = []
  for (let row = 0; row < tokens.length / positions; row++) {
    const ids = [...tokens.subarray(row * positions, (row + 1) * positions)]
    const states = hidden.subarray(row * positions * width, (row + 1) * positions * width)
    found.push(...captionFeature(states, ids, endToken))
  }
  return found
}

describe('M2 text encoder', () => {
  test.each(golden.casesOf('textEncoder'))('M2 parity: $id is within 3e-6 of the reference', async (one) => {
    const { data, shape } = golden.input(one, 'tokens', 'I32')
    const hidden = await encode(data, shape)
    expect(relativeError(features(hidden, data, shape[1]!), golden.output(one, 'pooled', 'F32').data)).toBeLessThan(
      3e-6,
    )
    if (!('lastHiddenState' in one.outputs)) return
    expect(relativeError(hidden, golden.output(one, 'lastHiddenState', 'F32').data)).toBeLessThan(3e-6)
  })

  test('M2 finds its sizes in the tensors', () => {
    expect(textEncoderSizes(network.weights)).toEqual({ vocabulary: 49408, positions: 77, width, layers: 2 })
    expect(publishedHeads(768)).toBe(12)
  })

  test('M2 a number of heads that does not divide the width is refused', () => {
    const weights = new Weights(new Graph(), layoutSource(publishedTextEncoder()))
    expect(() => textEncoder(weights, { heads: 7 })).toThrow(
      "The text encoder's width 768 is not 7 heads; give the number it was trained with.",
    )
    expect(() => textEncoder(weights, { heads: 0.5 })).toThrow('not 0.5 heads')
  })

  test('M2 uses every tensor of its group but the position numbers', () => {
    expect(network.leftOver).toEqual(['transformer.text_model.embeddings.position_ids'])
  })

  test('M2 takes all 196 tensors and 123,060,480 parameters of the published model', () => {
    const layout = publishedTextEncoder()
    expect([layout.size, parameters(layout)]).toEqual([196, 123_060_480])
    const weights = new Weights(new Graph(), layoutSource(layout))
    textEncoder(weights, { heads: publishedHeads(768) })
    expect([...layout.keys()].filter((key) => !weights.used.has(key))).toEqual([])
    expect(weights.graph.outputs).toEqual([{ name: 'hidden', type: 'float32', shape: ['R', 77, 768] }])
  })

  test('R5 what follows the end token changes nothing up to it, so padding leaves the feature alone', async () => {
    const { data, shape } = golden.input(golden.case('textEncoder'), 'tokens', 'I32')
    const one = data.slice(77, 154)
    const end = one.indexOf(endToken)
    const other = one.map((id, i) => (i > end ? 320 : id))
    const [a, b] = [await encode(one, [1, shape[1]!]), await encode(other, [1, shape[1]!])]
    expect(b.subarray(0, (end + 1) * width)).toEqual(a.subarray(0, (end + 1) * width))
    expect(relativeError(b, a)).toBeGreaterThan(0.01)
  })

  test('M2 ids without an end token have no caption feature', () => {
    expect(() => captionFeature(new Float32Array(4), [1, 2], endToken)).toThrow(RangeError)
  })
})
