/** Whole runs, on answers that a formula gives. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relativeError } from '../../test/golden.ts'
import { dpmSolverUpdate } from './dpm-solver.ts'
import { play } from './golden.helper.ts'
import { mergeEverywhere } from './merge.ts'
import { TorchGenerator } from './randn.ts'
import { expectedPasses } from './passes.ts'
import { type Ask, type SampleOptions, SOLVER_STEPS, sample } from './sampler.ts'
import { type SolverName, gates, scheduleFor, sdAlphasCumprod } from './schedule.ts'
import { type State, weightedSum } from './solver.ts'

const alphasCumprod = sdAlphasCumprod()
/** Two pictures of four channels and 3 x 2 cells. */
const CELLS = 6
const noise_BChw = new TorchGenerator(1).randn(2 * 4 * CELLS)
const SOLVERS: readonly SolverName[] = ['plms', 'ddim', 'dpmpp2m', 'unipc']

/** Stands for the network: cell by cell, not linear, different for every track, timestep and gate. */
function network({ x_BChw, track, timestep, gate }: Ask): Float32Array {
  return x_BChw.map((x) => Math.sin(1.3 * x + 0.7 * track + timestep / 300) * (0.5 + gate / 2))
}

const plain = (solver: SolverName, steps = 10): SampleOptions => ({
  solver,
  steps,
  alphasCumprod,
  noise_BChw,
  grounding: 0.8,
})

const places_Nhw = [Uint8Array.of(1, 1, 0, 0, 0, 0), Uint8Array.of(0, 1, 1, 0, 0, 0)]
const outside = (i: number) => i % CELLS > 2

describe.each(SOLVERS)('%s', (solver) => {
  const averaged = { ...plain(solver), multiInstance: { share: 0.36, instances: 2, merge: 'published' } } as const
  const placed = { ...plain(solver), multiInstance: { share: 0.36, instances: 2, merge: 'place', places_Nhw } } as const

  test('G5 the same noise, schedule and answers give the same latents, bit for bit, and leave the noise alone', () => {
    const before = noise_BChw.slice()
    const first = play(placed, network)
    expect(play(placed, network).result).toEqual(first.result)
    expect(noise_BChw).toEqual(before)
  })

  test('G1 asks carry the timestep and the grounding strength of their step', () => {
    const { timesteps } = scheduleFor(solver, 10, alphasCumprod)
    const asks = play(plain(solver), network).predictions.flat()
    const ofSteps = solver === 'plms' ? asks.filter((_, i) => i !== 1) : asks
    expect(ofSteps.map(({ timestep }) => timestep)).toEqual(timesteps)
    expect(ofSteps.map(({ gate }) => gate)).toEqual(gates(10, 0.8))
  })

  test('G1 multi-instance: side by side gives what one run after the other gives, bit for bit', () => {
    const { result } = play(averaged, network)
    const tracks = [0, 1, 2].map((track) => alone(solver, { x_BChw: noise_BChw, past: [] }, track, 0, 3))
    expect(result.trackLatents).toEqual(tracks.map(({ x_BChw }) => x_BChw))
    const merged = mergeEverywhere(tracks.map(({ x_BChw }) => x_BChw))
    expect(result.merged_BChw).toEqual(merged)
    expect(result.x_BChw).toEqual(alone(solver, { ...tracks[0]!, x_BChw: merged }, 0, 3, 10).x_BChw)
  })

  test('G1 multi-instance: all tracks are asked together, and first with one and the same array', () => {
    const { predictions } = play(averaged, network)
    const together = predictions.filter((asks) => asks.length > 1)
    expect(together).toHaveLength(solver === 'plms' ? 4 : 3)
    expect(together.every((asks) => asks.map(({ track }) => track).join() === '0,1,2')).toBe(true)
    for (const { x_BChw } of together[0]!) expect(x_BChw).toBe(noise_BChw)
  })

  test('G1 merge by place: outside every place a run equals the run without instances, bit for bit', () => {
    const { x_BChw, trackLatents, merged_BChw } = play(placed, network).result
    const joint = play(plain(solver), network).result.x_BChw
    for (const [i, value] of x_BChw.entries()) {
      if (outside(i)) expect(value).toBe(joint[i])
      else expect(merged_BChw![i]).not.toBe(trackLatents[0]![i])
    }
  })

  test('G2 expectedPasses: equals the asks of the run, and the distinct arrays among them for the unconditional ones', () => {
    const settings = fc.record({
      steps: fc.integer({ min: 1, max: 26 }).filter((steps) => steps !== 3 && steps !== 9),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      instances: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(settings, ({ steps, ...phase }) => {
        const multiInstance = { ...phase, merge: 'published' } as const
        const { predictions } = play({ ...plain(solver, steps), multiInstance }, network)
        const conditional = predictions.flat().length
        const unconditional = predictions.flatMap((asks) =>
          Array.from(new Set(asks.map(({ x_BChw }) => x_BChw))),
        ).length
        const request = { solver, steps, multiInstance }
        expect(expectedPasses({ ...request, guided: true })).toEqual({ conditional, unconditional })
        expect(expectedPasses({ ...request, guided: false })).toEqual({ conditional, unconditional: 0 })
      }),
      { numRuns: 40 },
    )
  })
})

/** A track by itself, answered as `network` answers that track: the published order is one after the other. */
function alone(solver: SolverName, start: State, track: number, from: number, to: number): State {
  const schedule = scheduleFor(solver, 10, alphasCumprod)
  let state = start
  for (let step = from; step < to; step++) {
    const run = SOLVER_STEPS[solver](state, step, schedule)
    let turn = run.next()
    while (!turn.done) {
      const timestep = schedule.timesteps[turn.value.step]!
      turn = run.next(network({ track, x_BChw: turn.value.x_BChw, timestep, gate: gates(10, 0.8)[step]! }))
    }
    state = turn.value.state
  }
  return state
}

test('G1 unipc: the step after a merge starts from the merged latents, uncorrected', () => {
  const multiInstance = { share: 0.36, instances: 2, merge: 'published' } as const
  const { result, steps } = play({ ...plain('unipc'), multiInstance }, network)
  const joint = steps.filter(({ track }) => track === 0)
  const schedule = scheduleFor('unipc', 10, alphasCumprod)
  const expected = dpmSolverUpdate(result.merged_BChw!, joint[3]!.x0_BChw, joint[2]!.x0_BChw, 3, schedule)
  expect(joint[3]!.x_BChw).toEqual(expected)
})

test('G1 unipc: corrects its first step to the mean of the estimates at both its ends', () => {
  const [first, second] = play(plain('unipc'), network).steps
  const schedule = scheduleFor('unipc', 10, alphasCumprod)
  const mean = weightedSum([1 / 2, first!.x0_BChw], [1 / 2, second!.x0_BChw])
  const corrected = dpmSolverUpdate(noise_BChw, mean, undefined, 0, schedule)
  const expected = dpmSolverUpdate(corrected, second!.x0_BChw, first!.x0_BChw, 1, schedule)
  expect(relativeError(second!.x_BChw, expected)).toBeLessThan(1e-6)
})

test('G1 multi-instance: too small a share for one step, or no instance, is the plain run', () => {
  const { result } = play(plain('plms'), network)
  for (const phase of [
    { share: 0.09, instances: 2 },
    { share: 1, instances: 0 },
  ])
    expect(play({ ...plain('plms'), multiInstance: { ...phase, merge: 'published' } }, network).result).toEqual(result)
})

test('G2 the published schedule of 50 steps with MIS 0.36 and four instances takes 254 passes, four of them spared', () => {
  const run = { solver: 'plms', steps: 50, guided: true, multiInstance: { share: 0.36, instances: 4 } } as const
  expect(expectedPasses(run)).toEqual({ conditional: 127, unconditional: 123 })
})

const start = (change: Partial<SampleOptions>) => () => sample({ ...plain('plms'), ...change }).next()

test('G1 what cannot be run is refused before the first ask', () => {
  expect(start({ steps: 27 })).toThrow('Take 25 or 40 steps')
  expect(start({ grounding: -1 })).toThrow('sum to 1')
  expect(start({ multiInstance: { share: 1.5, instances: 1, merge: 'published' } })).toThrow('from 0 to 1')
  expect(start({ multiInstance: { share: 0.5, instances: 1, merge: 'place', places_Nhw } })).toThrow('got 2 places')
})

const answered = (answers: readonly Float32Array[] | undefined) => () => {
  const run = sample(plain('ddim'))
  run.next()
  run.next(answers)
}

test('G2 answers that do not fit their asks are refused', () => {
  expect(answered(undefined)).toThrow('asked for 1 noise estimates of 48 values')
  expect(answered([])).toThrow('answer each ask')
  expect(answered([noise_BChw.slice(1)])).toThrow('answer each ask')
  expect(answered([noise_BChw])).not.toThrow()
})
