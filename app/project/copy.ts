/** A copy of an open project: complete under its name, or not there. Work goes on while it is made. */
import { existsSync } from 'node:fs'
import type { ProjectOptions } from './create.ts'
import { writeMeta } from './create.ts'
import type { Database } from './database.ts'
import { openDatabase } from './database.ts'
import { fileError, onFile, studioErrorOf } from './errors.ts'
import { migrate, migrations, newestVersion, versionOf } from './migrations/runner.ts'
import { putInPlace, removeTemporary, temporaryPath } from './files.ts'

/**
 * The copy is a project of its own, with an id of its own; `origin` stays, so that the two can be merged.
 *
 * @throws StudioError fileExists, folderReadOnly, diskFull
 */
export async function copyProject(db: Database, to: string, { newId }: ProjectOptions): Promise<void> {
  if (existsSync(to)) throw fileError('fileExists', to)
  const temporary = temporaryPath(to)
  try {
    await db.backup(temporary)
    onFile(to, () => {
      const copy = openDatabase(temporary, 'write')
      try {
        copy.pragma('journal_mode = DELETE')
        // The original is the copy that a migration would make.
        if (versionOf(copy) < newestVersion) migrate(copy, migrations, () => {})
        writeMeta(copy, 'id', newId())
      } finally {
        copy.close()
      }
    })
    putInPlace(temporary, to)
  } catch (error) {
    throw error instanceof TypeError ? fileError('folderReadOnly', to, error) : studioErrorOf(error, to)
  } finally {
    removeTemporary(temporary)
  }
}
