/** What a run gives: on the way, and at its end. */
import { z } from 'zod'
import { recordSchema } from './hold.ts'
import { deviceNameSchema } from './run.ts'
import { sceneWarningCodes } from './scene.ts'

const count = z.int().min(0)

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** Eight bits a channel, row by row. */
const pixels = { width: count, height: count, rgb: bytes }

/** In the order of a run; a run of several pictures begins again after `decode`. `check` counts cases and `evaluate` layouts, not passes. */
export const runPhases = ['load', 'text', 'grounding', 'denoise', 'decode', 'check', 'evaluate'] as const
export type RunPhase = (typeof runPhases)[number]

export const runProgressSchema = z.object({
  phase: z.enum(runPhases),
  /** Passes of the network, over all pictures. */
  done: count,
  total: count,
  /** Absent until there is a pass to estimate it by. */
  secondsLeft: z.number().optional(),
  /** Which picture of the run it is about, from 0. */
  variant: count.optional(),
  /** While denoising: each instance's own track that runs, in slot order, then the joint one, in steps. */
  tracks: z.array(z.object({ instanceId: z.string().nullable(), done: count, total: count })).optional(),
})
export type RunProgress = z.infer<typeof runProgressSchema>

/** The picture as it would be, were this step the last; small. */
export const previewSchema = z.object(pixels)
export type Preview = z.infer<typeof previewSchema>

/** One track of a run: an instance's own by its id, or null for the joint one. */
export const trackNameSchema = z.string().nullable()
export type TrackName = z.infer<typeof trackNameSchema>

/** What the scene's own warnings say, and what the model in use adds to them. */
export const runWarningCodes = [...sceneWarningCodes, 'unknownWords', 'captionCut', 'noGrounding', 'scaled'] as const

export const runWarningSchema = z.object({
  code: z.enum(runWarningCodes),
  /** The instance it belongs to, or null for the whole run. */
  instanceId: z.string().nullable(),
  message: z.string(),
})
export type RunWarning = z.infer<typeof runWarningSchema>

export const pictureSchema = z.object({
  ...pixels,
  seed: count,
  /** As they were decoded. */
  latents_Chw: z.custom<Float32Array>((value) => value instanceof Float32Array),
  /** Wall seconds by phase, and `total`. */
  seconds: z.record(z.string(), z.number()),
  /** Where it was asked for. */
  record: recordSchema.optional(),
})
export type Picture = z.infer<typeof pictureSchema>

/** Which device is used, and why, in a sentence. */
export const deviceChoiceSchema = z.object({
  device: deviceNameSchema,
  reason: z.string(),
  /** Set where the device is right only without its fused attention. */
  attention: z.literal('plain').optional(),
})

export const runResultSchema = z.object({
  pictures: z.array(pictureSchema),
  warnings: z.array(runWarningSchema),
  /** Evaluations of the network, conditional and unconditional, over all pictures. */
  passes: count,
  /** Wall seconds by phase over all pictures, `load` and `total` with them. */
  seconds: z.record(z.string(), z.number()),
  device: deviceChoiceSchema,
  /** SHA-256 of the run. */
  digest: z.string(),
})
export type RunResult = z.infer<typeof runResultSchema>

/** What a run would do. */
export const runPlanSchema = z.object({
  /** Pixels. */
  width: count,
  height: count,
  passes: count,
  warnings: z.array(runWarningSchema),
  device: deviceChoiceSchema,
})
export type RunPlan = z.infer<typeof runPlanSchema>
