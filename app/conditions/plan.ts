/**
 * What a run would do, from its scene and a few facts of the model alone: size, passes and warnings.
 *
 * The host asks it while the engine is at work with another run; the engine's own plan says the same, which a test holds.
 */
import type { ModelInfo } from '../contract/model.ts'
import type { RunPlan, RunWarning } from '../contract/result.ts'
import type { Run, Settings } from '../contract/run.ts'
import type { Scene } from '../contract/scene.ts'
import { fitSize, type Size } from '../scene/fit.ts'
import { planConditions } from './compile.ts'
import { publishedLimits, type ConditionLimits } from './conditions.ts'

/** Of a model, what a plan needs. */
export interface ModelFacts {
  readonly nativeSide: number
  readonly sideMultiple: number
  readonly hasGrounding: boolean
  readonly limits: ConditionLimits
  /** Pixels along the side of a latent cell. */
  readonly cell: number
  /** Tokens of a caption that it reads, with the two that frame it. */
  readonly textTokens: number
}

export function modelFacts(networks: NonNullable<ModelInfo['networks']>): ModelFacts {
  const { nativeSide, sideMultiple, hasGrounding, maxInstances, sizes } = networks
  const size = (name: string, otherwise: number): number => Number(sizes[name] ?? otherwise)
  const limits = {
    maxInstances,
    scribblePoints: size('scribble points', publishedLimits.scribblePoints),
    polygonPoints: size('polygon points', publishedLimits.polygonPoints),
    segSize: size('mask side', publishedLimits.segSize),
  }
  return {
    nativeSide,
    sideMultiple,
    hasGrounding,
    limits: hasGrounding ? limits : publishedLimits,
    cell: size('pixels a latent cell', 8),
    textTokens: size('text tokens', 77),
  }
}

/** How the model reads a text; undefined where that is not known yet, and then nothing is said about it. */
export type ReadText = (text: string) => { readonly tokens: number; readonly unknown: readonly string[] } | undefined

export type SceneOfRun = Pick<Run, 'scene' | 'settings'>

/** The size in which the picture is drawn. */
export function pictureSize({ width, height }: Scene, { size }: Settings, facts: ModelFacts): Size {
  return size ?? fitSize(width, height, { nativeArea: facts.nativeSide ** 2, multiple: facts.sideMultiple })
}

/** A plan but for what depends on how the model reads words. */
export interface PlannedScene {
  readonly size: Size
  readonly passes: number
  readonly warnings: readonly RunWarning[]
  readonly texts: Texts
}

export function planScene({ scene, settings }: SceneOfRun, facts: ModelFacts): PlannedScene {
  const size = pictureSize(scene, settings, facts)
  const { rule, seed } = settings
  const cell = (facts.cell * scene.width) / size.width
  const { captions, instances, warnings } = planConditions(scene, { rule, limits: facts.limits, seed, cell })
  const texts: Texts = captions.map((caption, slot) => [scene.instances[instances[slot]!]!.id, caption])
  return { size, passes: settings.variants * passesOf(settings, captions.length), warnings, texts }
}

export function planRun(
  run: SceneOfRun,
  facts: ModelFacts,
  read: ReadText,
): Pick<RunPlan, 'width' | 'height' | 'passes' | 'warnings'> {
  const { size, passes, warnings, texts } = planScene(run, facts)
  return { ...size, passes, warnings: [...warnings, ...modelWarnings(run.scene, size, facts, texts, read)] }
}

/** Texts of the instances that the model is told of, with their ids. */
type Texts = readonly (readonly [id: string, text: string])[]

/** What the model in use adds to the warnings of the scene. */
export function modelWarnings(
  scene: Scene,
  { width, height }: Size,
  { hasGrounding, textTokens }: Pick<ModelFacts, 'hasGrounding' | 'textTokens'>,
  texts: Texts,
  read: ReadText,
): RunWarning[] {
  const warnings: RunWarning[] = []
  const warn = (code: RunWarning['code'], instanceId: string | null, message: string) =>
    warnings.push({ code, instanceId, message })
  if (width !== scene.width || height !== scene.height) {
    warn('scaled', null, `The scene is ${scene.width} x ${scene.height}; the model draws it at ${width} x ${height}.`)
  }
  if (!hasGrounding && scene.instances.length > 0) {
    warn('noGrounding', null, 'This model knows no places: it follows the words only.')
  }
  const whole = [scene.caption, scene.negativeCaption ?? ''].map((text) => [null, text] as const)
  for (const [id, text] of [...whole, ...texts]) {
    const { unknown = [], tokens = 0 } = read(text) ?? {}
    if (unknown.length > 0)
      warn('unknownWords', id, `The model does not know ${unknown.map((word) => `"${word}"`).join(', ')}.`)
    if (tokens > textTokens - 2)
      warn('captionCut', id, `The text has ${tokens} tokens; the model reads the first ${textTokens - 2}.`)
  }
  return warnings
}

/** Steps that the published schedules divide among themselves. */
const trainedSteps = 1000

/**
 * Steps that a run makes, and after how many of them the tracks of its instances merge; 0 without such a phase.
 *
 * @returns spacing: what, with the sampler, decides the timesteps; 24 and 25 published steps both make 25, but other ones
 */
export function stepsOf({ sampler, steps, mis }: Pick<Settings, 'sampler' | 'steps' | 'mis'>): {
  made: number
  mergeAt: number
  spacing: number
} {
  const isPublished = sampler === 'plms' || sampler === 'ddim'
  const spacing = isPublished ? Math.floor(trainedSteps / steps) : steps
  const made = isPublished ? Math.ceil(trainedSteps / spacing) : steps
  return { made, mergeAt: Math.trunc(made * mis), spacing }
}

/** How a round goes on from another, as far as its passes depend on it. */
export interface HeldRun {
  /** Whether the joint run is held before its first step: `until` above 0. */
  readonly isHeld: boolean
  /** Whether the joint run begins after the multi-instance phase; there must be one, with an instance in it. */
  readonly startsFromTracks: boolean
}

const notHeld: HeldRun = { isHeld: false, startsFromTracks: false }

/**
 * Evaluations of the network for one picture, with and without the words.
 *
 * @param alone instances that run alone; not those whose latents are given
 */
export function passesOf(settings: Settings, alone: number, { isHeld, startsFromTracks } = notHeld): number {
  const { sampler, guidance } = settings
  const { made, mergeAt } = stepsOf(settings)
  const tracks = mergeAt > 0 ? alone : 0
  const joint = startsFromTracks ? made - mergeAt : made
  // PLMS looks one step ahead in the first step of each track
  const ahead = sampler === 'plms' ? 1 : 0
  const conditional = (joint > 0 ? joint + ahead : 0) + tracks * (mergeAt + ahead)
  if (guidance === 1) return conditional
  // tracks that start from the same noise share their first estimate without words
  const sharing = tracks + Number(!isHeld && !startsFromTracks)
  return 2 * conditional - Math.max(0, sharing - 1)
}
