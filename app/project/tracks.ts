/**
 * Latents of instances that ran alone, by the key of everything that they depend on: what has one need not run again.
 *
 * They may take a number of bytes; beyond it those go first that were used longest ago.
 */
import { dropUnused, putBlob, readBlob } from './blobs.ts'
import type { Database } from './database.ts'
import { ifSound } from './errors.ts'
import { float32Bytes, fromFloat32 } from './latents.ts'

/** Of one instance at the end of the multi-instance phase. */
export interface Track {
  readonly key: string
  readonly x_Chw: Float32Array
}

/** One that is there under its key already gives way; latents with numbers that are none are left out. */
export function putTracks(db: Database, tracks: readonly Track[], now: number): void {
  for (const { key, x_Chw } of tracks) {
    const bytes = float32Bytes(x_Chw)
    if (!fromFloat32(bytes)) continue
    const blob = putBlob(db, bytes, 'track')
    const before = blobOf(db, key)
    insertTrack(db, key, blob, now)
    if (before !== undefined && before !== blob) dropUnused(db, [before])
  }
}

export function insertTrack(db: Database, key: string, blob: string, usedAt: number): void {
  db.prepare('INSERT OR REPLACE INTO track (key, blob, used_at) VALUES (?, ?, ?)').run(key, blob, Math.trunc(usedAt))
}

/** Undefined if it is not there, or not what it was: then the instance runs. */
export function readTrack(db: Database, path: string, key: string): Float32Array | undefined {
  return ifSound(path, () => {
    const blob = blobOf(db, key)
    const bytes = blob === undefined ? undefined : readBlob(db, blob, path)
    return bytes && fromFloat32(bytes)
  })
}

function blobOf(db: Database, key: string): string | undefined {
  return db.prepare('SELECT blob FROM track WHERE key = ?').pluck().get(key) as string | undefined
}

export function noteUse(db: Database, keys: Iterable<string>, now: number): void {
  const note = db.prepare('UPDATE track SET used_at = max(used_at, ?) WHERE key = ?')
  for (const key of keys) note.run(Math.trunc(now), key)
}

/** Takes away what is beyond `most` bytes, counted from the one that was used last. */
export function limitTracks(db: Database, most: number): void {
  const blobs = db
    .prepare(
      `DELETE FROM track WHERE key IN (
         SELECT key FROM (
           SELECT key, sum(octet_length(bytes)) OVER (ORDER BY used_at DESC, key ROWS UNBOUNDED PRECEDING) AS total
           FROM track JOIN blob ON blob.sha256 = track.blob)
         WHERE total > ?)
       RETURNING blob`,
    )
    .pluck()
    .all(most)
  dropUnused(db, blobs as string[])
}
