/** What takes the room in a project file, what is kept in it of what can be made again, and what can be given back. In bytes. */
import { z } from 'zod'

const count = z.int().min(0)

export const usageSchema = z.object({
  pictures: count,
  /** At the ends of runs, and of photographs. */
  latents: count,
  trajectories: count,
  tracks: count,
  thumbnails: count,
  /** What can be undone and redone, and what was. */
  steps: count,
  /** Room in the file that is free for what comes next. */
  free: count,
  /** Rounds, the document, and what the file needs itself. */
  other: count,
  /** Of the file once it is closed. */
  total: count,
})
export type Usage = Readonly<z.infer<typeof usageSchema>>

export const keepingSchema = z.strictObject({
  /** Whether trajectories are kept at all; without them every step is made from the clean latents. */
  trajectories: z.boolean(),
  /** That tracks may take. */
  trackBytes: count,
})
export type Keeping = Readonly<z.infer<typeof keepingSchema>>

export const compactableSchema = z.object({
  /** Deleted rounds that could not be brought back afterwards. */
  rounds: count,
  /** Steps that could not be undone afterwards. */
  steps: count,
  /**
   * Of what would be taken out, so the file is smaller by a little more. What comes back by itself, such as small pictures, is
   * not counted.
   */
  bytes: count,
})
export type Compactable = Readonly<z.infer<typeof compactableSchema>>

export const storageSchema = z.object({ usage: usageSchema, keeping: keepingSchema, compactable: compactableSchema })
export type Storage = Readonly<z.infer<typeof storageSchema>>

/** Bytes of the file, before and after. */
export const compactedSchema = z.object({ before: count, after: count })
export type Compacted = Readonly<z.infer<typeof compactedSchema>>
