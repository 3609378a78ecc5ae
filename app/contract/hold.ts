/**
 * What a run takes from the round that it goes on from, and what it leaves for those after it.
 *
 * A run alone decides a picture that is drawn anew. To keep a picture, the engine is given the parent's latents and where
 * they stand; to save passes, latents of instances that ran alone before. Sizes are those of the run's picture.
 */
import { z } from 'zod'
import { runSchema } from './run.ts'

const count = z.int().min(0)
const cells = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const latents = z.custom<Float32Array>((value) => value instanceof Float32Array)

export const holdSchema = z.strictObject({
  /** 1 in each latent cell that is drawn anew, row by row: h * w. */
  region_hw: cells,
  /** Share of the steps after which the rest is let go; 1 holds it to the end. */
  until: z.number().min(0).max(1),
  /** The parent's latents at the end of its run, or those of a photograph. */
  clean_Chw: latents,
  /**
   * The parent's latents before steps of its run, where it ran by the same schedule. Before any other step they are
   * made from `clean_Chw` and the run's noise.
   */
  trajectory: z.array(z.strictObject({ step: count, x_Chw: latents })),
  /**
   * The multi-instance phase without a joint run: at its end each instance's own latents stand in its place, the parent's
   * everywhere else. For rounds in which every change is an instance's own place.
   */
  startsFromTracks: z.boolean(),
})
export type Hold = z.infer<typeof holdSchema>

export const instanceTrackSchema = z.strictObject({ instanceId: z.string(), x_Chw: latents })
export type InstanceTrack = z.infer<typeof instanceTrackSchema>

/** A run and what it goes on from. Equal values give equal pictures. */
export const roundRunSchema = z.strictObject({
  run: runSchema,
  hold: holdSchema.optional(),
  /** Instances that run alone in the multi-instance phase; absent for all of them. */
  alone: z.array(z.string()).optional(),
  /** Latents of such runs at the end of the phase, for those that need not run again. */
  tracks: z.array(instanceTrackSchema).optional(),
  /** Whether the trajectory and the tracks come back with the picture. */
  isRecorded: z.boolean(),
})
export type RoundRun = z.infer<typeof roundRunSchema>

/** Of one picture. */
export const recordSchema = z.object({
  /** Latents before each step of the joint run, as the network saw them. Not of steps that it did not run. */
  trajectory: z.array(z.object({ step: count, x_Chw: latents })),
  /** Tracks that were run, not those that were given. */
  tracks: z.array(instanceTrackSchema),
})
export type RoundRecord = z.infer<typeof recordSchema>
