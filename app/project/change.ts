/** How a gesture, undo and redo change a project: the step in the log, the document and the history, all in the caller's transaction. */
import type { Document } from '../contract/document.ts'
import type { Command, Gesture } from '../contract/edit.ts'
import { sceneLimits } from '../contract/scene.ts'
import type { Edited } from '../scene/edit.ts'
import { apply, checkGesture } from './apply.ts'
import { hasBlob } from './blobs.ts'
import { updateDocument } from './create.ts'
import type { Database } from './database.ts'
import { isEmptied } from './empty-picture.ts'
import { mergeEdits } from './merge.ts'
import type { Content } from './read.ts'
import type { StoredStep } from './steps.ts'
import { appendStep, headingsOf, markStep, replaceStep, stepToRedo, stepToUndo } from './steps.ts'

/** A project that is to be changed. */
export interface Before {
  readonly db: Database
  readonly path: string
  readonly content: Content
  /** The step that a gesture with the same key may still join; 0 for none. */
  readonly growing: number
}

/** What came of it. */
export interface After extends Pick<Before, 'content' | 'growing'> {
  /** What was done to the document. */
  readonly commands: readonly Command[]
}

const mostCommands = 4 * sceneLimits.instances

/** @throws StudioError badEdit */
export function doGesture(project: Before, gesture: Gesture, now: number): After {
  const { db, path, content } = project
  checkGesture(gesture)
  const { document, inverse } = applied(project, gesture.commands)
  if (document === content.document) return unchanged(project)
  const edit = { commands: gesture.commands, inverse }
  const last = project.growing === 0 || gesture.mergeKey === undefined ? undefined : stepToUndo(db, path)
  const canJoin = last?.number === project.growing && last.merge_key === gesture.mergeKey && last.kind === gesture.kind
  const merged = canJoin ? mergeEdits(last, edit) : undefined
  const joins = merged !== undefined && merged.commands.length <= mostCommands
  if (joins) replaceStep(db, last!.number, merged, now)
  const growing = joins ? project.growing : appendStep(db, gesture, edit, now)
  return { content: kept(project, document), growing, commands: gesture.commands }
}

export function undoStep(project: Before): After {
  const step = stepToUndo(project.db, project.path)
  return step ? moveTo(project, step, 'undone') : unchanged(project)
}

export function redoStep(project: Before): After {
  const step = stepToRedo(project.db, project.path)
  return step ? moveTo(project, step, 'done') : unchanged(project)
}

export function unchanged({ content, growing }: Pick<Before, 'content' | 'growing'>): After {
  return { content, growing, commands: [] }
}

function moveTo(project: Before, { number, commands: forth, inverse }: StoredStep, state: 'done' | 'undone'): After {
  const commands = state === 'done' ? forth : inverse
  const { document } = applied(project, commands)
  markStep(project.db, number, state)
  return { content: kept(project, document), growing: 0, commands }
}

function applied({ db, content: { document, rounds } }: Before, commands: readonly Command[]): Edited {
  return apply(document, commands, {
    hasRound: (id) => rounds.some((round) => round.id === id && !isEmptied(round)),
    isEmptied: (id) => rounds.some((round) => round.id === id && isEmptied(round)),
    hasPicture: (digest) => hasBlob(db, digest),
  })
}

function kept({ db, path, content }: Before, document: Document): Content {
  const { newest, undo, redo } = headingsOf(db, path)
  const sequence = content.history.sequence + 1
  updateDocument(db, document, sequence, newest)
  return { ...content, document, history: { sequence, undo, redo } }
}
