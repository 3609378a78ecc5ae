/** What a checkpoint is, told without running it. */
import { z } from 'zod'
import { settingsSchema } from './run.ts'

const count = z.int().min(0)

/** What a model should be offered with. */
export const recommendedSchema = z.object(
  settingsSchema.pick({ steps: true, sampler: true, guidance: true, alpha: true, mis: true, merge: true }).shape,
)
export type RecommendedSettings = z.infer<typeof recommendedSchema>

export const modelInfoSchema = z.object({
  path: z.string(),
  name: z.string(),
  format: z.string(),
  bytes: count,
  usesEma: z.boolean(),
  /** Parts of the file that a network is made from. */
  groups: z.array(
    z.object({ name: z.string(), tensors: count, parameters: count, bytes: count, types: z.array(z.string()) }),
  ),
  /** Parts of the file that are left aside. */
  ignored: z.array(z.string()),
  /** Absent for a file that is no model of this family; `problem` says why. */
  networks: z
    .object({
      /** Side in pixels of the square pictures that it was trained on. */
      nativeSide: count,
      /** Picture sides are multiples of this. */
      sideMultiple: count,
      hasGrounding: z.boolean(),
      maxInstances: count,
      /** Sizes found by the networks, such as `UNet channels`. */
      sizes: z.record(z.string(), z.union([z.number(), z.string()])),
      /** Tensors that no network takes. */
      leftOver: z.array(z.string()),
      recommended: recommendedSchema,
      tokenizer: z.object({ source: z.string(), entries: count }),
    })
    .optional(),
  problem: z.string().optional(),
})
export type ModelInfo = z.infer<typeof modelInfoSchema>
