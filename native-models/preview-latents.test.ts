/** What a preview is put together from, on latents of one channel and four cells. */
import { expect, test } from 'vitest'
import { previewLatents, latentsOfTrack, type PreviewedOptions } from './preview-latents.ts'
import type { Hold } from './sampler/hold.ts'
import type { Step } from './sampler/sampler.ts'

const all = (value: number) => new Float32Array(4).fill(value)
const stepOf = (track: number, value: number, step = 0): Step => {
  const x0_BChw = all(value)
  return { kind: 'step', track, step, steps: 10, x_BChw: x0_BChw, x0_BChw, eps_BChw: x0_BChw }
}
const hold: Hold = {
  region_hw: Uint8Array.of(1, 1, 1, 0),
  until: 0.5,
  clean_BChw: all(9),
  trajectory: [],
  startsFromTracks: false,
}
function optionsOf(change: Partial<PreviewedOptions> = {}): PreviewedOptions {
  const places_Nhw = [Uint8Array.of(1, 0, 0, 0), Uint8Array.of(0, 1, 0, 1)]
  const multiInstance = { share: 0.5, instances: 2, merge: 'place', places_Nhw } as const
  const options = { solver: 'ddim', steps: 10, alphasCumprod: [], noise_BChw: all(0), grounding: 1 } as const
  return { ...options, multiInstance, ...change }
}
const shown = (steps: Step[], change?: Partial<PreviewedOptions>) => [...previewLatents(steps, optionsOf(change))]

test('G2 preview: tracks are put together as the run will merge them, also where only some of them run', () => {
  expect(shown([stepOf(0, 2), stepOf(1, 4), stepOf(2, 6)])).toEqual([3, 4, 2, 4])
  expect(shown([stepOf(0, 2), stepOf(2, 6)])).toEqual([2, 4, 2, 4])
  expect(shown([stepOf(0, 2)])).toEqual([2, 2, 2, 2])
})

test('R2 preview: outside the region it is the parent, until the rest is let go', () => {
  expect(shown([stepOf(0, 2, 4)], { hold })).toEqual([2, 2, 2, 9])
  expect(shown([stepOf(0, 2, 5)], { hold })).toEqual([2, 2, 2, 2])
})

test('G2 preview of one track: its own estimate everywhere; of the joint run, what is held is the parent', () => {
  expect([...latentsOfTrack(stepOf(1, 4), { hold })]).toEqual([4, 4, 4, 4])
  expect([...latentsOfTrack(stepOf(0, 2, 4), { hold })]).toEqual([2, 2, 2, 9])
  expect([...latentsOfTrack(stepOf(0, 2, 5), { hold })]).toEqual([2, 2, 2, 2])
  expect([...latentsOfTrack(stepOf(0, 2), {})]).toEqual([2, 2, 2, 2])
})

test('R5 preview: tracks without a joint run stand before the parent', () => {
  const change = { hold: { ...hold, startsFromTracks: true } }
  expect(shown([stepOf(1, 4), stepOf(2, 6)], change)).toEqual([4, 6, 9, 9])
})
