/**
 * Addresses of pixels: they are fetched, never sent as JSON. Relative to where the window was loaded from, so the same
 * under HTTP and under the desktop's own scheme.
 *
 * GET gives a picture; POST to `pictures` puts one in, POST to `files` opens what was dropped.
 */
import type { ExportAs } from './exports.ts'

/** A picture of a project by its digest, as PNG. With `side`, no larger than that and in a quick form. */
export function pictureAddress(project: string, digest: string, side?: number): string {
  return `pixels/${project}/${digest}${side === undefined ? '' : `?side=${side}`}`
}

/** An estimate of a job's picture, of all its tracks or of one; each has a number of its own. */
export function previewAddress(job: string, step: number): string {
  return `previews/${job}/${step}`
}

/** Newest picture of a project that is not open, by its place among the recent ones or the examples. */
export function coverAddress(kind: 'recent' | 'example', id: string): string {
  return `covers/${kind}/${id}`
}

/** A round as a file for other programs, to be kept under its name. */
export function exportAddress(project: string, round: string, { format, size, quality, withScene }: ExportAs): string {
  const query = new URLSearchParams({ format, size, quality: `${quality}`, withScene: `${withScene}` })
  return `exports/${project}/${round}?${query}`
}

/** Answers with UploadedPicture as JSON. */
export function picturesAddress(project: string): string {
  return `pictures/${project}`
}

/** Answers with OpenedFile as JSON; `name` tells the kind by its ending. */
export function filesAddress(name: string): string {
  return `files?name=${encodeURIComponent(name)}`
}
