/**
 * The latents of a round's run, step by step.
 *
 * A trajectory can be missing in part or as a whole: what goes on from the round then makes a step from the round's clean
 * latents. So a step that is not what it was is one that is not there.
 */
import { readBlob, dropUnused, putBlob } from './blobs.ts'
import type { Database } from './database.ts'
import { ifSound } from './errors.ts'
import { fitsFloat16, float16Bytes, fromFloat16 } from './latents.ts'

/** Of a run: the latents before its step `step`, as the network saw them. */
export interface TrajectoryStep {
  readonly step: number
  readonly x_Chw: Float32Array
}

/** More than any run has. */
const mostSteps = 2000

/** Steps whose numbers float16 does not hold are left out. */
export function insertTrajectory(db: Database, round: string, trajectory: readonly TrajectoryStep[]): void {
  for (const { step, x_Chw } of trajectory) {
    if (fitsFloat16(x_Chw)) insertStep(db, round, step, putBlob(db, float16Bytes(x_Chw), 'trajectory'))
  }
}

export function insertStep(db: Database, round: string, step: number, blob: string): void {
  db.prepare('INSERT INTO trajectory (round, step, blob) VALUES (?, ?, ?)').run(round, step, blob)
}

/** What is there and sound, in order. @param length of each step's latents, 0 if there can be none */
export function readTrajectory(db: Database, path: string, round: string, length: number): TrajectoryStep[] {
  if (length === 0) return []
  return stepsOf(db, round).flatMap(({ step, blob }) => {
    const bytes = ifSound(path, () => readBlob(db, blob, path))
    const x_Chw = bytes && fromFloat16(bytes)
    return x_Chw?.length === length ? [{ step, x_Chw }] : []
  })
}

/** With the digests of their bytes. */
export function stepsOf(db: Database, round: string): { step: number; blob: string }[] {
  return db
    .prepare('SELECT step, blob FROM trajectory WHERE round = ? AND step BETWEEN 0 AND ? ORDER BY step')
    .all(round, mostSteps) as { step: number; blob: string }[]
}

export function dropTrajectory(db: Database, round: string): void {
  drop(db, 'round = ?', round)
}

export function dropAllTrajectories(db: Database): void {
  drop(db, 'true')
}

/** Leaves every `every`th step to all rounds but `full`. */
export function thinTrajectories(db: Database, full: ReadonlySet<string>, every: number): void {
  const rounds = db.prepare('SELECT DISTINCT round FROM trajectory WHERE step % ? <> 0').pluck().all(every) as string[]
  for (const round of rounds) if (!full.has(round)) drop(db, 'round = ? AND step % ? <> 0', round, every)
}

function drop(db: Database, condition: string, ...values: (string | number)[]): void {
  const blobs = db
    .prepare(`DELETE FROM trajectory WHERE ${condition} RETURNING blob`)
    .pluck()
    .all(...values)
  dropUnused(db, blobs as string[])
}
