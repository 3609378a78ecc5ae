/**
 * A run as one value: everything that decides a picture, what comes out of it, and what a model is.
 *
 * The plan, the engine, the file of a picture and the command line speak it. The same run on the same device gives
 * the same picture, bit for bit.
 */

import { z } from 'zod'
import { sceneLimits, sceneSchema, sceneWarningCodes } from './scene.ts'

export const samplerNames = ['plms', 'ddim', 'dpmpp2m', 'unipc'] as const
export type SamplerName = (typeof samplerNames)[number]

/** How the tracks of the multi-instance sampler come together: over the whole latent, or each in its place. */
export const mergeNames = ['published', 'place'] as const
export type MergeName = (typeof mergeNames)[number]

/** How a scene becomes the network's input: as the published command line does, as was intended there, or our own. */
export const conditionRules = ['published', 'intended', 'diorama'] as const

export const deviceNames = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const
export type DeviceName = (typeof deviceNames)[number]

const share = z.number().min(0).max(1)
const side = z.int().min(1).max(sceneLimits.side)

export const settingsSchema = z.strictObject({
  /** Pixels. */
  width: side,
  height: side,
  seed: z.int().min(0),
  steps: z.int().min(1).max(1000),
  sampler: z.enum(samplerNames),
  /** Scale of classifier-free guidance; 1 is without. */
  guidance: z.number().min(0).max(100),
  /** Share of the steps that are grounded. */
  alpha: share,
  /** Share of the steps in which each instance also runs alone. */
  mis: share,
  merge: z.enum(mergeNames),
  rule: z.enum(conditionRules),
})
export type Settings = z.infer<typeof settingsSchema>

export const runSchema = z.strictObject({
  scene: sceneSchema,
  settings: settingsSchema,
  /** Path of the checkpoint. */
  model: z.string().min(1),
  device: z.enum(['auto', ...deviceNames]),
})
export type Run = z.infer<typeof runSchema>

/** What the model cannot take as it is, beside what a scene's own warnings say. */
export const runWarningCodes = [...sceneWarningCodes, 'unknownWords', 'captionCut', 'noGrounding', 'scaled', 'device'] as const

export const runWarningSchema = z.object({
  code: z.enum(runWarningCodes),
  /** The instance it belongs to, or null for the whole run. */
  instanceId: z.string().nullable(),
  message: z.string(),
})
export type RunWarning = z.infer<typeof runWarningSchema>

export const runPhases = ['load', 'text', 'grounding', 'denoise', 'decode'] as const
export type RunPhase = (typeof runPhases)[number]

export const progressSchema = z.object({
  phase: z.enum(runPhases),
  /** Network passes. */
  done: z.int(),
  total: z.int(),
})
export type RunProgress = z.infer<typeof progressSchema>

/** A finished picture. */
export interface RunResult {
  readonly width: number
  readonly height: number
  /** Row by row, 3 bytes a pixel. */
  readonly rgb: Uint8Array
  readonly passes: number
  /** Wall seconds by phase, and `total`. */
  readonly seconds: Readonly<Record<string, number>>
  readonly device: DeviceName
  readonly warnings: readonly RunWarning[]
}

/** What a checkpoint is: what the engine tells about it without running it. */
export interface ModelInfo {
  readonly path: string
  readonly name: string
  readonly kind: 'pth' | 'safetensors'
  readonly bytes: number
  /** Pictures of this side are what it was trained on; sides must be multiples of the other. Pixels. */
  readonly nativeSide: number
  readonly sideMultiple: number
  readonly hasGrounding: boolean
  readonly maxInstances: number
  readonly usesEma: boolean
  readonly recommended: Pick<Settings, 'steps' | 'sampler' | 'guidance' | 'alpha' | 'mis' | 'merge'>
  readonly groups: readonly { readonly name: string; readonly tensors: number; readonly parameters: number; readonly bytes: number; readonly types: readonly string[] }[]
  /** Sizes found by the networks, such as `UNet channels`. */
  readonly sizes: Readonly<Record<string, number | string>>
  /** Tensors that no network takes, and groups of the file that are left aside. */
  readonly leftOver: readonly string[]
  readonly ignored: readonly string[]
  /** Where the words come from. */
  readonly tokenizer: { readonly source: string; readonly entries: number }
}
