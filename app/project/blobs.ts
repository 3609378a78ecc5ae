/** Bytes by the digest of their content: pictures and what else belongs to rounds, each once; and small pictures for lists. */
import { StudioError } from '../contract/errors.ts'
import type { Database } from './database.ts'
import { fileError } from './errors.ts'
import { sha256 } from './values.ts'

/** In bytes. */
export const largestBlob = 512 * 2 ** 20

/** What a blob is, for other programs; the studio goes by what refers to it. */
export type BlobKind = 'image/png' | 'latents' | 'trajectory' | 'track' | 'report'

/** @returns its digest @throws StudioError fileTooLarge */
export function putBlob(db: Database, bytes: Uint8Array, kind: BlobKind): string {
  if (bytes.byteLength > largestBlob) {
    throw new StudioError(
      'fileTooLarge',
      `That is ${bytes.byteLength} bytes; the largest part of a project can be ${largestBlob}.`,
    )
  }
  const digest = sha256(bytes)
  db.prepare('INSERT INTO blob (sha256, kind, bytes) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING').run(
    digest,
    kind,
    bytes,
  )
  return digest
}

/** Undefined if there is none. @throws StudioError projectDamaged if the bytes are not what they were */
export function readBlob(db: Database, digest: string, path: string): Uint8Array | undefined {
  const bytes = db.prepare('SELECT bytes FROM blob WHERE sha256 = ?').pluck().get(digest)
  if (bytes === undefined) return undefined
  if (!(bytes instanceof Uint8Array) || sha256(bytes) !== digest) throw fileError('projectDamaged', path)
  return bytes
}

export function readThumbnail(db: Database, picture: string, side: number): Uint8Array | undefined {
  const bytes = db.prepare('SELECT bytes FROM thumbnail WHERE picture = ? AND side = ?').pluck().get(picture, side)
  return bytes instanceof Uint8Array ? bytes : undefined
}

export function putThumbnail(db: Database, picture: string, side: number, bytes: Uint8Array): void {
  db.prepare('INSERT OR REPLACE INTO thumbnail (picture, side, bytes) VALUES (?, ?, ?)').run(picture, side, bytes)
}

export function hasBlob(db: Database, digest: string): boolean {
  return db.prepare('SELECT 1 FROM blob WHERE sha256 = ?').get(digest) !== undefined
}

/** Removes those that were kept for trajectories and tracks, as far as nothing refers to them any more. */
export function dropUnused(db: Database, digests: readonly string[]): void {
  const drop = db.prepare(
    `DELETE FROM blob WHERE sha256 = ? AND kind IN ('trajectory', 'track')
       AND NOT EXISTS (SELECT 1 FROM trajectory WHERE blob = sha256)
       AND NOT EXISTS (SELECT 1 FROM track WHERE blob = sha256)
       AND NOT EXISTS (SELECT 1 FROM round_part WHERE blob = sha256)
       AND NOT EXISTS (SELECT 1 FROM round WHERE picture = sha256)
       AND NOT EXISTS (SELECT 1 FROM thumbnail WHERE picture = sha256)`,
  )
  for (const digest of digests) drop.run(digest)
}
