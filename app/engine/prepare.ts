/** A run's scene as the request that the pipeline takes: size, conditions, places, and what to warn of. */
import type { RunWarning } from '../contract/result.ts'
import type { Run, Settings } from '../contract/run.ts'
import type { Scene } from '../contract/scene.ts'
import { EngineError } from '../contract/errors.ts'
import { compileConditions, instanceAlone } from '../conditions/compile.ts'
import { publishedLimits, type ConditionLimits, type Conditions } from '../conditions/conditions.ts'
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
  const warnings = [...conditions.warnings, ...modelWarnings(scene, size, request, conditions, reader)]
  return { request, warnings }
}

function sizeOf({ width, height }: Scene, { size }: Settings, { nativeSide, sideMultiple }: ModelConfig): Size {
  if (!size) return fitSize(width, height, { nativeArea: nativeSide ** 2, multiple: sideMultiple })
  if (size.width % sideMultiple === 0 && size.height % sideMultiple === 0) return size
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

function modelWarnings(
  scene: Scene,
  size: Size,
  request: PictureRequest,
  conditions: Conditions,
  { config, tokenizer }: Reader,
): RunWarning[] {
  const warnings: RunWarning[] = []
  const warn = (code: RunWarning['code'], instanceId: string | null, message: string) =>
    warnings.push({ code, instanceId, message })
  if (size.width !== scene.width || size.height !== scene.height) {
    warn(
      'scaled',
      null,
      `The scene is ${scene.width} x ${scene.height}; the model draws it at ${size.width} x ${size.height}.`,
    )
  }
  if (!config.grounding && scene.instances.length > 0) {
    warn('noGrounding', null, 'This model knows no places: it follows the words only.')
  }
  const { positions } = config.text
  const texts: [id: string | null, text: string][] = conditions.captions.map((caption, slot) => [
    scene.instances[conditions.instances[slot]!]!.id,
    caption,
  ])
  for (const [id, text] of [[null, request.prompt] as const, [null, request.negativePrompt] as const, ...texts]) {
    const { unknown, cut, tokens } = tokenizer.encode(text)
    if (unknown.length > 0)
      warn('unknownWords', id, `The model does not know ${unknown.map((word) => `"${word}"`).join(', ')}.`)
    if (cut) warn('captionCut', id, `The text has ${tokens} tokens; the model reads the first ${positions - 2}.`)
  }
  return warnings
}
