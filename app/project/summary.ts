/** What lists of projects show of a file that is not open: its name, a few numbers and its newest picture. Reads only. */
import { readBlob } from './blobs.ts'
import type { Database } from './database.ts'
import { checkFile, openDatabase } from './database.ts'
import { onFile } from './errors.ts'
import { nameOf } from './files.ts'
import { readDocument } from './read.ts'
import { roundReader } from './rounds.ts'
import { checkSchema } from './schema.ts'

export interface ProjectSummary {
  readonly name: string
  /** Rounds that are not deleted. */
  readonly pictures: number
  readonly instances: number
  /** Digest of the newest picture. */
  readonly cover: string | null
}

/** A list shows this number for anything beyond. */
const mostCounted = 10_000

/**
 * Quick, as the file is not checked as a whole; `openProject` does that.
 *
 * @param program version of this program
 * @throws StudioError projectNotFound, notAProject, projectNewer, projectDamaged
 */
export function readSummary(path: string, program: string): ProjectSummary {
  return reading(path, program, (db) => {
    const { draft, rounds } = readDocument(db, 'newest', path).document
    const counted = Number(db.prepare(`SELECT count(*) FROM (SELECT 1 FROM round LIMIT ${mostCounted})`).pluck().get())
    const deleted = Object.values(rounds).filter((notes) => notes.deleted === true).length
    return {
      name: nameOf(path),
      pictures: Math.max(0, counted - deleted),
      instances: draft.scene.instances.length,
      cover: coverOf(db, path),
    }
  })
}

/** The newest picture as PNG; undefined if there is none. @throws StudioError as readSummary */
export function readCover(path: string, program: string): Uint8Array | undefined {
  return reading(path, program, (db) => {
    const digest = coverOf(db, path)
    return digest === null ? undefined : readBlob(db, digest, path)
  })
}

/** Of the newest round that is not deleted. */
function coverOf(db: Database, path: string): string | null {
  const notes = readDocument(db, 'newest', path).document.rounds
  const read = roundReader(db, path)
  const newest = Number(db.prepare('SELECT max(number) FROM round').pluck().get() ?? 0)
  for (let number = newest; number > Math.max(0, newest - mostCounted); number--) {
    const round = read(number)
    if (round && notes[round.id]?.deleted !== true) return round.picture
  }
  return null
}

function reading<T>(path: string, program: string, read: (db: Database) => T): T {
  checkFile(path)
  const db = openDatabase(path, 'read')
  try {
    checkSchema(db, path, program)
    return onFile(path, () => read(db))
  } finally {
    db.close()
  }
}
