/** What a project needs of the disk beside SQLite: putting a finished file into place, and what kind of folder it lies in. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileError, named, onFile } from './errors.ts'
import { makeId } from './ids.ts'

/** Beside the file, so that it can be moved into place in one step. */
export function temporaryPath(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${makeId(0).slice(-12)}.part`)
}

/**
 * Gives a finished file its name. After a power loss it is there under that name, whole, or not at all.
 *
 * @throws StudioError fileExists; nothing is ever replaced
 */
export function putInPlace(temporary: string, file: string): void {
  onFile(file, () => {
    synced(temporary, 'r+')
    move(temporary, file)
    if (process.platform !== 'win32') synced(path.dirname(file), 'r')
  })
}

/** Bytes that are a file already, under its name whole or not at all. @throws StudioError fileExists, folderReadOnly, diskFull */
export function writeInPlace(file: string, bytes: Uint8Array): void {
  const temporary = temporaryPath(file)
  try {
    onFile(file, () => writeFileSync(temporary, bytes, { flag: 'wx' }))
    putInPlace(temporary, file)
  } finally {
    removeTemporary(temporary)
  }
}

/** Bytes at a path that was chosen: what stood there stays until the whole of them is there. @throws StudioError folderReadOnly, diskFull */
export function writeOver(file: string, bytes: Uint8Array): void {
  if (!existsSync(path.dirname(file))) throw fileError('folderReadOnly', file)
  const temporary = temporaryPath(file)
  try {
    onFile(file, () => {
      writeFileSync(temporary, bytes, { flag: 'wx' })
      synced(temporary, 'r+')
      renameSync(temporary, file)
    })
  } finally {
    removeTemporary(temporary)
  }
}

/** @throws StudioError fileExists */
export function move(from: string, to: string): void {
  onFile(to, () => {
    // Where capitals do not count the new name leads to the file itself already.
    if (isSameFile(from, to)) return renameSync(from, to)
    try {
      linkSync(from, to)
      rmSync(from)
    } catch (error) {
      // Some file systems know no second name; then the look and the move are two steps.
      if (existsSync(to)) throw fileError('fileExists', to, error)
      renameSync(from, to)
    }
  })
}

function isSameFile(from: string, to: string): boolean {
  if (from.toLowerCase() !== to.toLowerCase()) return false
  const [one, other] = [from, to].map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }))
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev
}

function synced(file: string, flags: string): void {
  const handle = openSync(file, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** With what SQLite may have left beside it. */
export function removeTemporary(file: string): void {
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(file + ending, { force: true })
}

/** Whether a process that wrote the file has ended in the middle of it. */
export function hasJournal(file: string): boolean {
  return ['-wal', '-journal'].some((ending) => (statSync(file + ending, { throwIfNoEntry: false })?.size ?? 0) > 0)
}

/** Why the file itself cannot be written, as a sentence. */
export function writeProtection(file: string): string | undefined {
  try {
    accessSync(file, constants.W_OK)
    return undefined
  } catch {
    return `${named(file)} is write-protected. Save a copy elsewhere to change it.`
  }
}

const syncedFolders =
  /^(dropbox|onedrive|icloud ?drive|iclouddrive|mobile documents|google ?drive|my drive|cloudstorage|nextcloud|syncthing)\b/i

/** A sentence about a folder that another program keeps in step. */
export function folderNotice(file: string): string | undefined {
  const isSynced = path
    .dirname(file)
    .split(/[\\/]/)
    .some((part) => syncedFolders.test(part))
  return isSynced ? 'This folder is kept in step by another program, which can damage an open project.' : undefined
}

export const projectEnding = '.diorama'

/** What people call the project: its file without the ending. */
export function nameOf(file: string): string {
  return path.basename(file, projectEnding)
}
