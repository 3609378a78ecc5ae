/**
 * The document: everything of a project that an artist changes by hand, as one plain value.
 *
 * It holds the draft (the scene that the next Generate draws, what it goes on from and how) and what was noted about the
 * rounds. It changes only by the commands of edit.ts, so that every change can be undone.
 */
import { z } from 'zod'
import { deviceNames, largestSeed, mergeNames, ruleNames, samplerNames } from './run.ts'
import { rleSchema, sceneLimits, sceneSchema } from './scene.ts'

/** What may become of the things that were not touched: held exactly, held and then blended, or drawn anew. */
export const keepModes = ['locked', 'harmonise', 'free'] as const
export const keepModeSchema = z.enum(keepModes)
export type KeepMode = z.infer<typeof keepModeSchema>

export const idSchema = z.string().min(1).max(sceneLimits.idLength)
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hexadecimal')

/** What the studio keeps about an instance beside what the network is told. Absent is false, 1 or the round's own mode. */
export const instanceNotesSchema = z.strictObject({
  /** Its outline is not drawn, and it cannot be picked on the canvas. It is drawn by the model all the same. */
  hidden: z.boolean().optional(),
  /** It does not move. */
  pinned: z.boolean().optional(),
  /** Of its overlay, 0 to 1. */
  opacity: z.number().min(0).max(1).optional(),
  keep: keepModeSchema.optional(),
  /** Id of the whole that it is a part of. */
  whole: idSchema.optional(),
})
export type InstanceNotes = z.infer<typeof instanceNotesSchema>

export const presetNames = ['draft', 'standard', 'final', 'published', 'custom'] as const
export type PresetName = (typeof presetNames)[number]

/** The model that comes with the program; any other is named by its path. */
export const starterModel = 'starter'

const share = z.number().min(0).max(1)

export const draftSettingsSchema = z.strictObject({
  /** Which named set the numbers below come from; `custom` once one was changed by hand. */
  preset: z.enum(presetNames),
  model: z.string().min(1).max(4096),
  device: z.enum(['auto', ...deviceNames]),
  seed: z.int().min(0).max(largestSeed),
  /** Keeps the seed for the next round; otherwise a round that changes nothing takes the next one. */
  seedLocked: z.boolean(),
  steps: z.int().min(1).max(1000),
  sampler: z.enum(samplerNames),
  guidance: z.number().min(0).max(100),
  alpha: share,
  mis: share,
  merge: z.enum(mergeNames),
  rule: z.enum(ruleNames),
  variants: z.int().min(1).max(8),
})
export type DraftSettings = z.infer<typeof draftSettingsSchema>

/** A picture under the overlays that the model does not see. */
export const backdropSchema = z.strictObject({
  picture: digestSchema,
  name: z.string().max(sceneLimits.nameLength),
  /** Pixels of the picture; it is shown fitted into the scene. */
  width: z.int().min(1),
  height: z.int().min(1),
  opacity: share,
  isShown: z.boolean(),
})
export type Backdrop = z.infer<typeof backdropSchema>

/** What was noted about a round; its picture and run never change. */
export const roundNotesSchema = z.strictObject({
  name: z.string().max(sceneLimits.nameLength).optional(),
  note: z.string().max(sceneLimits.captionLength).optional(),
  starred: z.boolean().optional(),
  /** It is no longer shown; its data stays until the file is compacted. */
  deleted: z.boolean().optional(),
})
export type RoundNotes = z.infer<typeof roundNotesSchema>

/** Where the artist wants more of the parent drawn anew, or less, than the edits alone say. Masks of the scene's size. */
export const handRegionSchema = z.strictObject({ added: rleSchema.optional(), taken: rleSchema.optional() })
export type HandRegion = z.infer<typeof handRegionSchema>

/** The part of a document that a round goes on from. */
export const draftSchema = z.strictObject({
  scene: sceneSchema,
  /** By instance id; an instance without an entry has no notes. */
  notes: z.record(idSchema, instanceNotesSchema),
  settings: draftSettingsSchema,
  keep: keepModeSchema,
  backdrop: backdropSchema.nullable(),
  /** The round that this goes on from; its picture is what the canvas shows. */
  parent: idSchema.nullable(),
  /** Painted for this parent and this size alone; absent where nothing was. */
  region: handRegionSchema.optional(),
})
export type Draft = z.infer<typeof draftSchema>

export const documentSchema = z.strictObject({
  draft: draftSchema,
  /** By round id. */
  rounds: z.record(idSchema, roundNotesSchema),
})
export type Document = z.infer<typeof documentSchema>
