/**
 * Brings a project file to the newest form, one numbered migration after the other.
 *
 * A released migration is never edited; the next one corrects it. Each runs in one transaction with its number, so a file
 * is always of one form. Migrations import no application code: types move on, the migration must not.
 */
import type { Database } from 'better-sqlite3'
import * as initial from './001-initial.ts'
import * as references from './002-references.ts'

export interface Migration {
  readonly version: number
  readonly up: (db: Database) => void
}

/** In order, from 1, without a gap. */
export const migrations: readonly Migration[] = [initial, references]

export const newestVersion = migrations.length

export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/**
 * @param copy is called before the first migration of a file that holds something already, with the version it has
 * @throws RangeError for a list with a gap, or a file that is newer than the list
 */
export function migrate(db: Database, list: readonly Migration[], copy: (version: number) => void): void {
  const gap = list.findIndex(({ version }, index) => version !== index + 1)
  if (gap !== -1) throw new RangeError(`Migration ${gap + 1} is missing or in the wrong place.`)
  const from = versionOf(db)
  if (from > list.length) throw new RangeError(`The file has version ${from}, newer than ${list.length}.`)
  if (from > 0 && from < list.length) copy(from)
  for (const { version, up } of list.slice(from)) {
    db.transaction(() => {
      up(db)
      db.pragma(`user_version = ${version}`)
    }).exclusive()
  }
}
