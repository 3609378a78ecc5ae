/**
 * One writer per project: a lock that the operating system lets go of when its process ends, however it ends.
 *
 * It is SQLite's own lock on an empty file beside the project. The file is removed with the lock, so one that is found
 * unlocked says that a process ended without closing the project.
 */
import { rmSync, statSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { fileError, studioErrorOf } from './errors.ts'

export interface Lock {
  /** Whether the last holder ended without releasing it. */
  readonly wasLeft: boolean
  release(): void
}

export const lockPath = (project: string): string => `${project}-lock`

const attempts = 5

/** @throws StudioError projectInUse; folderReadOnly if there can be no file beside the project */
export function lockProject(project: string): Lock {
  const file = lockPath(project)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = inodeOf(file)
    const db = locked(project, file)
    const after = inodeOf(file)
    // Otherwise the last holder has removed the file that we had just opened.
    if (after !== undefined && (before === undefined || before === after)) {
      return { wasLeft: before !== undefined, release: () => release(db, file) }
    }
    db.close()
  }
  throw fileError('projectInUse', project)
}

/** Whether a process ended that had the project open, and nobody has opened it since. */
export function wasLeftOpen(project: string): boolean {
  const file = lockPath(project)
  if (inodeOf(file) === undefined) return false
  try {
    locked(project, file).close()
    return true
  } catch {
    // It is open elsewhere, or its folder is not to be touched.
    return false
  }
}

function locked(project: string, file: string): SQLite.Database {
  let db: SQLite.Database | undefined
  try {
    db = new SQLite(file, { timeout: 0 })
    return db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    throw studioErrorOf(error, project)
  }
}

/**
 * Removed first where the system lets open files be removed, so that nobody can lock it in between. Where it cannot be
 * removed at all it stays, unlocked: the project is closed all the same.
 */
function release(db: SQLite.Database, file: string): void {
  const isRemoved = remove(file)
  db.close()
  if (!isRemoved) remove(file)
}

function remove(file: string): boolean {
  try {
    rmSync(file, { force: true })
    return true
  } catch {
    return false
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino
}
