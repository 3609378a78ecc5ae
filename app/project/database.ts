/**
 * Connections to project files, with everything switched off that a file from a stranger could use.
 *
 * Before SQLite sees a file, its first page is read and checked. That must not happen while this process has the file open:
 * on POSIX, closing any handle of a file drops the process's locks on it (sqlite.org/howtocorrupt.html, 2.2).
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import SQLite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { StudioError } from '../contract/errors.ts'
import { fileError, named, onFile } from './errors.ts'

export type { Database } from 'better-sqlite3'

/** "DIOR", at byte 68 of the file. */
export const applicationId = 0x44_49_4f_52
/** The whole schema fits on the first page, see checkFirstPage. */
export const pageSize = 8192
/** Of JSON in one cell, in bytes. */
export const largestText = 64 * 2 ** 20
/** How long to wait for another process that reads the file. */
const patienceMs = 2000

/** `salvage` reads files that were cut off, too: SQLite opens those only in the mode that repairs schemas. */
export type Access = 'write' | 'read' | 'salvage'

/** Files that this process has open, by device and inode. */
const openFiles = new Map<string, number>()

/** @throws StudioError projectNotFound, notAProject */
export function checkFile(path: string): void {
  const stats = onFile(path, () => statSync(path))
  if (!stats.isFile()) throw notAProject(path)
  if (!openFiles.has(fileKey(stats))) onFile(path, () => checkFirstPage(path))
}

export function notAProject(path: string): StudioError {
  return new StudioError('notAProject', `${named(path)} is not a Diorama project.`)
}

/**
 * Opens without looking at the schema.
 *
 * @throws StudioError
 */
export function openDatabase(path: string, access: Access): Database {
  return onFile(path, () => {
    const db = new SQLite(path, { readonly: access !== 'write', fileMustExist: true, timeout: patienceMs })
    try {
      if (access === 'salvage') db.unsafeMode(true).pragma('writable_schema = ON')
      secure(db)
      countOpen(db, fileKey(statSync(path)))
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

/** An empty database in a new file, or in memory without a path; in the form that project files have. */
export function newDatabase(path?: string): Database {
  const db = path === undefined ? new SQLite(':memory:') : new SQLite(path)
  secure(db)
  db.pragma(`page_size = ${pageSize}`)
  db.pragma(`application_id = ${applicationId}`)
  return db
}

/** Functions in a schema may not reach out, damaged cells are found when read, and a file is never mapped into memory. */
function secure(db: Database): void {
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('mmap_size = 0')
  db.pragma('foreign_keys = ON')
  // Every commit is on the disk when it returns, power loss included.
  db.pragma('synchronous = FULL')
  db.pragma('checkpoint_fullfsync = ON')
}

/**
 * The first page must be SQLite's, ours, and hold the whole schema by itself: SQLite reads the schema before any check can
 * run, and pages that refer to each other in a contrived way would keep it reading for ever.
 */
function checkFirstPage(path: string): void {
  const head = Buffer.alloc(101)
  const handle = openSync(path, 'r')
  try {
    const length = readSync(handle, head, 0, head.length, 0)
    if (length < head.length || head.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw notAProject(path)
  } finally {
    closeSync(handle)
  }
  if (head.readUInt32BE(68) !== applicationId) throw notAProject(path)
  const leafOfTable = 0x0d
  if (head[100] !== leafOfTable) throw fileError('projectDamaged', path)
}

function fileKey({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}

function countOpen(db: Database, key: string): void {
  openFiles.set(key, (openFiles.get(key) ?? 0) + 1)
  const close = db.close.bind(db)
  db.close = () => {
    if (db.open) {
      const left = openFiles.get(key)! - 1
      if (left === 0) openFiles.delete(key)
      else openFiles.set(key, left)
    }
    return close()
  }
}
