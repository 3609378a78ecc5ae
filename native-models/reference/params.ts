/** What each kind of case must be given besides arrays: without it the case cannot be run, and says so. */
import type { CaseParams } from './golden.ts'

type Names = readonly (keyof CaseParams)[]

const aRun: Names = ['steps', 'guidance', 'alphaType', 'drop']

const neededBy: Readonly<Record<string, Names>> = {
  randn: ['seed', 'draws'],
  schedule: ['steps'],
  alphaSchedule: ['length', 'type'],
  timeEmbedding: ['dim'],
  grounding: ['drop'],
  resBlock: ['key'],
  downsample: ['key'],
  upsample: ['key'],
  selfAttention: ['key'],
  crossAttention: ['key'],
  feedForward: ['key'],
  gatedFuser: ['key', 'scale'],
  transformerBlock: ['key', 'scale'],
  spatialTransformer: ['key', 'scale'],
  unet: ['drop', 'groundingScale'],
  sampler: ['sampler', ...aRun],
  pipeline: ['rows', 'seed', 'height', 'width', 'mis', ...aRun],
}

/** @throws RangeError for a case that lacks one, or a multi-instance run that does not say how long that phase is */
export function requireParams(kind: string, params: Partial<CaseParams>): void {
  const needed = [...(neededBy[kind] ?? []), ...(params.sampler === 'plmsMis' ? (['mis'] as const) : [])]
  const missing = needed.filter((name) => params[name] === undefined)
  if (missing.length > 0)
    throw new RangeError(`The case does not give ${missing.map((name) => `"${name}"`).join(', ')}.`)
}
