/** What can still be read of the bytes that belong to rounds, as rows of a sound file: nothing is there that is not what it was. */
import { z } from 'zod'
import type { BlobKind } from './blobs.ts'
import { putBlob } from './blobs.ts'
import type { Database } from './database.ts'
import { insertPart } from './rounds.ts'
import { insertTrack } from './tracks.ts'
import { insertStep } from './trajectories.ts'

/** The damaged file, and the bytes of a blob in it, if they are what they were. */
export interface Source {
  readonly db: Database
  bytesOf(digest: string): Uint8Array | undefined
}

const partSchema = z.object({ role: z.string(), blob: z.string() })
const stepSchema = z.object({ step: z.int().min(0), blob: z.string() })
const trackSchema = z.object({ key: z.string(), blob: z.string(), used_at: z.int() })

/** Bounds the time where pages refer to each other in circles. */
const most = { parts: 100, steps: 2000, tracks: 100_000 }

/** The parts and the trajectory of a round that is in the new file already. */
export function takeParts(to: Database, { db, bytesOf }: Source, round: string): void {
  const parts = rows(db, `SELECT role, blob FROM round_part WHERE round = ? LIMIT ${most.parts}`, partSchema, round)
  for (const { role, blob } of parts) {
    const bytes = bytesOf(blob)
    if (bytes) insertPart(to, round, role, putBlob(to, bytes, kindOf(role)))
  }
  const steps = rows(db, `SELECT step, blob FROM trajectory WHERE round = ? LIMIT ${most.steps}`, stepSchema, round)
  for (const { step, blob } of steps) {
    const bytes = bytesOf(blob)
    if (bytes) insertStep(to, round, step, putBlob(to, bytes, 'trajectory'))
  }
}

export function takeTracks(to: Database, { db, bytesOf }: Source): void {
  const tracks = rows(db, `SELECT key, blob, used_at FROM track LIMIT ${most.tracks}`, trackSchema)
  for (const { key, blob, used_at } of tracks) {
    const bytes = bytesOf(blob)
    if (bytes) insertTrack(to, key, putBlob(to, bytes, 'track'), used_at)
  }
}

function kindOf(role: string): BlobKind {
  return role === 'latents' ? 'latents' : 'report'
}

/** Those before the first that cannot be read, less what does not fit the schema; each first column once. */
function rows<T extends object>(db: Database, sql: string, schema: z.ZodType<T>, ...values: string[]): T[] {
  const found = new Map<unknown, T>()
  try {
    for (const row of db.prepare(sql).iterate(...values)) {
      const result = schema.safeParse(row)
      if (result.success) found.set(Object.values(result.data)[0], result.data)
    }
  } catch {
    // The rest lies on pages that are lost.
  }
  return [...found.values()]
}
