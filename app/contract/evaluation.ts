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

/** One format alone, all at once, or a kind of its own for each instance; `none` is the same words without places. */
export const evaluatedFormats = ['box', 'point', 'scribble', 'mask', 'all', 'mixed'] as const
export type EvaluatedFormat = (typeof evaluatedFormats)[number] | 'none'

/** `main` is by format; the others change one thing each, or group the pictures (`count`, `overlap`). */
export const evaluationTables = ['main', 'grounding', 'formats', 'scaleu', 'mis', 'count', 'overlap', 'steps'] as const
export type EvaluationTable = (typeof evaluationTables)[number]

/** `usual` is drawn as training draws; `crowds` has as many scenes of each number of things, 1 to 12; `overlaps` of each band. */
export const evaluationSets = ['usual', 'crowds', 'overlaps'] as const
export type EvaluationSet = (typeof evaluationSets)[number]

export const evaluationInputSchema = modelUseSchema.extend({
  set: z.enum(evaluationSets).default('usual'),
  /** How many of its held-out layouts. */
  layouts: z.int().min(1),
  tables: z.array(z.enum(evaluationTables)).min(1),
  /** Rows of the main table; the other tables take the first. */
  formats: z.array(z.enum(evaluatedFormats)).min(1),
  /** Shares of the multi-instance phase in the main table; the other tables take the first. */
  mis: z.array(z.number().min(0).max(1)).min(1),
  merges: z.array(z.enum(mergeNames)).min(1),
  /** Seed, shares and merge in it are set by the evaluation. */
  settings: settingsSchema,
  /** Folder for what was drawn, each beside its real picture. */
  pictures: z.string().optional(),
})
export type EvaluationInput = z.infer<typeof evaluationInputSchema>

/** What a row changes; all else is the same. */
export const variationSchema = z.object({
  formats: z.enum(['none', ...evaluatedFormats]),
  mis: z.number().min(0).max(1),
  merge: z.enum(mergeNames),
  steps: z.int(),
  sampler: z.enum(samplerNames),
  scaleU: z.boolean(),
})
export type Variation = Readonly<z.infer<typeof variationSchema>>

const share = z.number().min(0).max(1)

/** Average precision over overlaps of 0.5 to 0.95, and at 0.5; average recall with as many things as were asked for. */
const detectionSchema = z.object({ ap: share, ap50: share, ar: share })

/** Shares are 0 to 1. */
export const figuresSchema = z.object({
  pictures: z.int(),
  instances: z.int(),
  /** Of the instances, by the recogniser: something in the place, class, colour, texture right, and all three at once. */
  present: share,
  class: share,
  colour: share,
  texture: share,
  success: share,
  /** By the detector, for the classes that were asked for. */
  box: detectionSchema,
  mask: detectionSchema,
  /** Mean overlap of an instance's mask with the best mask of its class; 0 where there is none. */
  miou: share,
  /** Of the points (of scribbles) that say where an instance is: those in a mask of its class. */
  point: share,
  scribble: share,
  /** Of the pictures: the background that the words name. */
  background: share,
  /** Things in no place that was asked for, a picture. */
  extra: z.number(),
  /** Fréchet distance of the detector's features to fresh real pictures; it falls with the number of pictures. Not for groups. */
  fid: z.number().nullable(),
})
export type Figures = Readonly<z.infer<typeof figuresSchema>>

export const evaluationRowSchema = variationSchema.extend({
  /** What the row changes, for people. */
  label: z.string(),
  grounding: z.boolean(),
  guidance: z.number(),
  /** Share of the steps that are grounded. */
  alpha: share,
  ...figuresSchema.shape,
  /** Of a group: the same measures on the real pictures of its own layouts. */
  real: figuresSchema.optional(),
  /** A picture, on average: wall seconds and network passes. */
  seconds: z.number(),
  passes: z.number(),
})
export type EvaluationRow = z.infer<typeof evaluationRowSchema>

export const evaluationReportSchema = z.object({
  layouts: z.int(),
  instances: z.int(),
  /** The same measures on the real pictures of the layouts: what the measuring networks themselves can tell. */
  real: figuresSchema,
  /** What the Fréchet distance compares with. */
  compared: z.object({ scenes: z.int(), seed: z.int() }),
  tables: z.array(z.object({ name: z.enum(evaluationTables), rows: z.array(evaluationRowSchema) })),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>
