/** Rounds as files for other programs: which kinds there are, and what of each can be chosen. */
import { z } from 'zod'

/**
 * `psd` and `ora` (OpenRaster) have a layer for each instance; `json` is the scene alone, in the published form; `sheet` has
 * all rounds of the project on one picture.
 */
export const exportFormats = ['png', 'jpeg', 'webp', 'psd', 'ora', 'json', 'sheet'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Ending of the file's name, without the dot. */
export const exportEndings: Readonly<Record<ExportFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  psd: 'psd',
  ora: 'ora',
  json: 'json',
  sheet: 'png',
}

export const exportSchema = z.strictObject({
  format: z.enum(exportFormats),
  /** Pixels as the model drew them, or as many as the scene has. */
  size: z.enum(['drawn', 'scene']).default('drawn'),
  /** Of JPEG and WebP. */
  quality: z.int().min(1).max(100).default(90),
  /** PNG: the scene and the settings are inside, and Diorama opens the file as a scene. */
  withScene: z.boolean().default(true),
})
export type ExportAs = z.infer<typeof exportSchema>
