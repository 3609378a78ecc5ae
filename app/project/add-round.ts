/** A round put into the file with everything that belongs to it. */
import type { Gesture } from '../contract/edit.ts'
import type { Round } from '../contract/project.ts'
import { putBlob } from './blobs.ts'
import type { Database } from './database.ts'
import type { RoundPart } from './rounds.ts'
import { insertPart, insertReport, insertRound } from './rounds.ts'
import type { Track } from './tracks.ts'
import { putTracks } from './tracks.ts'
import type { TrajectoryStep } from './trajectories.ts'
import { insertTrajectory } from './trajectories.ts'

/** What is stored with a round, all or nothing. */
export interface RoundExtras {
  readonly parts?: readonly RoundPart[]
  /** Of the joint run, kept as float16; it can be used only with a part `latents`. */
  readonly trajectory?: readonly TrajectoryStep[]
  /** Kept exactly. */
  readonly tracks?: readonly Track[]
  /** Whether the draft goes on from the round. */
  readonly setParent?: boolean
  /** What the document becomes with it, in place of that. @param round its id */
  readonly gesture?: (round: string) => Gesture
}

/** Its picture is there already. In a transaction. */
export function storeRound(
  db: Database,
  round: Round,
  { parts = [], trajectory = [], tracks = [] }: Pick<RoundExtras, 'parts' | 'trajectory' | 'tracks'>,
): void {
  insertRound(db, round)
  insertReport(db, round)
  for (const { role, kind, bytes } of parts) insertPart(db, round.id, role, putBlob(db, bytes, kind))
  insertTrajectory(db, round.id, trajectory)
  putTracks(db, tracks, round.createdAt)
}
