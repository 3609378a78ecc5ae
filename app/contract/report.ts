/** What became of a round's promise, in figures. Words are the window's and the command line's. */
import { z } from 'zod'
import { idSchema, keepModeSchema } from './document.ts'

const count = z.int().min(0)
const share = z.number().min(0).max(1)

/** Why a round did not run in the mode that was asked for: nothing could be held, or something was although it is free. */
export const keepReasons = ['noParent', 'size', 'model', 'heldInPart'] as const
export type KeepReason = (typeof keepReasons)[number]

/** What became of an instance since the parent; a badge says it in a word. */
export const instanceStates = [
  'kept',
  'new',
  'moved',
  'resized',
  'reworded',
  'reordered',
  'removed',
  'covered',
] as const
export type InstanceState = (typeof instanceStates)[number]

/** Between two pictures of one size: over bytes, 0 to 255; `psnr` in dB is null where they are equal. */
export const differenceSchema = z.object({ largest: z.number(), mean: z.number(), psnr: z.number().nullable() })

export const roundReportSchema = z.object({
  /** As the round ran, and why where that was not asked for. */
  mode: keepModeSchema,
  reason: z.enum(keepReasons).nullable(),
  /** Of the picture; `touchedShare` is the region before its margin. */
  regionShare: share,
  touchedShare: share,
  /** Outside the region; null without a parent of this size, and when everything is in it. */
  outside: differenceSchema.extend({ ssim: z.number().nullable() }).nullable(),
  /** Where the parent's pixels were put back, harmonised a margin off the region: `largest` must be 0, and of `pixels` none may differ. Null where none was. */
  putBack: z.object({ share, largest: z.number(), pixels: count.default(0) }).nullable(),
  /** As in the draft, removed ones last. */
  instances: z
    .array(
      z.object({
        id: idSchema,
        state: z.enum(instanceStates),
        /** Of its place; of a removed one, of where it was. */
        regionShare: share,
        /** Of a kept one; null for others, and where nothing of it is seen. */
        difference: differenceSchema.nullable(),
      }),
    )
    .readonly(),
  /** Mean difference between the two pixels on both sides of the rim, in the picture and in its parent; a score of 1 is as in the parent. */
  seam: z.object({ gradient: z.number(), parentGradient: z.number(), score: z.number() }).nullable(),
  passes: count,
  /** Taken from earlier rounds instead of run. */
  reused: count,
  seconds: z.number(),
})
export type RoundReport = z.infer<typeof roundReportSchema>
