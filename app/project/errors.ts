/** What SQLite and the disk say, as the errors of the studio: a code, and a sentence that names the file. */
import path from 'node:path'
import SQLite from 'better-sqlite3'
import type { StudioErrorCode } from '../contract/errors.ts'
import { StudioError } from '../contract/errors.ts'

/** The file as people know it, in quotes. */
export const named = (file: string): string => `"${path.basename(file)}"`

const sentences = {
  projectNotFound: (name) => `${name} is not there any more, or it may not be read.`,
  projectDamaged: (name) => `${name} is damaged.`,
  projectInUse: (name) => `${name} is open in another window.`,
  projectReadOnly: (name) => `${name} cannot be changed.`,
  projectNotOpen: (name) => `${name} is not open any more.`,
  folderReadOnly: (name) => `Nothing can be written in the folder of ${name}.`,
  fileExists: (name) => `There is a file called ${name} already.`,
  diskFull: () => 'The disk is full. Everything up to your last stroke is saved.',
  internal: (name) => `${name} could not be read or written as it should. Everything up to the last gesture is saved.`,
} satisfies Partial<Record<StudioErrorCode, (name: string) => string>>
type FileErrorCode = keyof typeof sentences

export function fileError(code: FileErrorCode, file: string, cause?: unknown): StudioError {
  return new StudioError(code, sentences[code](named(file)), { cause })
}

/** By the beginning of SQLite's code; the first that fits. What else SQLite refuses comes from a file with wrong content. */
const bySqliteCode: readonly (readonly [string, FileErrorCode])[] = [
  ['SQLITE_FULL', 'diskFull'],
  ['SQLITE_BUSY', 'projectInUse'],
  ['SQLITE_LOCKED', 'projectInUse'],
  ['SQLITE_READONLY_DIRECTORY', 'folderReadOnly'],
  ['SQLITE_READONLY', 'projectReadOnly'],
  ['SQLITE_PERM', 'projectReadOnly'],
  ['SQLITE_CANTOPEN', 'folderReadOnly'],
  ['SQLITE_IOERR_SHORT_READ', 'projectDamaged'],
  ['SQLITE_IOERR_CORRUPTFS', 'projectDamaged'],
  ['SQLITE_IOERR', 'internal'],
  ['SQLITE_CONSTRAINT', 'internal'],
]

const byDiskCode: Readonly<Record<string, FileErrorCode>> = {
  ENOENT: 'projectNotFound',
  ENOTDIR: 'projectNotFound',
  EACCES: 'folderReadOnly',
  EPERM: 'folderReadOnly',
  EROFS: 'folderReadOnly',
  EEXIST: 'fileExists',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
}

/** The studio's error for whatever was thrown while working on a file; what is none of the file's doing stays as it is. */
export function studioErrorOf(error: unknown, file: string): unknown {
  if (error instanceof SQLite.SqliteError) {
    const { code } = error
    return fileError(bySqliteCode.find(([start]) => code.startsWith(start))?.[1] ?? 'projectDamaged', file, error)
  }
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    return fileError(byDiskCode[String(error.code)] ?? 'internal', file, error)
  }
  return error
}

/** Runs `work`, whose errors from SQLite and from the disk are about `file`. */
export function onFile<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw studioErrorOf(error, file)
  }
}

/** What `work` reads, or undefined where the file is damaged just there: for values that can be done without. */
export function ifSound<T>(file: string, work: () => T): T | undefined {
  try {
    return onFile(file, work)
  } catch (error) {
    if (error instanceof StudioError && error.code === 'projectDamaged') return undefined
    throw error
  }
}
