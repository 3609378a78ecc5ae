/**
 * The published solvers against the published code's own traces, without a network: its recorded estimates are the answers.
 * With the network in the loop the same cases run in `diorama engine-check`.
 */
import { describe, expect, test } from 'vitest'
import { type GoldenCase, relativeError } from '../../test/golden.ts'
import { outputOf, play, split, tiny } from './golden.helper.ts'
import { expectedPasses } from './passes.ts'
import type { Ask } from './sampler.ts'
import { type GateShares, type SolverName, scheduleFor, sdAlphasCumprod } from './schedule.ts'
import { weightedSum } from './solver.ts'

const alphasCumprod = sdAlphasCumprod()
const samplers = tiny.casesOf('sampler')
const FLOOR = 2e-6

function optionsOf(published: GoldenCase) {
  const { params } = published
  return {
    solver: (params['sampler'] === 'ddim' ? 'ddim' : 'plms') as SolverName,
    steps: params['steps'] as number,
    grounding: params['alphaType'] as GateShares,
    noise_BChw: tiny.input(published, 'noise', 'F32').data,
    alphasCumprod,
  }
}

/** The direction that takes latents x to x' in a step of the published update, which is linear in it. */
function directionBetween(x: Float32Array, after: Float32Array, timestep: number, nextTimestep: number): Float32Array {
  const [here, next] = [alphasCumprod[timestep]!, alphasCumprod[nextTimestep]!]
  const kept = Math.sqrt(next / here)
  const moved = Math.sqrt(1 - next) - kept * Math.sqrt(1 - here)
  return weightedSum([1 / moved, after], [-kept / moved, x])
}

describe.each(samplers.filter(({ outputs }) => outputs['epsTrace']))('$id', (published) => {
  const options = optionsOf(published)
  const size = options.noise_BChw.length
  const estimates = split(outputOf(published, 'epsTrace'), size)
  const trace = split(outputOf(published, 'trace'), size)
  const { result, predictions, steps } = play(options, replay(answersAlong(published)))

  test('M2 PLMS: every step gives the published latents', () => {
    const worst = steps.map(({ x_BChw }, i) => relativeError(x_BChw, trace[i]!))
    expect(Math.max(...worst)).toBeLessThan(FLOOR)
    expect(result.x_BChw).toBe(steps.at(-1)!.x_BChw)
    expect(relativeError(result.x_BChw, outputOf(published, 'latent'))).toBeLessThan(FLOOR)
  })

  test('M2 PLMS: each step asks at the latents before it, the first one also one DDIM step ahead', () => {
    const asks = predictions.map(([ask]) => ask!)
    expect(asks[0]!.x_BChw).toBe(options.noise_BChw)
    for (const [i, ask] of asks.slice(2).entries()) expect(ask.x_BChw).toBe(steps[i]!.x_BChw)
    const direction = directionBetween(asks[0]!.x_BChw, asks[1]!.x_BChw, asks[0]!.timestep, asks[1]!.timestep)
    expect(relativeError(direction, estimates[0]!)).toBeLessThan(1e-5)
    expect(asks[1]!.gate).toBe(asks[0]!.gate)
  })

  test('G2 PLMS: makes as many passes as the published code', () => {
    const guided = published.params['guidance'] !== 1
    const { conditional, unconditional } = expectedPasses({ ...options, guided })
    expect(conditional + unconditional).toBe(published.params['unetCalls'])
    expect(predictions).toHaveLength(conditional)
  })
})

test('M2 DDIM: the first step gives the published latents, from the estimate that PLMS recorded for the same scene and noise', () => {
  const ddim = tiny.case('ddim_10_16x16')
  const options = optionsOf(ddim)
  const size = options.noise_BChw.length
  const estimate = outputOf(tiny.case('plms_10_16x16'), 'epsTrace').slice(0, size)
  const { steps } = play(options, () => estimate)
  const trace = split(outputOf(ddim, 'trace'), size)
  expect(relativeError(steps[0]!.x_BChw, trace[0]!)).toBeLessThan(FLOOR)
})

test.each(['ddim_10_16x16', 'ddim_10_16x24'])('M2 DDIM: %s runs along its whole trace', (id) => {
  const ddim = tiny.case(id)
  const options = optionsOf(ddim)
  const trace = split(outputOf(ddim, 'trace'), options.noise_BChw.length)
  const stops = [options.noise_BChw, ...trace]
  const times = [...scheduleFor('ddim', options.steps, alphasCumprod).timesteps, 0]
  const directions = trace.map((x, i) => directionBetween(stops[i]!, x, times[i]!, times[i + 1]!))
  const { result } = play(options, replay(directions))
  expect(relativeError(result.x_BChw, outputOf(ddim, 'latent'))).toBeLessThan(FLOOR)
})

test('M2 multi-instance: the joint run gives the published latents up to the merge, from the estimates of the plain run', () => {
  const mis = tiny.case('plmsMis_10_16x16')
  const plain = tiny.case('plms_10_16x16')
  const [share, instances] = [mis.params['mis'] as number, mis.params['instances'] as number]
  const options = { ...optionsOf(mis), multiInstance: { share, instances, merge: 'published' } } as const
  const size = options.noise_BChw.length
  const joint = replay(answersAlong(plain))
  const { steps } = play(options, (ask) => (ask.track === 0 ? joint(ask) : ask.x_BChw))
  const trace = split(outputOf(mis, 'misTrace'), size).slice(0, mis.params['misSteps'] as number)
  const jointSteps = steps.filter(({ track }) => track === 0)
  for (const [i, x] of trace.entries()) expect(relativeError(jointSteps[i]!.x_BChw, x)).toBeLessThan(FLOOR)
})

test.each(samplers.filter(({ params }) => params['sampler'] === 'plmsMis'))(
  'G2 multi-instance: $id needs as many passes as published, less the shared first unconditional ones',
  ({ params }) => {
    const [share, instances] = [params['mis'] as number, params['instances'] as number]
    const steps = params['steps'] as number
    const { conditional, unconditional } = expectedPasses({
      solver: 'plms',
      steps,
      guided: true,
      multiInstance: { share, instances },
    })
    expect(conditional + unconditional).toBe((params['unetCalls'] as number) - instances)
  },
)

/** A case's recorded estimates in the order of the asks. */
function answersAlong(plms: GoldenCase): Float32Array[] {
  const options = optionsOf(plms)
  const size = options.noise_BChw.length
  const [first, ...later] = split(outputOf(plms, 'epsTrace'), size)
  const after = outputOf(plms, 'trace').slice(0, size)
  // the first step's second estimate is not recorded: it is what makes the mean of both lead to the recorded latents
  const { timesteps } = scheduleFor('plms', options.steps, alphasCumprod)
  const mean = directionBetween(options.noise_BChw, after, timesteps[0]!, timesteps[1]!)
  return [first!, weightedSum([2, mean], [-1, first!]), ...later]
}

function replay(answers: readonly Float32Array[]): (ask: Ask) => Float32Array {
  let next = 0
  return () => answers[next++]!
}
