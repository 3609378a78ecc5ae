/** The evaluation of a model of the starter's world: what is asked for and what is found. */
import { z } from 'zod'
import { mergeNames, modelUseSchema, samplerNames, settingsSchema } from './run.ts'

/** What stands in a place of the starter's world. */
export const truthSchema = z.object({ class: z.string(), colour: z.string(), texture: z.string() })
export type Truth = Readonly<z.infer<typeof truthSchema>>

/** What the recogniser reads in a place: whether anything is there, and what. */
export const recognisedSchema = truthSchema.extend({ present: z.boolean() })
export type Recognised = Readonly<z.infer<typeof recognisedSchema>>

export const rightNames = ['present', 'class', 'colour', 'texture', 'success'] as const
export type RightName = (typeof rightNames)[number]

/** Where nothing stands, what is read of it all the same counts for nothing; success is class, colour and texture at once. */
export function rightOf(found: Recognised, truth: Truth): Readonly<Record<RightName, boolean>> {
  const { present } = found
  const [kind, colour, texture] = (['class', 'colour', 'texture'] as const).map(
    (what) => present && found[what] === truth[what],
  ) as [boolean, boolean, boolean]
  return { present, class: kind, colour, texture, success: kind && colour && texture }
}

/** One format alone, or all at once; `none` is the same words without places. */
export const evaluatedFormats = ['box', 'point', 'scribble', 'mask', 'all'] as const

export const evaluationInputSchema = modelUseSchema.extend({
  /** How many of the held-out layouts. */
  layouts: z.int().min(1),
  formats: z.array(z.enum(evaluatedFormats)).min(1),
  /** Shares of the multi-instance phase to compare. */
  mis: z.array(z.number().min(0).max(1)).min(1),
  merges: z.array(z.enum(mergeNames)).min(1),
  /** Seed, shares and merge in it are set by the evaluation. */
  settings: settingsSchema,
})
export type EvaluationInput = z.infer<typeof evaluationInputSchema>

const share = z.number().min(0).max(1)
const shares = { present: share, class: share, colour: share, texture: share, success: share }

export const evaluationRowSchema = z.object({
  formats: z.enum(['none', ...evaluatedFormats]),
  grounding: z.boolean(),
  mis: share,
  merge: z.enum(mergeNames),
  steps: z.int(),
  sampler: z.enum(samplerNames),
  guidance: z.number(),
  /** Of the instances: something in the place, class, colour, texture right, and all three at once. */
  ...shares,
  /** A picture, on average: wall seconds and network passes. */
  seconds: z.number(),
  passes: z.number(),
})
export type EvaluationRow = z.infer<typeof evaluationRowSchema>

export const evaluationReportSchema = z.object({
  layouts: z.int(),
  instances: z.int(),
  /** The recogniser on the real pictures of the same layouts. */
  recogniser: z.object(shares),
  rows: z.array(evaluationRowSchema),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>
