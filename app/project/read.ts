/** A project as it is read when opened: everything but the pixels, all of it checked. */
import { z } from 'zod'
import type { Document } from '../contract/document.ts'
import { idSchema } from '../contract/document.ts'
import type { History, Round } from '../contract/project.ts'
import type { Keeping } from '../contract/storage.ts'
import type { Database } from './database.ts'
import { largestText } from './database.ts'
import { fileError, onFile } from './errors.ts'
import { readKeeping } from './keeping.ts'
import { readRounds } from './rounds.ts'
import { headingsOf } from './steps.ts'
import { checked, documentOf, storedDocumentSchema } from './values.ts'

export interface Content {
  readonly id: string
  readonly document: Document
  readonly history: History
  readonly rounds: Round[]
  readonly keeping: Keeping
}

/** After checkSchema and checkPages. @throws StudioError projectDamaged */
export function readContent(db: Database, path: string): Content {
  return onFile(path, () => {
    const id = checked(idSchema, readMeta(db, 'id'), path)
    const { document, sequence, step } = readDocument(db, 'newest', path)
    const { newest, undo, redo } = headingsOf(db, path)
    const rounds = readRounds(db, path)
    const { parent } = document.draft
    const isWhole = step === newest && (parent === null || rounds.some((round) => round.id === parent))
    if (!isWhole) throw fileError('projectDamaged', path)
    return { id, document, history: { sequence, undo, redo }, rounds, keeping: readKeeping(db, path) }
  })
}

export function readMeta(db: Database, key: string): unknown {
  return db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key)
}

/** `first`: before anything was done. @throws StudioError projectDamaged */
export function readDocument(
  db: Database,
  place: 'first' | 'newest',
  path: string,
): { document: Document } & Pick<z.infer<typeof storedDocumentSchema>, 'sequence' | 'step'> {
  const row = db
    .prepare(
      `SELECT sequence, step, sha256, CASE WHEN octet_length(body) <= ${largestText} THEN body END AS body
       FROM document WHERE place = ?`,
    )
    .get(place)
  const stored = checked(storedDocumentSchema, row, path)
  return { document: documentOf(stored, path), sequence: stored.sequence, step: stored.step }
}
