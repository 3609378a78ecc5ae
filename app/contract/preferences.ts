/** What the artist likes, kept for this user on this machine, whatever project is open. */
import { z } from 'zod'

export const preferencesSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  /** Percent, on top of the system's. */
  scale: z.union([z.literal(90), z.literal(100), z.literal(110), z.literal(125), z.literal(150)]).default(100),
  motion: z.enum(['system', 'reduced']).default('system'),
  strongOutlines: z.boolean().default(false),
  wheelScrolls: z.boolean().default(false),
  singleKeys: z.boolean().default(true),
  largeTargets: z.boolean().default(false),
  compareAfterRun: z.boolean().default(false),
  previewEvery: z.union([z.literal(1), z.literal(5), z.literal(0)]).default(1),
  pressure: z.enum(['off', 'size', 'softness']).default('size'),
  /** Command id -> keys that stand in for its own. */
  keys: z.record(z.string(), z.string()).default({}),
  tourDone: z.boolean().default(false),
  /** Hints that were shown once. */
  hints: z.array(z.string()).default([]),
  defaultModel: z.string().default('starter'),
})
export type Preferences = z.infer<typeof preferencesSchema>
