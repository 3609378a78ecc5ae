/** What the artist likes, kept for this user on this machine, whatever project is open. */
import { z } from 'zod'
import { exportSchema } from './exports.ts'

/** What lies over the picture and can be hidden. */
export const overlayNames = ['outlines', 'tags', 'region'] as const

const fields = {
  theme: z.enum(['system', 'dark', 'light']),
  /** Percent, on top of the system's. */
  scale: z.union([z.literal(90), z.literal(100), z.literal(110), z.literal(125), z.literal(150)]),
  motion: z.enum(['system', 'reduced']),
  strongOutlines: z.boolean(),
  wheelScrolls: z.boolean(),
  singleKeys: z.boolean(),
  largeTargets: z.boolean(),
  compareAfterRun: z.boolean(),
  previewEvery: z.union([z.literal(1), z.literal(5), z.literal(0)]),
  /** Command id -> keys that stand in for its own. */
  keys: z.record(z.string(), z.string()),
  /** Project id -> overlays that are hidden there; a project that shows all of them is not named. */
  hidden: z.record(z.string(), z.array(z.enum(overlayNames))),
  tourDone: z.boolean(),
  defaultModel: z.string(),
  /** How a round was exported last. */
  exportAs: z.object(exportSchema.shape),
}

/** What is to be changed. Without defaults: a field that is not named stays as it is. */
export const preferencesChangeSchema = z.object(fields).partial()

export const preferencesSchema = z.object({
  theme: fields.theme.default('system'),
  scale: fields.scale.default(100),
  motion: fields.motion.default('system'),
  strongOutlines: fields.strongOutlines.default(false),
  wheelScrolls: fields.wheelScrolls.default(false),
  singleKeys: fields.singleKeys.default(true),
  largeTargets: fields.largeTargets.default(false),
  compareAfterRun: fields.compareAfterRun.default(false),
  previewEvery: fields.previewEvery.default(1),
  keys: fields.keys.default({}),
  hidden: fields.hidden.default({}),
  tourDone: fields.tourDone.default(false),
  defaultModel: fields.defaultModel.default('starter'),
  exportAs: fields.exportAs.default({ format: 'png', size: 'scene', quality: 90, withScene: true }),
})
export type Preferences = z.infer<typeof preferencesSchema>
