/**
 * How much a project keeps of what can be made again: trajectories and tracks.
 *
 * The newest rounds and starred ones keep every step of their trajectory, older ones every fourth. Eight rounds are as many
 * as one Generate can make, so that whichever of its variants is gone on from, it can be held exactly.
 */
import type { Document } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import { keepingSchema, type Keeping } from '../contract/storage.ts'
import { writeMeta } from './create.ts'
import type { Database } from './database.ts'
import { limitTracks } from './tracks.ts'
import { dropAllTrajectories, thinTrajectories } from './trajectories.ts'
import { checked, jsonOf } from './values.ts'

export const defaultKeeping: Keeping = { trajectories: true, trackBytes: 64_000_000 }

const fullRounds = 8
const everyOlder = 4

const keepingJson = jsonOf(keepingSchema)

/** @throws StudioError projectDamaged */
export function readKeeping(db: Database, path: string): Keeping {
  const value = db.prepare("SELECT value FROM meta WHERE key = 'keeping'").pluck().get()
  return value === undefined ? defaultKeeping : checked(keepingJson, value, path)
}

export function writeKeeping(db: Database, keeping: Keeping): void {
  writeMeta(db, 'keeping', JSON.stringify(keepingSchema.parse(keeping)))
}

interface Kept {
  readonly keeping: Keeping
  readonly rounds: readonly Round[]
  readonly document: Document
}

/** Takes away what is more than shall be kept. Of deleted rounds nothing goes: they can be brought back as they were. */
export function applyKeeping(db: Database, { keeping: { trajectories, trackBytes }, rounds, document }: Kept): void {
  if (trajectories) thinTrajectories(db, withAllSteps(rounds, document), everyOlder)
  else dropAllTrajectories(db)
  limitTracks(db, trackBytes)
}

function withAllSteps(rounds: readonly Round[], { draft, rounds: notes }: Document): Set<string> {
  const isDeleted = ({ id }: Round) => notes[id]?.deleted === true
  const newest = rounds.filter((round) => !isDeleted(round)).slice(-fullRounds)
  const always = rounds.filter((round) => isDeleted(round) || notes[round.id]?.starred || round.id === draft.parent)
  return new Set([...newest, ...always].map(({ id }) => id))
}
