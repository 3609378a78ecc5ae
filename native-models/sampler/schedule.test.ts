/** Timesteps, noise levels and gates: the published ones against their golden values, ours by what they promise. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { largestDifference, outputOf, tiny } from './golden.helper.ts'
import {
  type GateShares,
  gates,
  publishedTimesteps,
  scheduleFor,
  sdAlphasCumprod,
  solverTimesteps,
  stepCount,
} from './schedule.ts'

const alphas = sdAlphasCumprod()

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test.each(tiny.casesOf('schedule'))('M2 schedule: $id is the published one, bit for bit', (published) => {
  const { timesteps, signal } = scheduleFor('plms', published.params['steps'] as number, alphas)
  expect(timesteps.toReversed()).toEqual([...tiny.output(published, 'timesteps', 'I32').data])
  expect(signal.slice(0, -1).toReversed()).toEqual([...outputOf(published, 'alphas')])
  expect(signal.slice(1).toReversed()).toEqual([...outputOf(published, 'alphasPrev')])
  const sigmas = signal.slice(0, -1).map((s) => Math.sqrt(1 - s))
  expect(largestDifference(sigmas.toReversed(), outputOf(published, 'sqrtOneMinusAlphas'))).toBeLessThan(1e-7)
})

test.each(tiny.casesOf('alphaSchedule'))('M2 gates: $id is the published one, bit for bit', (published) => {
  const strengths = gates(published.params['length'] as number, published.params['type'] as unknown as GateShares)
  expect(Float32Array.from(strengths)).toEqual(outputOf(published, 'alphas'))
})

test('G1 gates: one share means full grounding, then none', () => {
  expect(gates(10, 0.75)).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 0, 0])
  // 0.58 * 50 is 28.999999999999996 in double precision
  expect(gates(50, 0.58).filter(Boolean)).toHaveLength(28)
  expect(gates(3, 0)).toEqual([0, 0, 0])
})

test('G1 gates: shares that do not sum to 1 are refused', () => {
  expect(() => gates(10, [0.5, 0.1, 0.1])).toThrow('sum to 1')
  expect(() => gates(10, 1.2)).toThrow('sum to 1')
  expect(() => gates(10, Number.NaN)).toThrow('sum to 1')
})

test('M2 schedule: exactly the step counts that the published code cannot run are refused, each with counts that work', () => {
  const refused = range(1, 1000).filter((steps) => {
    try {
      return publishedTimesteps(steps).some((t) => t > 999)
    } catch (error) {
      const offered = /Take (.*) steps/
        .exec((error as Error).message)![1]!
        .split(' or ')
        .map(Number)
      expect(offered.map((count) => publishedTimesteps(count).length)).toEqual(offered)
      return true
    }
  })
  expect(refused).toEqual([3, 9, 27, 36, 37, ...range(101, 111), ...range(251, 333), ...range(501, 1000)])
})

test('M2 schedule: the refusal says what to take instead', () => {
  expect(() => publishedTimesteps(27)).toThrow(
    'PLMS and DDIM cannot run 27 steps: the published schedule would start at timestep 1000, and the last one is 999. Take 25 or 40 steps, or another sampler.',
  )
  for (const steps of [0, -1, 2.5, 1001, Number.NaN])
    expect(() => publishedTimesteps(steps)).toThrow('a whole number of steps')
})

test('M2 schedule: the published solvers run more steps than asked where the number does not divide 1000', () => {
  const counts = Object.fromEntries([6, 15, 30, 50, 60, 75].map((steps) => [steps, stepCount('ddim', steps)]))
  expect(counts).toEqual({ 6: 7, 15: 16, 30: 31, 50: 50, 60: 63, 75: 77 })
  expect(stepCount('unipc', 27)).toBe(27)
  expect(() => stepCount('unipc', 501)).toThrow('from 1 to 500')
})

test('G1 schedule: higher-order solvers ask at distinct timesteps from 999 to 0 and end without noise', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 500 }), (steps) => {
      const { timesteps, signal } = scheduleFor('dpmpp2m', steps, alphas)
      expect(timesteps).toHaveLength(steps)
      expect([timesteps[0], timesteps.at(-1), signal.at(-1)]).toEqual([999, 0, 1])
      expect(timesteps.every((t, i) => i === 0 || t < timesteps[i - 1]!)).toBe(true)
    }),
  )
  expect(solverTimesteps(1, alphas)).toEqual([999])
})

test('M2 schedule: a checkpoint with another number of training steps is refused', () => {
  expect(() => scheduleFor('plms', 10, alphas.slice(0, 500))).toThrow('500 entries')
})
