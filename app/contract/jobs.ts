/** Jobs: what waits for the engine, what it draws, and what it would cost. */
import { z } from 'zod'
import { idSchema, keepModeSchema } from './document.ts'
import { studioErrorSchema } from './errors.ts'
import { keepReasons } from './report.ts'
import { deviceChoiceSchema, runProgressSchema, runWarningSchema } from './result.ts'

const count = z.int().min(0)

export const jobStates = ['waiting', 'running', 'done', 'stopped', 'failed'] as const

export const jobSchema = z.object({
  id: idSchema,
  project: idSchema,
  state: z.enum(jobStates),
  /** Round that it goes on from. */
  parent: idSchema.nullable(),
  /** Round that the draft went on from when it was queued; another than `parent` where a picture is drawn once more. */
  draftParent: idSchema.nullable(),
  seed: count,
  variants: z.int().min(1),
  /** Milliseconds since 1970. */
  queuedAt: z.number(),
  startedAt: z.number().optional(),
  /** Expected when it was queued. */
  passes: count,
  seconds: z.number().optional(),
  progress: runProgressSchema.optional(),
  /** Where the newest estimate of the picture lies; a new address at every step. */
  preview: z.string().optional(),
  /** Rounds that came of it. */
  rounds: z.array(idSchema),
  error: studioErrorSchema.optional(),
})
export type Job = z.infer<typeof jobSchema>

/** What Generate would do and cost, before it does. */
export const estimateSchema = z.object({
  /** Pixels of the picture. */
  width: count,
  height: count,
  /** Side of a latent cell in those pixels. */
  cell: z.int().min(1),
  /** Of all variants. */
  passes: count,
  /** Passes that earlier rounds save, of all variants. */
  reused: count,
  /** The mode that the round would really run in, and why where that was not asked for. */
  keep: z.object({ mode: keepModeSchema, reason: z.enum(keepReasons).nullable() }),
  /** The joint run begins after this step, with what things have drawn alone; absent where it begins with the first. */
  startsAfter: z.object({ step: count, of: count }).optional(),
  /** Nothing changed since the parent: it is drawn once more beside it, from the next seed. */
  isAgain: z.boolean(),
  /** Absent until a pass of this model was measured on this device. */
  seconds: z.number().optional(),
  /** Bytes at the peak; `free` where the device tells. */
  memory: z.object({ needed: z.number(), total: z.number().optional() }).optional(),
  device: deviceChoiceSchema,
  warnings: z.array(runWarningSchema),
})
export type Estimate = z.infer<typeof estimateSchema>
