/**
 * Gives back the room of what is no longer needed: deleted rounds, what could be undone with them, bytes that nothing refers to.
 *
 * One transaction takes it out; then SQLite writes the file anew without the gaps. Ended in the middle of either, the file
 * is as it was before that part.
 */
import type { Document, Draft } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import type { Compactable } from '../contract/storage.ts'
import { EditError } from '../scene/edit.ts'
import { putBlob } from './blobs.ts'
import { updateDocument, writeFirstDocument } from './create.ts'
import type { Cut } from './cut.ts'
import { backdropsIn, cutHistory } from './cut.ts'
import type { Database } from './database.ts'
import { emptyPicture, isEmptied } from './empty-picture.ts'
import { fileError } from './errors.ts'
import type { Fate } from './fates.ts'
import { fatesOf, isPurged } from './fates.ts'
import { applyKeeping } from './keeping.ts'
import type { Content } from './read.ts'
import { readContent, readDocument } from './read.ts'
import { keepSteps, loggedSteps, type LoggedStep } from './steps.ts'
import { dropTrajectory } from './trajectories.ts'
import { freeBytes } from './usage.ts'

/**
 * What `purge` would take as things stand. Changes nothing, so it is told of a file to look at as well.
 *
 * @param needed rounds that something goes on from beside the document
 * @throws StudioError projectDamaged
 */
export function compactableOf(
  db: Database,
  path: string,
  { rounds, document }: Content,
  needed: readonly string[],
): Compactable {
  const fates = fatesOf(rounds, document, needed)
  const logged = loggedSteps(db, path)
  const { first, steps } = cut(db, path, { document, logged, fates })
  const left = rounds.filter(({ id }) => fates.get(id) !== 'gone')
  const backdrops = [...backdropsOf([first, document, ...left]), ...steps.flatMap(backdropsIn)]
  const dropped = logged.filter((step) => !steps.includes(step))
  return {
    rounds: rounds.filter((round) => isPurged(fates.get(round.id)) && !isEmptied(round)).length,
    steps: dropped.filter(({ state }) => state === 'done').length,
    bytes: droppedBytes(db, fates, backdrops) + stepBytes(dropped) + freeBytes(db),
  }
}

/** Of what nothing that stays refers to. */
function droppedBytes(db: Database, fates: ReadonlyMap<string, Fate>, backdrops: readonly string[]): number {
  const ids = (isKept: (fate: Fate) => boolean) =>
    JSON.stringify([...fates].filter(([, fate]) => isKept(fate)).map(([id]) => id))
  const among = (name: string) => `IN (SELECT value FROM json_each(@${name}))`
  return db
    .prepare(
      `SELECT coalesce(sum(octet_length(bytes)), 0) FROM blob WHERE sha256 NOT IN (
         SELECT picture FROM round WHERE id ${among('kept')} UNION SELECT blob FROM round_part WHERE round ${among('kept')}
         UNION SELECT blob FROM trajectory WHERE round ${among('whole')}
         UNION SELECT blob FROM track UNION SELECT value FROM json_each(@backdrops))`,
    )
    .pluck()
    .get({
      kept: ids((fate) => !isPurged(fate)),
      whole: ids((fate) => fate === 'whole'),
      backdrops: JSON.stringify(backdrops),
    }) as number
}

function stepBytes(steps: readonly LoggedStep[]): number {
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
  return steps.reduce((sum, { commands, inverse }) => sum + bytes(commands) + bytes(inverse), 0)
}

/**
 * Takes it all out, in a transaction.
 *
 * @param needed rounds that something goes on from beside the document
 * @returns what is left
 * @throws StudioError projectDamaged
 */
export function purge(
  db: Database,
  path: string,
  { rounds, document, history }: Content,
  needed: readonly string[],
): Content {
  const fates = fatesOf(rounds, document, needed)
  const { first, steps } = cut(db, path, { document, logged: loggedSteps(db, path), fates })
  const documents = { first: withNotes(first, fates), newest: withNotes(document, fates) }
  const newestStep = keepSteps(db, steps)
  writeFirstDocument(db, documents.first)
  updateDocument(db, documents.newest, history.sequence + 1, newestStep)
  db.prepare('DELETE FROM thumbnail').run()
  purgeRounds(db, rounds, fates)
  const left = readContent(db, path)
  applyKeeping(db, left)
  dropUnreferred(db, [...backdropsOf([...Object.values(documents), ...left.rounds]), ...steps.flatMap(backdropsIn)])
  return left
}

/** Outside of a transaction. @throws StudioError diskFull; then the file is sound, and as large as it was */
export function rewrite(db: Database): void {
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
}

interface Uncut {
  readonly document: Document
  readonly logged: readonly LoggedStep[]
  readonly fates: ReadonlyMap<string, Fate>
}

function cut(db: Database, path: string, { document: newest, logged, fates }: Uncut): Cut {
  const { document: first } = readDocument(db, 'first', path)
  try {
    return cutHistory(logged, { first, newest }, (round) => isPurged(fates.get(round)))
  } catch (error) {
    throw error instanceof EditError ? fileError('projectDamaged', path, error) : error
  }
}

/** Notes about what is gone go with it. */
function withNotes(document: Document, fates: ReadonlyMap<string, Fate>): Document {
  const notes = Object.entries(document.rounds).filter(([id]) => !isPurged(fates.get(id)))
  const places = [...fates].filter(([, fate]) => fate === 'place').map(([id]) => [id, { deleted: true }] as const)
  return { ...document, rounds: Object.fromEntries([...notes, ...places]) }
}

function purgeRounds(db: Database, rounds: readonly Round[], fates: ReadonlyMap<string, Fate>): void {
  // Children before their parents.
  for (const { id } of rounds.toReversed()) {
    const fate = fates.get(id)
    if (fate !== 'whole') dropTrajectory(db, id)
    if (!isPurged(fate)) continue
    db.prepare('DELETE FROM round_part WHERE round = ?').run(id)
    if (fate === 'gone') db.prepare('DELETE FROM round WHERE id = ?').run(id)
    else db.prepare('UPDATE round SET picture = ? WHERE id = ?').run(putBlob(db, emptyPicture, 'image/png'), id)
  }
  closeGaps(db)
}

/** Numbers run without gaps, so that repair can tell what is missing. */
function closeGaps(db: Database): void {
  const move = db.prepare('UPDATE round SET number = ? WHERE number = ?')
  const numbers = db.prepare('SELECT number FROM round ORDER BY number').pluck().all() as number[]
  for (const [index, number] of numbers.entries()) if (number !== index + 1) move.run(index + 1, number)
}

function backdropsOf(drafts: readonly { readonly draft: Draft }[]): string[] {
  return drafts.flatMap(({ draft }) => draft.backdrop?.picture ?? [])
}

function dropUnreferred(db: Database, backdrops: readonly string[]): void {
  db.prepare(
    `DELETE FROM blob WHERE sha256 NOT IN (
       SELECT picture FROM round UNION SELECT blob FROM round_part UNION SELECT blob FROM trajectory
       UNION SELECT blob FROM track UNION SELECT value FROM json_each(?))`,
  ).run(JSON.stringify(backdrops))
}
