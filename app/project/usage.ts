/** What takes the room in a project file. */
import type { Database } from './database.ts'

/** In bytes. */
export interface Usage {
  readonly pictures: number
  /** At the ends of runs. */
  readonly latents: number
  readonly trajectories: number
  readonly tracks: number
  readonly thumbnails: number
  /** What can be undone and redone, and what was. */
  readonly steps: number
  /** Rounds, the document, and room that is free for what comes next. */
  readonly other: number
  /** Of the file once it is closed. */
  readonly total: number
}

/** Only the headings of blobs are read, not their bytes. */
export function usageOf(db: Database): Usage {
  const sum = (condition: string) => `coalesce(sum(octet_length(bytes)) FILTER (WHERE ${condition}), 0)`
  const blobs = db
    .prepare(
      `SELECT ${sum("kind = 'image/png'")} AS pictures, ${sum("kind = 'latents'")} AS latents,
         ${sum("kind = 'trajectory'")} AS trajectories, ${sum("kind = 'track'")} AS tracks FROM blob`,
    )
    .get() as Pick<Usage, 'pictures' | 'latents' | 'trajectories' | 'tracks'>
  const thumbnails = db
    .prepare(`SELECT ${sum('true')} FROM thumbnail`)
    .pluck()
    .get() as number
  const steps = db
    .prepare('SELECT coalesce(sum(octet_length(commands) + octet_length(inverse)), 0) FROM step')
    .pluck()
    .get() as number
  const parts = { ...blobs, thumbnails, steps }
  const total = sizeOf(db)
  return { ...parts, other: total - Object.values(parts).reduce((all, bytes) => all + bytes, 0), total }
}

/** Of the file, in bytes, with what still lies in its log. */
export function sizeOf(db: Database): number {
  return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
}
