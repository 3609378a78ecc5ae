/** A new, sound project out of what a damaged one still holds. The damaged file stays as it is. */
import path from 'node:path'
import { putBlob } from './blobs.ts'
import type { ProjectOptions } from './create.ts'
import { updateDocument, writeFirstDocument, writeProject } from './create.ts'
import { backdropsIn } from './cut.ts'
import type { Database } from './database.ts'
import { fileError, ifSound } from './errors.ts'
import { readKeeping, writeKeeping } from './keeping.ts'
import { insertRound } from './rounds.ts'
import type { Salvage } from './salvage.ts'
import { openSalvage } from './salvage.ts'
import { takeParts, takeTracks } from './salvage-parts.ts'
import { insertLoggedStep } from './steps.ts'

export interface Repaired {
  /** How many were saved. */
  readonly rounds: number
  /** Whether that is all of them, with every backdrop. */
  readonly isWhole: boolean
  /** Whether undo still leads back to the beginning. */
  readonly hasHistory: boolean
}

/**
 * Rounds are taken over with a picture that is what it was, or not at all; with them what is sound of their latents.
 *
 * @throws StudioError projectDamaged if nothing can be read, fileExists, folderReadOnly, diskFull
 */
export function repairInto(damaged: string, file: string, options: ProjectOptions): Repaired {
  const salvage = openSalvage(path.resolve(damaged), options.version)
  try {
    const { document, rounds, isWhole, history } = salvage
    if (!document) throw fileError('projectDamaged', damaged)
    writeProject(path.resolve(file), document, options, (db) => {
      for (const round of rounds) {
        putBlob(db, salvage.bytesOf(round.picture)!, 'image/png')
        insertRound(db, round)
        takeParts(db, salvage, round.id)
      }
      takeTracks(db, salvage)
      const keeping = ifSound(damaged, () => readKeeping(salvage.db, damaged))
      if (keeping) writeKeeping(db, keeping)
      takeBackdrops(db, salvage)
      if (history) takeHistory(db, salvage, history)
    })
    return { rounds: rounds.length, isWhole, hasHistory: history !== undefined }
  } finally {
    salvage.close()
  }
}

/** Of the document, of the rounds, and those that undo brings back; those that are lost are referred to no more. */
function takeBackdrops(db: Database, { document, rounds, history, bytesOf }: Salvage): void {
  const drafts = [document, history?.first, ...rounds].flatMap((one) => one?.draft.backdrop?.picture ?? [])
  const pictures = new Set([...drafts, ...(history?.steps ?? []).flatMap(backdropsIn)])
  for (const picture of pictures) putBlob(db, bytesOf(picture)!, 'image/png')
}

function takeHistory(
  db: Database,
  { document }: Salvage,
  { first, steps, sequence }: NonNullable<Salvage['history']>,
): void {
  for (const step of steps) insertLoggedStep(db, step)
  writeFirstDocument(db, first)
  const newest = steps.findLast(({ state }) => state === 'done')?.number ?? 0
  updateDocument(db, document!, sequence, newest)
}
