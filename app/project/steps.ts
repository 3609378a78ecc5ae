/**
 * The log of what was done, a row for each step of undo.
 *
 * A step is done, undone, or abandoned: undone, and then something else was done. Only compacting takes something out.
 */
import { z } from 'zod'
import type { Gesture, Step } from '../contract/edit.ts'
import { commandSchema, gestureKinds } from '../contract/edit.ts'
import type { Database } from './database.ts'
import { largestText } from './database.ts'
import type { Edit } from './merge.ts'
import { checked, jsonOf } from './values.ts'

const commandsJson = jsonOf(z.array(commandSchema))

const headingSchema = z.object({ number: z.int().min(1), kind: z.enum(gestureKinds), thing: z.string().nullable() })
export const storedStepSchema = headingSchema.extend({
  merge_key: z.string().nullable(),
  commands: commandsJson,
  inverse: commandsJson,
})
export type StoredStep = z.infer<typeof storedStepSchema>

/** Text beyond the limit is read as NULL, which no schema takes. */
const columns = `number, kind, thing, merge_key,
  CASE WHEN octet_length(commands) <= ${largestText} THEN commands END AS commands,
  CASE WHEN octet_length(inverse) <= ${largestText} THEN inverse END AS inverse`

const newestDone = "FROM step WHERE state = 'done' ORDER BY number DESC LIMIT 1"
/** The one that was undone last. */
const nextUndone = "FROM step WHERE state = 'undone' ORDER BY number LIMIT 1"

/** The step that undo would take back, if any. */
export function stepToUndo(db: Database, path: string): StoredStep | undefined {
  return readStep(db.prepare(`SELECT ${columns} ${newestDone}`).get(), path)
}

export function stepToRedo(db: Database, path: string): StoredStep | undefined {
  return readStep(db.prepare(`SELECT ${columns} ${nextUndone}`).get(), path)
}

function readStep(row: unknown, path: string): StoredStep | undefined {
  return row === undefined ? undefined : checked(storedStepSchema, row, path)
}

/** What can be undone and redone, and the number of the newest step that is done; 0 if none is. */
export function headingsOf(db: Database, path: string): { undo: Step | null; redo: Step | null; newest: number } {
  const [undo, redo] = [newestDone, nextUndone].map((which) => {
    const row = db.prepare(`SELECT number, kind, thing ${which}`).get()
    return row === undefined ? undefined : checked(headingSchema, row, path)
  })
  return { undo: shown(undo), redo: shown(redo), newest: undo?.number ?? 0 }
}

function shown(heading: z.infer<typeof headingSchema> | undefined): Step | null {
  return heading ? { kind: heading.kind, ...(heading.thing !== null && { of: heading.thing }) } : null
}

/** @returns its number, higher than any before */
export function appendStep(db: Database, gesture: Gesture, edit: Edit, now: number): number {
  db.prepare("UPDATE step SET state = 'abandoned' WHERE state = 'undone'").run()
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO step (state, kind, thing, merge_key, made_at, commands, inverse)
       VALUES ('done', ?, ?, ?, ?, ?, ?)`,
    )
    .run(gesture.kind, gesture.of ?? null, gesture.mergeKey ?? null, Math.trunc(now), ...textOf(edit))
  return Number(lastInsertRowid)
}

export function replaceStep(db: Database, number: number, edit: Edit, now: number): void {
  db.prepare('UPDATE step SET made_at = ?, commands = ?, inverse = ? WHERE number = ?').run(
    Math.trunc(now),
    ...textOf(edit),
    number,
  )
}

export function markStep(db: Database, number: number, state: 'done' | 'undone'): void {
  db.prepare('UPDATE step SET state = ? WHERE number = ?').run(state, number)
}

function textOf({ commands, inverse }: Edit): [string, string] {
  return [JSON.stringify(commands), JSON.stringify(inverse)]
}

/** A row of the log with all its columns. */
export const loggedStepSchema = storedStepSchema.extend({
  state: z.enum(['done', 'undone', 'abandoned']),
  made_at: z.int(),
})
export type LoggedStep = z.infer<typeof loggedStepSchema>

/** By number. @throws StudioError projectDamaged, from the function that it gives */
export function loggedStepReader(db: Database, path: string): (number: number) => LoggedStep | undefined {
  const statement = db.prepare(`SELECT ${columns}, state, made_at FROM step WHERE number = ?`)
  return (number) => {
    const row = statement.get(number)
    return row === undefined ? undefined : checked(loggedStepSchema, row, path)
  }
}

export function insertLoggedStep(db: Database, step: LoggedStep): void {
  db.prepare(
    `INSERT INTO step (number, state, kind, thing, merge_key, made_at, commands, inverse)
     VALUES (@number, @state, @kind, @thing, @merge_key, @made_at, @commands, @inverse)`,
  ).run({ ...step, commands: JSON.stringify(step.commands), inverse: JSON.stringify(step.inverse) })
}

/** All there are, in order. @throws StudioError projectDamaged */
export function loggedSteps(db: Database, path: string): LoggedStep[] {
  const read = loggedStepReader(db, path)
  const numbers = db.prepare('SELECT number FROM step ORDER BY number').pluck().all() as number[]
  return numbers.map((number) => read(number)!)
}

/** Takes out all but `steps` and numbers these anew, without gaps. @returns the number of the newest that is done, 0 if none is */
export function keepSteps(db: Database, steps: readonly LoggedStep[]): number {
  const numbers = JSON.stringify(steps.map(({ number }) => number))
  db.prepare('DELETE FROM step WHERE number NOT IN (SELECT value FROM json_each(?))').run(numbers)
  const move = db.prepare('UPDATE step SET number = ? WHERE number = ?')
  for (const [index, { number }] of steps.entries()) if (number !== index + 1) move.run(index + 1, number)
  return steps.findLastIndex(({ state }) => state === 'done') + 1
}
