/** A run's scene as the request that the pipeline takes: size, conditions, places, and what to warn of. */
import type { RunWarning } from '../contract/result.ts'
import type { Run, Settings } from '../contract/run.ts'
import type { Scene } from '../contract/scene.ts'
import { EngineError } from '../contract/errors.ts'
import { compileConditions, instanceAlone } from '../conditions/compile.ts'
import { publishedLimits, type ConditionLimits, type Conditions } from '../conditions/conditions.ts'
import { modelWarnings } from '../conditions/plan.ts'
import { fitSize, type Size } from '../scene/fit.ts'
import { ownerCells } from '../scene/place.ts'
import type { ModelConfig } from '../../native-models/model-config.ts'
import type { Tokenizer } from '../../native-models/clip/tokenizer.ts'
import type { Model, PictureRequest } from '../../native-models/pipeline.ts'

/** What preparing needs of an open model: its sizes, and how it reads words. */
export interface Reader {
  readonly config: ModelConfig
  readonly tokenizer: Tokenizer
}

export async function readerOf(model: Pick<Model, 'config' | 'tokenizer'>): Promise<Reader> {
  return { config: model.config, tokenizer: await model.tokenizer() }
}

export interface Prepared {
  /** For the first variant's seed. */
  readonly request: PictureRequest
  /** Of the request's instances, in their order. */
  readonly instanceIds: readonly string[]
  readonly warnings: readonly RunWarning[]
}

/** @throws EngineError for a size that the model cannot draw */
export function prepare({ scene, settings }: Run, reader: Reader): Prepared {
  const { config } = reader
  const size = sizeOf(scene, settings, config)
  const { factor } = config.autoencoder
  const { rule, seed } = settings
  // Conditions are fractions of the picture: the scene is not scaled, which would sample its masks anew.
  const cell = (factor * scene.width) / size.width
  const conditions = compileConditions(scene, { rule, limits: limitsOf(config), seed, cell })
  const request = requestOf(scene, size, settings, conditions, factor)
  const warnings = [...conditions.warnings, ...warningsOfModel(scene, size, conditions, reader)]
  const instanceIds = conditions.instances.map((index) => scene.instances[index]!.id)
  return { request, instanceIds, warnings }
}

function sizeOf({ width, height }: Scene, { size }: Settings, config: ModelConfig): Size {
  if (size) return drawable(size, config)
  return fitSize(width, height, { nativeArea: config.nativeSide ** 2, multiple: config.sideMultiple })
}

/** @throws EngineError for a size that the model cannot draw */
export function drawable(size: Size, { sideMultiple }: ModelConfig): Size {
  const isDrawable = [size.width, size.height].every((side) => side > 0 && side % sideMultiple === 0)
  if (isDrawable) return size
  throw new EngineError(
    'badRun',
    `The picture would be ${size.width} x ${size.height}, but this model's sides are multiples of ${sideMultiple} pixels; choose such a size.`,
  )
}

function limitsOf({ grounding }: ModelConfig): ConditionLimits {
  if (!grounding) return publishedLimits
  const { maxInstances, scribblePoints, polygonPoints, segmentSize: segSize } = grounding
  return { maxInstances, scribblePoints, polygonPoints, segSize }
}

function requestOf(
  scene: Scene,
  { width, height }: Size,
  settings: Settings,
  conditions: Conditions,
  factor: number,
): PictureRequest {
  const { seed, sampler: solver, steps, guidance, alpha, mis, merge } = settings
  const owners_hw = ownerCells(scene, width / factor, height / factor)
  const instances = conditions.captions.map((caption, slot) => ({
    caption,
    alone: instanceAlone(conditions, slot),
    place_hw: Uint8Array.from(owners_hw, (owner) => Number(owner === conditions.instances[slot])),
  }))
  const { caption: prompt, negativeCaption: negativePrompt = '' } = scene
  return {
    prompt,
    negativePrompt,
    instances,
    grounding: conditions,
    width,
    height,
    seed,
    solver,
    steps,
    guidance,
    alpha,
    mis,
    merge,
  }
}

function warningsOfModel(
  scene: Scene,
  size: Size,
  { captions, instances }: Conditions,
  { config, tokenizer }: Reader,
): RunWarning[] {
  const facts = { hasGrounding: config.grounding !== undefined, textTokens: config.text.positions }
  const texts = captions.map((caption, slot) => [scene.instances[instances[slot]!]!.id, caption] as const)
  return modelWarnings(scene, size, facts, texts, (text) => tokenizer.encode(text))
}
