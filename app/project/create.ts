/** New project files: made under another name, whole, and then put into place. */
import type { Document } from '../contract/document.ts'
import { documentSchema } from '../contract/document.ts'
import { StudioError } from '../contract/errors.ts'
import type { Database } from './database.ts'
import { newDatabase } from './database.ts'
import { onFile } from './errors.ts'
import { putInPlace, removeTemporary, temporaryPath } from './files.ts'
import { migrate, migrations } from './migrations/runner.ts'
import { sha256 } from './values.ts'

/** What is not the same each time. */
export interface ProjectOptions {
  /** Milliseconds since 1970. */
  now(): number
  newId(): string
  /** Of this program. */
  readonly version: string
}

/**
 * @param fill puts in what else belongs into it
 * @throws StudioError fileExists, folderReadOnly, diskFull, badEdit for a document that is none
 */
export function writeProject(
  path: string,
  document: Document,
  options: ProjectOptions,
  fill?: (db: Database) => void,
): void {
  const isDocument = documentSchema.safeParse(document)
  if (!isDocument.success) throw new StudioError('badEdit', undefined, { cause: isDocument.error })
  const temporary = temporaryPath(path)
  try {
    onFile(path, () => {
      const db = newDatabase(temporary)
      try {
        migrate(db, migrations, () => {})
        db.transaction(() => {
          fillMeta(db, options)
          for (const place of ['first', 'newest']) insertDocument(db, place, document)
          fill?.(db)
        })()
      } finally {
        db.close()
      }
    })
    putInPlace(temporary, path)
  } finally {
    removeTemporary(temporary)
  }
}

function fillMeta(db: Database, { now, newId, version }: ProjectOptions): void {
  const id = newId()
  const entries = { id, origin: id, program: version, createdAt: String(Math.trunc(now())) }
  for (const [key, value] of Object.entries(entries)) writeMeta(db, key, value)
}

export function writeMeta(db: Database, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value)
}

function insertDocument(db: Database, place: string, document: Document): void {
  const body = JSON.stringify(document)
  db.prepare('INSERT INTO document (place, sequence, step, body, sha256) VALUES (?, 0, 0, ?, ?)').run(
    place,
    body,
    sha256(body),
  )
}

/** The document after a change. @param step number of the newest step that is done */
export function updateDocument(db: Database, document: Document, sequence: number, step: number): void {
  const body = JSON.stringify(document)
  db.prepare("UPDATE document SET sequence = ?, step = ?, body = ?, sha256 = ? WHERE place = 'newest'").run(
    sequence,
    step,
    body,
    sha256(body),
  )
}

/** Where the log begins. */
export function writeFirstDocument(db: Database, document: Document): void {
  const body = JSON.stringify(document)
  db.prepare("UPDATE document SET body = ?, sha256 = ? WHERE place = 'first'").run(body, sha256(body))
}
