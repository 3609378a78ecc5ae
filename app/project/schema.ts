/** Whether a file holds exactly what a project of its version holds: these tables, and no trigger, view or other thing. */
import { StudioError } from '../contract/errors.ts'
import type { Database } from './database.ts'
import { newDatabase } from './database.ts'
import { fileError, named, onFile } from './errors.ts'
import { migrate, migrations, newestVersion, versionOf } from './migrations/runner.ts'

/** Files no larger than this are checked whole; of larger ones the tables without pictures. In bytes. */
const checkedWhole = 32 * 2 ** 20
const tablesWithoutPixels = ['meta', 'document', 'step', 'round', 'round_part', 'trajectory', 'track']

/**
 * The cost is bounded by the size of the file, whatever it holds: nothing is walked through before it was checked.
 *
 * @param program version of this program, for the sentence
 * @throws StudioError projectNewer, notAProject, projectDamaged
 */
export function checkSchema(db: Database, path: string, program: string): void {
  const version = onFile(path, () => versionOf(db))
  if (version > newestVersion) throw newer(db, path, program)
  if (version < 1) throw fileError('projectDamaged', path)
  const found = new Set(onFile(path, () => objectsOf(db)))
  const expected = expectedObjects(version)
  if ([...found].some((object) => !expected.has(object))) {
    throw new StudioError(
      'notAProject',
      `${named(path)} holds things that are not part of a Diorama project; none of it was used.`,
    )
  }
  if (found.size < expected.size) throw fileError('projectDamaged', path)
}

export interface NewerForm {
  readonly error: StudioError
  /** Why nothing can be changed, if it can be read. */
  readonly readOnly: string | undefined
}

/**
 * The error for a file of a newer Diorama; null for a file that is none.
 *
 * Its tables may be read if they are the ones we know, letter by letter, and what came to them is but further tables: nobody
 * knows here what a trigger or a view of it is for.
 */
export function newerForm(db: Database, path: string, program: string): NewerForm | null {
  if (onFile(path, () => versionOf(db)) <= newestVersion) return null
  const found = onFile(path, () => objectsOf(db))
  const expected = expectedObjects(newestVersion)
  const more = found.filter((object) => !expected.has(object))
  const isReadable = found.length - more.length === expected.size && more.every(isPlain)
  const readOnly = isReadable ? `${madeWith(db, path, program)}, so it is open to look only.` : undefined
  return { error: newer(db, path, program), readOnly }
}

/** A table of the ordinary kind, or an index. */
function isPlain(object: string): boolean {
  const [type, , , sql] = JSON.parse(object) as (string | null)[]
  return (type === 'table' && /^CREATE TABLE /i.test(sql ?? '')) || type === 'index'
}

/**
 * Every page that opening reads, and which pages belong to which table.
 *
 * @param isKnown whether every table in the file is ours; else only the ones that are read are checked
 * @throws StudioError projectDamaged
 */
export function checkPages(db: Database, path: string, isKnown = true): void {
  onFile(path, () => {
    const size = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
    const isWhole = isKnown && size <= checkedWhole
    const parts = isWhole ? ['1'] : tablesWithoutPixels
    const isSound = parts.every((part) => db.pragma(`quick_check(${part})`, { simple: true }) === 'ok')
    const hasStrays = isWhole && (db.pragma('foreign_key_check') as unknown[]).length > 0
    if (!isSound || hasStrays) throw fileError('projectDamaged', path)
  })
}

function newer(db: Database, path: string, program: string): StudioError {
  return new StudioError('projectNewer', `${madeWith(db, path, program)}. Open it with the newer one.`)
}

/** Without its end, for a sentence. */
function madeWith(db: Database, path: string, program: string): string {
  let other: unknown
  try {
    other = db.prepare("SELECT value FROM meta WHERE key = 'program'").pluck().get()
  } catch {
    // What a later form looks like is not known; the sentence does without the number.
  }
  const isVersion = typeof other === 'string' && /^\d+(\.\d+){0,3}$/.test(other)
  const made = isVersion ? `Diorama ${other}` : 'a newer Diorama'
  return `${named(path)} was made with ${made} and this is ${program}`
}

const expectations = new Map<number, ReadonlySet<string>>()

function expectedObjects(version: number): ReadonlySet<string> {
  const known = expectations.get(version)
  if (known) return known
  const db = newDatabase()
  migrate(db, migrations.slice(0, version), () => {})
  const objects = new Set(objectsOf(db))
  db.close()
  expectations.set(version, objects)
  return objects
}

/** More than any version has is not looked at. */
function objectsOf(db: Database): string[] {
  const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT 200').raw().all()
  return rows.map((row) => JSON.stringify(row))
}
