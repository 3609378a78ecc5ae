/** The shipped detector against the numbers that lie in its file, and on pictures whose truth is known. */
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCheckpointSync, readFloats, tensorOf } from '../checkpoint/checkpoint.ts'
import { decode } from './decode.ts'
import { Detector } from './detector.ts'

const file = path.resolve(import.meta.dirname, '../starter/detector.safetensors')
const checkpoint = openCheckpointSync(file)
const stored = (key: string): Float32Array => readFloats(checkpoint, tensorOf(checkpoint, key))

let detector: Detector
beforeAll(async () => {
  detector = await Detector.open(file)
})
afterAll(() => detector.close())

/** ‖a − b‖ / ‖b‖ */
function relativeError(a: Float32Array, b: Float32Array): number {
  const square = (values: Float32Array): number => values.reduce((sum, v) => sum + v * v, 0)
  return Math.sqrt(square(a.map((v, i) => v - b[i]!)) / square(b))
}

describe('detector', () => {
  it('G5 parity: map, background and features are those of the training code', async () => {
    const { side } = detector.config
    const picture = { width: side, height: side, rgb: Uint8Array.from(stored('check.picture')) }
    const answers = await detector.answers(picture)
    for (const what of ['map', 'background', 'features'] as const) {
      expect(relativeError(answers[what], stored(`check.${what}`)), what).toBeLessThan(1e-4)
    }
  })

  it('G5 parity: things, boxes and masks are read from the map as the training code reads them', () => {
    const expected = JSON.parse(checkpoint.metadata['check']!) as {
      scores: Record<string, number>
      box: number[]
      pixels: number
    }[]
    const peaks = decode(stored('check.map'), detector.config)
    expect(expected.length).toBeGreaterThan(1)
    expect(peaks.map(({ mask }) => mask.reduce((a, b) => a + b, 0))).toEqual(expected.map(({ pixels }) => pixels))
    for (const [i, { scores, box }] of expected.entries()) {
      expect(peaks[i]!.box).toEqual(box.map((v) => expect.closeTo(v, 3)))
      expect(Object.fromEntries(peaks[i]!.scores)).toEqual(
        Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, expect.closeTo(score, 4)])),
      )
    }
  })

  it('G5 a picture of another size is refused', async () => {
    const small = { width: 8, height: 8, rgb: new Uint8Array(192) }
    await expect(detector.read(small)).rejects.toThrow(/reads pictures of \d+ x \d+ pixels, not 8 x 8/)
  })
})
