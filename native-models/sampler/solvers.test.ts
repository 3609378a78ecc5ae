/** Every solver against data of which the probability flow is known exactly: normally distributed, and a mixture of two. */
import { describe, expect, test } from 'vitest'
import { TorchGenerator } from './randn.ts'
import { type Schedule, type SolverName, scheduleFor, sdAlphasCumprod } from './schedule.ts'
import { SOLVER_STEPS } from './sampler.ts'
import type { State } from './solver.ts'

const alphasCumprod = sdAlphasCumprod()
const noise = new TorchGenerator(5).randn(32)

/** Data of mean 0.5 and this deviation. */
const MEAN = 0.5
const DEVIATION = 0.4

function gaussianEps(x: number, signal: number): number {
  const variance = signal * DEVIATION ** 2 + 1 - signal
  return (Math.sqrt(1 - signal) * (x - Math.sqrt(signal) * MEAN)) / variance
}

/** The flow keeps a value's distance from the mean in deviations of the noisy data. */
function gaussianFlow(x: number, from: number, to: number): number {
  const [before, after] = [from, to].map((signal) => Math.sqrt(signal * DEVIATION ** 2 + 1 - signal))
  return Math.sqrt(to) * MEAN + ((x - Math.sqrt(from) * MEAN) / before!) * after!
}

/** Two narrow clusters at -1 and 1: where a value goes bends sharply, as with real pictures. */
function mixtureEps(x: number, signal: number): number {
  const [alpha, variance] = [Math.sqrt(signal), signal * 0.2 ** 2 + 1 - signal]
  return (Math.sqrt(1 - signal) * (x - alpha * Math.tanh((alpha * x) / variance))) / variance
}

/** The same flow by Runge-Kutta in the logarithm of the noise-to-signal ratio, in steps too small to matter. */
function mixtureFlow(x: number, from: number): number {
  const [start, end] = [from, 1 - 1e-9].map((signal) => Math.log((1 - signal) / signal) / 2)
  const h = (end! - start!) / 1000
  let [u, y] = [start!, x / Math.sqrt(from)]
  for (let i = 0; i < 1000; i++, u += h) {
    const a = mixtureSlope(u, y)
    const b = mixtureSlope(u + h / 2, y + (h / 2) * a)
    const c = mixtureSlope(u + h / 2, y + (h / 2) * b)
    y += (h / 6) * (a + 2 * b + 2 * c + mixtureSlope(u + h, y + h * c))
  }
  return y
}

function mixtureSlope(u: number, y: number): number {
  const signal = 1 / (1 + Math.exp(2 * u))
  return Math.exp(u) * mixtureEps(y * Math.sqrt(signal), signal)
}

type Eps = (x: number, signal: number) => number

/** Runs a solver on a schedule, on the generator's own level so that any noise levels can be tried. */
function solve(solver: SolverName, schedule: Schedule, eps: Eps): Float32Array {
  let state: State = { x_BChw: noise, past: [] }
  for (const step of schedule.timesteps.keys()) {
    const run = SOLVER_STEPS[solver](state, step, schedule)
    let turn = run.next()
    while (!turn.done) {
      const { x_BChw, step: at } = turn.value
      turn = run.next(x_BChw.map((x) => eps(x, schedule.signal[at]!)))
    }
    state = turn.value.state
  }
  return state.x_BChw
}

function rootMeanSquare(actual: Float32Array, expected: Float32Array): number {
  return Math.sqrt(actual.reduce((sum, value, i) => sum + (value - expected[i]!) ** 2, 0) / actual.length)
}

/** Evenly spaced in half the log signal-to-noise ratio, from -2.5 to 1.5: all steps alike, as a measure of order needs. */
function evenSchedule(steps: number): Schedule {
  const signal = Array.from({ length: steps + 1 }, (_, i) => 1 / (1 + Math.exp(5 - (8 * i) / steps)))
  return { timesteps: signal.slice(0, -1).map((_, i) => i), signal }
}

function gaussianError(solver: SolverName, schedule: Schedule): number {
  const [from, to] = [schedule.signal[0]!, schedule.signal.at(-1)!]
  return rootMeanSquare(
    solve(solver, schedule, gaussianEps),
    noise.map((x) => gaussianFlow(x, from, to)),
  )
}

/** PLMS keeps the second order of its published update and first step; UniPC's corrector adds one to its predictor's two. */
test.each([
  ['ddim', 1],
  ['plms', 2],
  ['dpmpp2m', 2],
  ['unipc', 3],
] as const)('G1 %s: its error falls with order %i as steps double', (solver, order) => {
  const coarse = gaussianError(solver, evenSchedule(64))
  const fine = gaussianError(solver, evenSchedule(128))
  expect(Math.abs(Math.log2(coarse / fine) - order)).toBeLessThan(0.3)
})

describe.each(['dpmpp2m', 'unipc'] as const)('%s on its own schedule', (solver) => {
  const flow = noise.map((x) => mixtureFlow(x, alphasCumprod[999]!))
  const errorAt = (steps: number) =>
    rootMeanSquare(solve(solver, scheduleFor(solver, steps, alphasCumprod), mixtureEps), flow)

  test('G1 10 to 50 steps come close to where the flow of clustered data ends, whose clusters are 2 apart', () => {
    const errors = [10, 15, 20, 30, 50].map(errorAt)
    expect(errors[0]).toBeLessThan(0.06)
    expect(errors[2]).toBeLessThan(0.01)
    expect(errors[4]).toBeLessThan(0.005)
  })

  test('G1 spacing: has at most half the error of evenly spaced timesteps', () => {
    for (const steps of [10, 20]) {
      const timesteps = Array.from({ length: steps }, (_, i) => Math.round(1000 * (1 - i / steps)) - 1)
      const even: Schedule = { timesteps, signal: [...timesteps.map((t) => alphasCumprod[t]!), 1] }
      const evenError = rootMeanSquare(solve(solver, even, mixtureEps), flow)
      expect(errorAt(steps)).toBeLessThan(evenError / 2)
    }
  })

  test('G1 one to four steps end in numbers near the data', () => {
    for (const steps of [1, 2, 3, 4]) {
      const end = solve(solver, scheduleFor(solver, steps, alphasCumprod), mixtureEps)
      expect(end.every((x) => Math.abs(x) < 2)).toBe(true)
    }
  })
})

test('G1 unipc: nearer to the flow of clustered data than dpmpp2m at the same number of predictions', () => {
  const flow = noise.map((x) => mixtureFlow(x, alphasCumprod[999]!))
  const error = (solver: SolverName) =>
    rootMeanSquare(solve(solver, scheduleFor(solver, 12, alphasCumprod), mixtureEps), flow)
  expect(error('unipc')).toBeLessThan(error('dpmpp2m'))
})
