/** What takes the room in a project file. */
import type { Usage } from '../contract/storage.ts'
import type { Database } from './database.ts'

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
  const parts = { ...blobs, thumbnails, steps, free: freeBytes(db) }
  const total = sizeOf(db)
  return { ...parts, other: total - Object.values(parts).reduce((all, bytes) => all + bytes, 0), total }
}

/** Of the file, in bytes, with what still lies in its log. */
export function sizeOf(db: Database): number {
  return pages(db, 'page_count')
}

/** Pages that nothing is in; the next rounds fill them, and compacting takes them out. */
export function freeBytes(db: Database): number {
  return pages(db, 'freelist_count')
}

function pages(db: Database, which: 'page_count' | 'freelist_count'): number {
  return Number(db.pragma(which, { simple: true })) * Number(db.pragma('page_size', { simple: true }))
}
