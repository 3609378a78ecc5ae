/**
 * Which timesteps a run visits, how noisy the latents are there, and how strongly each step is grounded.
 *
 * Steps are counted as they run: step 0 is the noisiest. A schedule has one noise level more than it has
 * steps, the last one being where the run ends.
 */

/** The solvers of this folder; the first two are the published model's own. */
export type SolverName = 'plms' | 'ddim' | 'dpmpp2m' | 'unipc'

export interface Schedule {
  /** The timestep (0..999) that the network is asked at in each step. */
  readonly timesteps: readonly number[]
  /** The share of signal power (cumulative product of alphas) before each step, and after the last: steps + 1 values. */
  readonly signal: readonly number[]
}

/** Shares of the steps with full, decaying and no grounding; they sum to 1. */
export type GateShares = readonly [full: number, decaying: number, none: number]

export const TRAIN_STEPS = 1000

/** The step counts for which the published schedule runs exactly as many steps as were asked for. */
const EXACT_STEPS = [1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 125, 200, 250, 500] as const

/** More than this gains nothing, and neighbouring timesteps would no longer be distinct. */
const MOST_SOLVER_STEPS = 500

/** Curvature of the higher-order solvers' spacing; 7 is the paper's and common for latent diffusion. */
const RHO = 7

/**
 * The noise schedule of Stable Diffusion 1.x, for checkpoints that do not carry `diffusion.alphas_cumprod`.
 *
 * @returns 1000 values from 0.99915 down to 0.00466; betas are squares of an even division of the square roots
 */
export function sdAlphasCumprod(linearStart = 0.00085, linearEnd = 0.012, trainSteps = TRAIN_STEPS): Float32Array {
  const [from, to] = [Math.sqrt(linearStart), Math.sqrt(linearEnd)]
  let product = 1
  return Float32Array.from({ length: trainSteps }, (_, t) => {
    const beta = (from + ((to - from) * t) / (trainSteps - 1)) ** 2
    product *= 1 - beta
    return product
  })
}

/** The schedule of a run. Published solvers end at the noise of timestep 0, as published; the others without noise. */
export function scheduleFor(solver: SolverName, steps: number, alphasCumprod: ArrayLike<number>): Schedule {
  if (alphasCumprod.length !== TRAIN_STEPS)
    throw new RangeError(
      `The checkpoint's noise schedule has ${alphasCumprod.length} entries, but samplers need ${TRAIN_STEPS}: choose another checkpoint.`,
    )
  const published = isPublished(solver)
  const timesteps = published ? publishedTimesteps(steps) : solverTimesteps(steps, alphasCumprod)
  return { timesteps, signal: [...timesteps.map((t) => alphasCumprod[t]!), published ? alphasCumprod[0]! : 1] }
}

/**
 * How many steps a run has when so many are asked for.
 *
 * @throws RangeError for counts that the solver cannot run
 */
export function stepCount(solver: SolverName, steps: number): number {
  if (isPublished(solver)) return publishedTimesteps(steps).length
  requireWhole(steps, MOST_SOLVER_STEPS)
  return steps
}

function isPublished(solver: SolverName): boolean {
  return solver === 'plms' || solver === 'ddim'
}

/**
 * Every c-th timestep, c = floor(1000 / steps), one later than a multiple of c.
 *
 * The published code runs more steps than were asked for unless the number divides 1000 (30 gives 31).
 *
 * @throws RangeError for counts that the published code cannot run, because the first timestep would be 1000
 * @see InstanceDiffusion, ldm/modules/diffusionmodules/util.py, make_ddim_timesteps
 */
export function publishedTimesteps(steps: number): number[] {
  requireWhole(steps, TRAIN_STEPS)
  const stride = Math.floor(TRAIN_STEPS / steps)
  const count = Math.ceil(TRAIN_STEPS / stride)
  const first = (count - 1) * stride + 1
  if (first >= TRAIN_STEPS) throw new RangeError(refusal(steps))
  return Array.from({ length: count }, (_, i) => first - i * stride)
}

function refusal(steps: number): string {
  const near = [EXACT_STEPS.findLast((s) => s < steps), EXACT_STEPS.find((s) => s > steps)].filter(Boolean)
  return (
    `PLMS and DDIM cannot run ${steps} steps: the published schedule would start at timestep 1000, and the last one is 999. ` +
    `Take ${near.join(' or ')} steps, or another sampler.`
  )
}

/**
 * Timesteps for the higher-order solvers: from 999 to 0, noise-to-signal ratios spaced as by Karras et al. 2022 with rho 7.
 *
 * The published even spacing leaves these solvers one large last step. Against exactly solved distributions this one has
 * about a third of the error of even spacing at 10 steps and less than a seventh at 20; and the first third of the steps still ends near
 * timestep 640, as in the published spacing, so that a multi-instance share means the same.
 */
export function solverTimesteps(steps: number, alphasCumprod: ArrayLike<number>): number[] {
  requireWhole(steps, MOST_SOLVER_STEPS)
  const ratio = (t: number) => Math.sqrt((1 - alphasCumprod[t]!) / alphasCumprod[t]!)
  const [from, to] = [ratio(TRAIN_STEPS - 1) ** (1 / RHO), ratio(0) ** (1 / RHO)]
  return Array.from({ length: steps }, (_, i) => {
    const wanted = (from + ((to - from) * i) / Math.max(1, steps - 1)) ** RHO
    // near the end neighbours would round to one timestep: each takes its own
    return Math.max(nearestTimestep(wanted, ratio), steps - 1 - i)
  })
}

function nearestTimestep(wanted: number, ratio: (t: number) => number): number {
  let [low, high] = [0, TRAIN_STEPS - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (ratio(middle) <= wanted) low = middle
    else high = middle
  }
  return wanted / ratio(low) < ratio(high) / wanted ? low : high
}

function requireWhole(steps: number, most: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > most)
    throw new RangeError(`A run needs a whole number of steps from 1 to ${most}, not ${steps}.`)
}

/**
 * How strongly each step is grounded: 1 at first, then falling evenly to 0, then 0.
 *
 * @param grounding the share of steps with full grounding, or all three shares
 * @returns one factor per step for the gated self-attention
 * @see InstanceDiffusion, ldm/util.py, alpha_generator; its lengths of truncated double products are kept
 */
export function gates(steps: number, grounding: number | GateShares): number[] {
  const [full, decaying, none] = typeof grounding === 'number' ? ([grounding, 0, 1 - grounding] as const) : grounding
  if (!(full >= 0 && decaying >= 0 && none >= 0 && Math.abs(full + decaying + none - 1) < 1e-9))
    throw new RangeError(
      `The grounding shares are ${full}, ${decaying} and ${none}: give three shares from 0 to 1 that sum to 1.`,
    )
  const fullSteps = Math.trunc(full * steps)
  const decaySteps = Math.trunc(decaying * steps)
  return Array.from({ length: steps }, (_, i) => {
    if (i < fullSteps) return 1
    return i < fullSteps + decaySteps ? (decaySteps - 1 - (i - fullSteps)) / decaySteps : 0
  })
}
