/** An open file: its connection, its lock, and whether it can be written; from the checks before opening to the clean end. */
import { existsSync } from 'node:fs'
import { writeMeta } from './create.ts'
import type { Database } from './database.ts'
import { checkFile, openDatabase } from './database.ts'
import { StudioError } from '../contract/errors.ts'
import { named, onFile } from './errors.ts'
import { hasJournal, putInPlace, removeTemporary, temporaryPath, writeProtection } from './files.ts'
import type { Lock } from './lock.ts'
import { lockProject } from './lock.ts'
import { migrate, migrations } from './migrations/runner.ts'
import { checkPages, checkSchema, newerForm } from './schema.ts'
import type { NewerForm } from './schema.ts'

export interface Session {
  readonly db: Database
  /** Why nothing can be changed, as a sentence. */
  readonly readOnly?: string
  /** Whether the last to write it ended without closing it. */
  readonly wasInterrupted: boolean
  close(): void
}

/**
 * Changes nothing in the file, unless it is of an older form and can be written. A file of a newer form is opened to look
 * only, and only if what is known of it can be read.
 *
 * @param program version of this program
 * @throws StudioError projectNotFound, notAProject, projectNewer, projectDamaged, projectInUse, folderReadOnly
 */
export function openSession(path: string, lookOnly: boolean, program: string): Session {
  checkFile(path)
  const { lock, readOnly } = claim(path, lookOnly)
  try {
    const wasInterrupted = !lookOnly && (lock?.wasLeft === true || hasJournal(path))
    const db = openDatabase(path, readOnly === undefined ? 'write' : 'read')
    try {
      const newer = lookOnly ? newerForm(db, path, program) : null
      if (newer) return newerSession(db, path, newer)
      checkSchema(db, path, program)
      checkPages(db, path)
      if (lock) bringUpToDate(db, path)
    } catch (error) {
      db.close()
      throw error
    }
    const close = () => {
      if (lock) endCleanly(db)
      db.close()
      lock?.release()
    }
    return { db, ...(readOnly !== undefined && { readOnly }), wasInterrupted, close }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** @throws StudioError projectNewer */
function newerSession(db: Database, path: string, { error, readOnly }: NewerForm): Session {
  if (readOnly === undefined) throw error
  checkPages(db, path, false)
  return { db, readOnly, wasInterrupted: false, close: () => db.close() }
}

interface Claim {
  readonly lock?: Lock
  readonly readOnly?: string
}

function claim(path: string, lookOnly: boolean): Claim {
  if (lookOnly) return { readOnly: `${named(path)} was opened to look only. Save a copy to change it.` }
  try {
    const lock = lockProject(path)
    const readOnly = writeProtection(path)
    if (readOnly === undefined) return { lock }
    lock.release()
    return { readOnly }
  } catch (error) {
    if (!(error instanceof StudioError && error.code === 'folderReadOnly')) throw error
    return { readOnly: `${error.message} Save a copy elsewhere to change it.` }
  }
}

/** The file as it was stays beside it. */
function bringUpToDate(db: Database, path: string): void {
  onFile(path, () => migrate(db, migrations, (version) => keepAsItWas(db, `${path}-version-${version}`)))
}

/** Whole under its name or not there. A copy that is there already stays: of another time, or of one that ended in the middle. */
function keepAsItWas(db: Database, wished: string): void {
  const temporary = temporaryPath(wished)
  try {
    db.prepare('VACUUM INTO ?').run(temporary)
    let copy = wished
    for (let count = 2; existsSync(copy); count++) copy = `${wished}-${count}`
    putInPlace(temporary, copy)
  } finally {
    removeTemporary(temporary)
  }
}

/** The log goes into the file, so that the file is whole by itself; the next closing does it if someone reads it just now. */
function endCleanly(db: Database): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.pragma('journal_mode = DELETE')
  } catch {
    // Nothing is lost: the log stays beside the file, and the next to open it reads both.
  }
}

/** From here on gestures go to a write-ahead log: one write to the disk each, and readers are never in the way. */
export function startWriting(db: Database, program: string): void {
  db.pragma('journal_mode = WAL')
  db.pragma(`journal_size_limit = ${64 * 2 ** 20}`)
  writeMeta(db, 'program', program)
}
