/**
 * A run: everything that decides a picture, as one plain value.
 *
 * The command line, the queue, the engine, a stored round and a bug report all speak it. The same value on the same
 * device gives the same pictures, bit for bit.
 */
import { z } from 'zod'
import { sceneSchema } from './scene.ts'

export const runFormat = 'diorama/run'
export const runVersion = 1

export const samplerNames = ['plms', 'ddim', 'dpmpp2m', 'unipc'] as const
export type SamplerName = (typeof samplerNames)[number]

/** How the tracks of the multi-instance sampler come together: averaged over the whole latent, or each in its place. */
export const mergeNames = ['published', 'place'] as const
export type MergeName = (typeof mergeNames)[number]

/** How a scene becomes the network's input: as the published command line does, as was intended there, or our own. */
export const ruleNames = ['published', 'intended', 'diorama'] as const
export type RuleName = (typeof ruleNames)[number]

export const deviceNames = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const
export const deviceNameSchema = z.enum(deviceNames)
export type DeviceName = (typeof deviceNames)[number]

/** Seeds are the 32 bits that torch's generator uses. */
export const largestSeed = 2 ** 32 - 1

/** Pixels; a model wants multiples of its own, and says so. */
export const largestSide = 4096

const share = z.number().min(0).max(1)
const side = z.int().min(8).max(largestSide)

export const settingsSchema = z.strictObject({
  /** Of the first picture; further variants take the seeds after it. */
  seed: z.int().min(0).max(largestSeed).default(0),
  steps: z.int().min(1).max(1000).default(50),
  sampler: z.enum(samplerNames).default('plms'),
  /** Scale of classifier-free guidance; 1 is without. */
  guidance: z.number().min(0).max(100).default(7.5),
  /** Share of the steps that are grounded. */
  alpha: share.default(0.8),
  /** Share of the steps in which each instance also runs alone. */
  mis: share.default(0.36),
  merge: z.enum(mergeNames).default('place'),
  rule: z.enum(ruleNames).default('diorama'),
  /** Pixels; without it the model's native area in the scene's shape. */
  size: z.strictObject({ width: side, height: side }).optional(),
  variants: z.int().min(1).max(64).default(1),
})
export type Settings = z.infer<typeof settingsSchema>

export const modelUseSchema = z.strictObject({
  /** Checkpoint file. */
  path: z.string().min(1).max(4096),
  device: z.enum(['auto', ...deviceNames]).default('auto'),
  /** CPU threads; by default one a core. They change the time, not the picture. */
  threads: z.int().min(1).max(256).optional(),
})
export type ModelUse = z.infer<typeof modelUseSchema>

export const runSchema = z.strictObject({
  format: z.literal(runFormat),
  version: z.literal(runVersion),
  scene: sceneSchema,
  settings: settingsSchema,
  model: modelUseSchema,
})
export type Run = z.infer<typeof runSchema>

/** Seed of the variant at `index`; after the largest comes 0. */
export function variantSeed({ seed }: Settings, index: number): number {
  return (seed + index) % (largestSeed + 1)
}

/**
 * JSON with the keys of every object in order, so that equal values give equal text, whoever made them. Its digest
 * names a run.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isRecord(inner) ? sortedByKey(inner) : inner))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sortedByKey(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
