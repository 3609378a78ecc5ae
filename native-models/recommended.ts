/** The settings that a model should be offered with: those in its file's metadata, otherwise the published ones. */
import type { SolverName } from './sampler/schedule.ts'
import type { MultiInstance } from './sampler/sampler.ts'

export interface RecommendedSettings {
  readonly steps: number
  readonly sampler: SolverName
  readonly guidance: number
  /** Share of the steps that are grounded. */
  readonly alpha: number
  /** Share of the steps in which each instance also runs alone. */
  readonly mis: number
  readonly merge: MultiInstance['merge']
}

/** The published command line's, but for the merge, which is ours. */
export const publishedSettings: RecommendedSettings = {
  steps: 50,
  sampler: 'plms',
  guidance: 7.5,
  alpha: 0.8,
  mis: 0.36,
  merge: 'place',
}

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1

const isAllowed: { readonly [Name in keyof RecommendedSettings]: (value: unknown) => boolean } = {
  steps: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1000,
  sampler: (value) => ['plms', 'ddim', 'dpmpp2m', 'unipc'].includes(value as string),
  guidance: (value) => typeof value === 'number' && value >= 0 && value <= 100,
  alpha: isShare,
  mis: isShare,
  merge: (value) => value === 'published' || value === 'place',
}

/** @param metadata of a safetensors file; `defaults` in it is JSON. What is not allowed there counts as not said. */
export function recommendedSettings(metadata: Readonly<Record<string, string>>): RecommendedSettings {
  const said = objectIn(metadata.defaults)
  const allowed = Object.entries(isAllowed).filter(([name, test]) => test(said[name]))
  return { ...publishedSettings, ...Object.fromEntries(allowed.map(([name]) => [name, said[name]])) }
}

function objectIn(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
