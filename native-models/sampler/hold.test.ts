/** Holds, given tracks and runs that start from tracks, on answers that a formula gives. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { play, type Recording } from './golden.helper.ts'
import type { Hold } from './hold.ts'
import { expectedPasses, trackSteps } from './passes.ts'
import { TorchGenerator } from './randn.ts'
import { sample, type Ask, type MultiInstance, type SampleOptions } from './sampler.ts'
import { scheduleFor, sdAlphasCumprod, stepCount, type SolverName } from './schedule.ts'
import { weightedSum } from './solver.ts'

const alphasCumprod = sdAlphasCumprod()
/** Four channels of 3 x 2 cells. */
const CELLS = 6
const VALUES = 4 * CELLS
const SOLVERS: readonly SolverName[] = ['plms', 'ddim', 'dpmpp2m', 'unipc']
const noiseOf = (seed: number) => new TorchGenerator(seed).randn(VALUES)

/** Stands for the network: cells see each other through the mean, as a held run's do. */
function network({ x_BChw, track, timestep, gate }: Ask): Float32Array {
  const mean = x_BChw.reduce((sum, x) => sum + x, 0) / x_BChw.length
  return x_BChw.map((x) => Math.sin(1.3 * x + mean + 0.7 * track + timestep / 300) * (0.5 + gate / 2))
}

/** Another scene: other words everywhere. */
const edited = (ask: Ask) => network({ ...ask, timestep: ask.timestep + 50 })

const places_Nhw = [Uint8Array.of(1, 1, 0, 0, 0, 0), Uint8Array.of(0, 1, 1, 0, 0, 0)]
const phase = { share: 0.36, instances: 2, merge: 'place', places_Nhw } as const
const optionsOf = (solver: SolverName, change: Partial<SampleOptions> = {}): SampleOptions => ({
  solver,
  steps: 10,
  alphasCumprod,
  noise_BChw: noiseOf(1),
  grounding: 0.8,
  multiInstance: phase,
  ...change,
})

function holdOf({ result }: Recording, change: Partial<Hold> = {}): Hold {
  return {
    region_hw: Uint8Array.of(1, 1, 1, 1, 0, 0),
    until: 1,
    clean_BChw: result.x_BChw,
    trajectory: result.trajectory,
    startsFromTracks: false,
    ...change,
  }
}

const isOutside = ({ region_hw }: Hold, i: number) => region_hw[i % region_hw.length] === 0
const outsideOf = (x: Float32Array, hold: Hold) => [...x].filter((_, i) => isOutside(hold, i))
const jointAsks = ({ predictions }: Recording) => predictions.flat().filter(({ track }) => track === 0)
const ownAsks = ({ predictions }: Recording) => predictions.flat().filter(({ track }) => track !== 0)

const regions = fc.uint8Array({ min: 0, max: 1, minLength: CELLS, maxLength: CELLS })

describe.each(SOLVERS)('%s', (solver) => {
  const parent = play(optionsOf(solver), network)

  test('R2 hold: outside the region every step of the joint run begins with the trajectory, and the end is the clean latents, bit for bit', () => {
    fc.assert(
      fc.property(regions, fc.integer({ min: 1, max: 3 }), (region_hw, seed) => {
        const hold = holdOf(parent, { region_hw })
        const child = play(optionsOf(solver, { hold, noise_BChw: noiseOf(seed) }), edited)
        expect(child.result.trajectory.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        for (const { step, x_BChw } of child.result.trajectory)
          expect(outsideOf(x_BChw, hold)).toEqual(outsideOf(hold.trajectory[step]!.x_BChw, hold))
        expect(outsideOf(child.result.x_BChw, hold)).toEqual(outsideOf(hold.clean_BChw, hold))
      }),
      { seed: 10, numRuns: 30 },
    )
  })

  test('R2 hold: the network sees it at every step, and what it answers changes the region', () => {
    const hold = holdOf(parent)
    const child = play(optionsOf(solver, { hold }), edited)
    const asks = jointAsks(child).filter((_, i) => solver !== 'plms' || i !== 1)
    expect(asks).toHaveLength(10)
    for (const [step, { x_BChw }] of asks.entries())
      expect(outsideOf(x_BChw, hold)).toEqual(outsideOf(hold.trajectory[step]!.x_BChw, hold))
    const inside = (x: Float32Array) => [...x].filter((_, i) => !isOutside(hold, i))
    expect(inside(child.result.x_BChw)).not.toEqual(inside(parent.result.x_BChw))
  })

  test('R2 hold: the tracks of the instances are the same with it and without, bit for bit', () => {
    const [free, held] = [{}, { hold: holdOf(parent) }].map((change) => play(optionsOf(solver, change), edited))
    expect(held!.result.trackLatents.slice(1)).toEqual(free!.result.trackLatents.slice(1))
    expect(ownAsks(held!)).toEqual(ownAsks(free!))
    expect(held!.result.trackLatents[0]).not.toEqual(free!.result.trackLatents[0])
  })

  test('R2 hold: a region of everything is the run without a hold, bit for bit', () => {
    const hold = holdOf(parent, { region_hw: new Uint8Array(CELLS).fill(1) })
    const [free, held] = [{}, { hold }].map((change) => play(optionsOf(solver, change), edited))
    expect(held!.result).toEqual(free!.result)
    expect(held!.predictions).toEqual(free!.predictions)
  })

  test('R2 hold: no edit is no change: the same scene from the same noise is the parent again, bit for bit', () => {
    const hold = holdOf(parent)
    expect(play(optionsOf(solver, { hold }), network).result).toEqual(parent.result)
  })

  test('R2 hold: a step that the trajectory lacks is made from the clean latents and the noise of the run', () => {
    const hold = holdOf(parent, { trajectory: parent.result.trajectory.filter(({ step }) => step % 2 === 1) })
    const noise_BChw = noiseOf(5)
    const { trajectory } = play(optionsOf(solver, { hold, noise_BChw }), edited).result
    const { signal } = scheduleFor(solver, 10, alphasCumprod)
    for (const { step, x_BChw } of trajectory) {
      const made = weightedSum([Math.sqrt(signal[step]!), hold.clean_BChw], [Math.sqrt(1 - signal[step]!), noise_BChw])
      const expected = step % 2 === 1 ? parent.result.trajectory[step]!.x_BChw : made
      expect(outsideOf(x_BChw, hold)).toEqual(outsideOf(expected, hold))
    }
  })

  test('R2 harmonise: after its share of the steps the rest is let go', () => {
    const hold = holdOf(parent, { until: 0.8 })
    const { trajectory, x_BChw } = play(optionsOf(solver, { hold }), edited).result
    const isParents = trajectory.map(({ step, x_BChw: x }) =>
      outsideOf(x, hold).every((value, i) => value === outsideOf(hold.trajectory[step]!.x_BChw, hold)[i]),
    )
    // the eighth held step still steers where the ninth begins
    expect(isParents).toEqual([true, true, true, true, true, true, true, true, false, false])
    expect(outsideOf(x_BChw, hold)).not.toEqual(outsideOf(hold.clean_BChw, hold))
  })

  test('R2 hold: one that ends before the first step is no hold', () => {
    const hold = holdOf(parent, { until: 0 })
    expect(play(optionsOf(solver, { hold }), edited)).toEqual(play(optionsOf(solver), edited))
  })

  test('R5 given tracks: the run is the one that made them, bit for bit, and does not ask for them', () => {
    for (const which of [[0], [1], [0, 1]])
      for (const merge of ['published', 'place'] as const) {
        const multiInstance: MultiInstance = { ...phase, merge }
        const whole = play(optionsOf(solver, { multiInstance }), network)
        const given_N = [0, 1].map((n) => (which.includes(n) ? whole.result.trackLatents[n + 1] : undefined))
        const saved = play(optionsOf(solver, { multiInstance: { ...multiInstance, given_N } }), network)
        const { trackLatents, ...rest } = whole.result
        expect(saved.result).toMatchObject(rest)
        const ran = trackLatents.map((x, track) => (which.includes(track - 1) ? undefined : x))
        expect(saved.result.trackLatents).toEqual(ran)
        expect(ownAsks(saved).every(({ track }) => !which.includes(track - 1))).toBe(true)
      }
  })

  test('R5 started from tracks: at the end of the phase each stands in its place, and the parent everywhere else', () => {
    const hold = holdOf(parent, { startsFromTracks: true })
    const child = play(optionsOf(solver, { hold, multiInstance: { ...phase, ...oneInstance } }), edited)
    const [joint, track] = child.result.trackLatents
    expect(joint).toBeUndefined()
    expect(child.result.trajectory.map(({ step }) => step)).toEqual([3, 4, 5, 6, 7, 8, 9])
    const known = parent.result.trajectory[3]!.x_BChw
    const expected = known.map((value, i) => (i % CELLS < 2 ? track![i]! : value))
    expect(child.result.merged_BChw).toEqual(expected)
    expect(child.result.trajectory[0]!.x_BChw).toEqual(expected)
    expect(outsideOf(child.result.x_BChw, hold)).toEqual(outsideOf(hold.clean_BChw, hold))
  })

  test('R5 started from tracks: nothing runs where they are given and the phase is the whole run', () => {
    const hold = holdOf(parent, { startsFromTracks: true })
    const given_N = [noiseOf(2)]
    const multiInstance = { ...phase, ...oneInstance, share: 1, given_N }
    const { predictions, result } = play(optionsOf(solver, { hold, multiInstance }), edited)
    expect(predictions).toEqual([])
    expect(result.x_BChw).toEqual(hold.clean_BChw.map((value, i) => (i % CELLS < 2 ? given_N[0]![i]! : value)))
  })

  test('G2 expectedPasses: equals the asks of any run, and the distinct arrays among them for the unconditional ones', () => {
    const settings = fc.record({
      steps: fc.integer({ min: 1, max: 26 }).filter((steps) => steps !== 3 && steps !== 9),
      share: fc.oneof(fc.constantFrom(0, 0.36, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      given: fc.array(fc.boolean(), { maxLength: 3 }),
      merge: fc.constantFrom('published' as const, 'place' as const),
      until: fc.option(fc.constantFrom(0, 0.01, 0.5, 0.8, 1), { nil: undefined }),
      startsFromTracks: fc.boolean(),
      guided: fc.boolean(),
    })
    fc.assert(
      fc.property(settings, ({ steps, share, given, merge, until, startsFromTracks, guided }) => {
        const instances = given.length
        const hasPhase = instances > 0 && Math.trunc(stepCount(solver, steps) * share) > 0
        fc.pre(!startsFromTracks || (until !== undefined && merge === 'place' && hasPhase))
        const clean_BChw = noiseOf(9)
        const region_hw = Uint8Array.of(1, 0, 1, 0, 1, 0)
        const hold =
          until === undefined ? undefined : { region_hw, until, clean_BChw, trajectory: [], startsFromTracks }
        const given_N = given.map((isGiven, n) => (isGiven ? noiseOf(20 + n) : undefined))
        const places = given.map(() => Uint8Array.of(1, 1, 0, 0, 0, 0))
        const multiInstance: MultiInstance = { share, instances, merge, places_Nhw: places, given_N }
        const { predictions } = play(optionsOf(solver, { steps, multiInstance, ...(hold && { hold }) }), network)
        const conditional = predictions.flat().length
        const unconditional = predictions.flatMap((asks) => [...new Set(asks.map(({ x_BChw }) => x_BChw))]).length
        const counted = { share, instances, given: given.filter(Boolean).length }
        const shape = { solver, steps, multiInstance: counted, hold }
        const expected = { conditional, unconditional: guided ? unconditional : 0 }
        expect(expectedPasses({ ...shape, guided })).toEqual(expected)
        const ofTracks = new Map<number, number>()
        for (const { track } of predictions.flat()) ofTracks.set(track, (ofTracks.get(track) ?? 0) + 1)
        const ahead = solver === 'plms' ? 1 : 0
        const asked = trackSteps(shape).map((made) => (made > 0 ? made + ahead : 0))
        expect([ofTracks.get(0) ?? 0, ...[...ofTracks].flatMap(([track, n]) => (track > 0 ? [n] : []))]).toEqual(asked)
      }),
      { seed: 11, numRuns: 300 },
    )
  })
})

const oneInstance = { instances: 1, places_Nhw: [places_Nhw[0]!] }

test('R2 hold: all tracks of a held run are asked with the noise first, the joint run with latents of its own', () => {
  const parent = play(optionsOf('ddim'), network)
  const { predictions } = play(optionsOf('ddim', { hold: holdOf(parent) }), network)
  const [joint, first, second] = predictions[0]!
  expect(first!.x_BChw).toBe(second!.x_BChw)
  expect(joint!.x_BChw).not.toBe(first!.x_BChw)
})

const short = noiseOf(1).slice(1)
const fitting: Hold = {
  region_hw: new Uint8Array(CELLS),
  until: 1,
  clean_BChw: noiseOf(3),
  trajectory: [],
  startsFromTracks: false,
}
const at = (step: number, x_BChw = noiseOf(4)) => ({ step, x_BChw })

test.each<[string, Partial<SampleOptions>, RegExp]>([
  ['a region that does not fit', { hold: { ...fitting, region_hw: new Uint8Array(7) } }, /region has 7 cells/],
  ['no region at all', { hold: { ...fitting, region_hw: new Uint8Array(0) } }, /region has 0 cells/],
  ['clean latents that do not fit', { hold: { ...fitting, clean_BChw: short } }, /clean latents are 23 values/],
  ['a share that is none', { hold: { ...fitting, until: NaN } }, /until NaN: give a share/],
  [
    'a step behind the last',
    { hold: { ...fitting, trajectory: [at(10)] } },
    /has step 10, but this run has steps 0 to 9/,
  ],
  ['a step twice', { hold: { ...fitting, trajectory: [at(2), at(2)] } }, /step 2, but .* each once/],
  ['a step that does not fit', { hold: { ...fitting, trajectory: [at(2, short)] } }, /before step 2 are 23 values/],
  ['a track that does not fit', { multiInstance: { ...phase, given_N: [short] } }, /of a track are 23 values/],
  [
    'a track too many',
    { multiInstance: { ...phase, given_N: [1, 2, 3].map(noiseOf) } },
    /tracks for 3 instances, but 2/,
  ],
  [
    'a start from the tracks of no phase',
    { hold: { ...fitting, startsFromTracks: true }, multiInstance: { ...phase, share: 0.05 } },
    /only after a multi-instance phase/,
  ],
  [
    'a start from tracks that are averaged',
    { hold: { ...fitting, startsFromTracks: true }, multiInstance: { ...phase, merge: 'published' } },
    /merged by place/,
  ],
])('R2 hold: %s is refused before the first ask', (_, change, message) => {
  expect(() => sample(optionsOf('ddim', change)).next()).toThrow(message)
})
