/** Both merges: the published one against its golden values, the one by place by examples and properties. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { relativeError } from '../../test/golden.ts'
import { outputOf, split, tiny } from './golden.helper.ts'
import { mergeByPlace, mergeEverywhere, placedOver } from './merge.ts'

const merged = tiny.casesOf('sampler').filter(({ outputs }) => outputs['merged'])

test.each(merged)('M2 merge: $id is the published mean of all tracks', (published) => {
  const expected = outputOf(published, 'merged')
  const [tracks, steps] = [(published.params['instances'] as number) + 1, published.params['misSteps'] as number]
  const latents = split(outputOf(published, 'misTrace'), expected.length)
  const last = Array.from({ length: tracks }, (_, track) => latents[(track + 1) * steps - 1]!)
  expect(relativeError(mergeEverywhere(last), expected)).toBeLessThan(1e-6)
})

test('G1 merge by place: the mean of the runs that cover a cell with the joint run, in every channel', () => {
  const [joint, first, second] = [
    [0, 0, 0, 0, 10, 10, 10, 10],
    [4, 4, 4, 4, 6, 6, 6, 6],
    [8, 8, 8, 8, 8, 8, 8, 8],
  ]
  const tracks = [joint!, first!, second!].map((values) => Float32Array.from(values))
  const places = [Uint8Array.of(1, 1, 0, 0), Uint8Array.of(0, 1, 1, 0)]
  expect([...mergeByPlace(tracks, places)]).toEqual([2, 4, 4, 0, 8, 8, 9, 10])
})

test('R5 tracks over a parent: their mean where they stand, in every channel, and the parent elsewhere', () => {
  const parent = Float32Array.of(0, 0, 0, 0, 10, 10, 10, 10)
  const tracks = [Float32Array.of(4, 4, 4, 4, 6, 6, 6, 6), Float32Array.of(8, 8, 8, 8, 8, 8, 8, 8)]
  const places = [Uint8Array.of(1, 1, 0, 0), Uint8Array.of(0, 1, 1, 0)]
  expect([...placedOver(parent, tracks, places)]).toEqual([4, 6, 8, 0, 6, 7, 8, 10])
  expect([...placedOver(parent, [tracks[0]!], [places[0]!])]).toEqual([4, 4, 0, 0, 6, 6, 10, 10])
})

/** Latents of up to four tracks with two channels, and the instances' places. */
const scenes = fc
  .record({ cells: fc.integer({ min: 1, max: 12 }), instances: fc.integer({ min: 1, max: 4 }) })
  .chain(({ cells, instances }) => {
    // adding 0 makes -0 plain: a sum does not keep its sign
    const finite = fc.float({ noNaN: true, min: -100, max: 100 }).map((value) => value + 0)
    const latents = fc.array(finite, { minLength: 2 * cells, maxLength: 2 * cells }).map((v) => Float32Array.from(v))
    const owner = fc.integer({ min: 0, max: instances })
    return fc.record({
      tracks: fc.array(latents, { minLength: instances + 1, maxLength: instances + 1 }),
      owners: fc.array(owner, { minLength: cells, maxLength: cells }),
    })
  })

const placesOf = (owners: number[], instances: number) =>
  Array.from({ length: instances }, (_, n) => Uint8Array.from(owners, (owner) => (owner === n + 1 ? 1 : 0)))

test('G1 merge by place: without overlap a cell is half the joint run and half its owner, and the joint run elsewhere, bit for bit', () => {
  fc.assert(
    fc.property(scenes, ({ tracks, owners }) => {
      const result = mergeByPlace(tracks, placesOf(owners, tracks.length - 1))
      for (const [i, value] of result.entries()) {
        const owner = owners[i % owners.length]!
        const joint = tracks[0]![i]!
        expect(value).toBe(owner === 0 ? joint : Math.fround((joint + tracks[owner]![i]!) / 2))
      }
    }),
  )
})

test('G1 merge by place: weights sum to 1, so that equal tracks stay as they are, with any overlap', () => {
  fc.assert(
    fc.property(scenes, fc.infiniteStream(fc.boolean()), ({ tracks, owners }, covers) => {
      const places = tracks.slice(1).map(() => Uint8Array.from(owners, () => Number(covers.next().value)))
      const equal = tracks.map(() => tracks[0]!)
      expect(mergeByPlace(equal, places)).toEqual(tracks[0])
      expect(mergeEverywhere(equal)).toEqual(tracks[0])
    }),
  )
})

test('G1 merge by place: places that do not fit the latents or the tracks are refused', () => {
  const tracks = [new Float32Array(8), new Float32Array(8)]
  expect(() => mergeByPlace(tracks, [])).toThrow('one place each')
  expect(() => mergeByPlace(tracks, [new Uint8Array(3)])).toThrow('got 1 places of 3 cells for latents of 8 values')
  expect(() => mergeByPlace([...tracks, tracks[0]!], [new Uint8Array(4), new Uint8Array(2)])).toThrow('of 4, 2 cells')
})
