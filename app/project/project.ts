/**
 * A project: one SQLite file with the document, its whole history, the rounds and their pictures.
 *
 * Every gesture is on the disk when `commit` returns. What is refused changes nothing, in the file or in memory.
 */
import path from 'node:path'
import type { Document } from '../contract/document.ts'
import type { Command, Gesture } from '../contract/edit.ts'
import { StudioError } from '../contract/errors.ts'
import type { Changed, History, ProjectState, Round } from '../contract/project.ts'
import { roundSchema } from '../contract/project.ts'
import { sceneLimits } from '../contract/scene.ts'
import type { Edited } from '../scene/edit.ts'
import { apply, checkGesture } from './apply.ts'
import type { BlobKind } from './blobs.ts'
import { hasBlob, putBlob, putThumbnail, readBlob, readThumbnail } from './blobs.ts'
import { copyProject } from './copy.ts'
import type { ProjectOptions } from './create.ts'
import { updateDocument, writeProject } from './create.ts'
import { fileError, onFile } from './errors.ts'
import { folderNotice, move, nameOf, projectEnding } from './files.ts'
import { mergeEdits } from './merge.ts'
import type { Content } from './read.ts'
import { readContent } from './read.ts'
import type { NewRound, RoundPart } from './rounds.ts'
import { insertPart, insertRound } from './rounds.ts'
import { describeDamage } from './salvage.ts'
import type { Session } from './session.ts'
import { openSession, startWriting } from './session.ts'
import type { StoredStep } from './steps.ts'
import { appendStep, headingsOf, markStep, replaceStep, stepToRedo, stepToUndo } from './steps.ts'

export type { BlobKind } from './blobs.ts'
export type { ProjectOptions } from './create.ts'
export { repairInto } from './repair.ts'
export type { Repaired } from './repair.ts'
export type { NewRound, RoundPart } from './rounds.ts'
export { readCover, readSummary } from './summary.ts'
export type { ProjectSummary } from './summary.ts'

const mostCommands = 4 * sceneLimits.instances

/** @throws StudioError fileExists, folderReadOnly, diskFull */
export function createProject(file: string, document: Document, options: ProjectOptions): Project {
  writeProject(path.resolve(file), document, options)
  return openProject(file, options)
}

/**
 * Opening changes nothing in the file; what is wrong with it is said, not repaired.
 *
 * @param lookOnly for a file that is open elsewhere, or that shall stay as it is
 * @throws StudioError projectNotFound, notAProject, projectNewer, projectDamaged, projectInUse, folderReadOnly
 */
export function openProject(file: string, options: ProjectOptions, lookOnly = false): Project {
  const absolute = path.resolve(file)
  try {
    return new Project(absolute, options, lookOnly)
  } catch (error) {
    const isDamaged = error instanceof StudioError && error.code === 'projectDamaged'
    throw isDamaged ? describeDamage(absolute, options.version, error) : error
  }
}

/** To be closed. While it is open no other process can change the file. */
export class Project {
  readonly #options: ProjectOptions
  readonly #isLookOnly: boolean
  readonly #wasInterrupted: boolean
  #path: string
  #session: Session
  #content: Content
  #isOpen = true
  #isWriting = false
  /** The step that a gesture with the same key may still join; 0 for none. */
  #growing = 0

  /** Use openProject, which also says what can be read of a damaged file. */
  constructor(file: string, options: ProjectOptions, lookOnly: boolean) {
    this.#path = file
    this.#options = options
    this.#isLookOnly = lookOnly
    this.#session = openSession(file, lookOnly, options.version)
    this.#wasInterrupted = this.#session.wasInterrupted
    try {
      this.#content = readContent(this.#session.db, file)
    } catch (error) {
      this.#session.close()
      throw error
    }
  }

  /** Of the file; a copy made by the studio has its own. */
  get id(): string {
    return this.#content.id
  }

  get path(): string {
    return this.#path
  }

  get name(): string {
    return nameOf(this.#path)
  }

  get document(): Document {
    return this.#content.document
  }

  get history(): History {
    return this.#content.history
  }

  /** In the order in which they were made, deleted ones too. */
  get rounds(): readonly Round[] {
    return this.#content.rounds
  }

  /** Why nothing can be changed, as a sentence. */
  get readOnly(): string | undefined {
    return this.#session.readOnly
  }

  /** What was found on opening, in sentences. */
  get notice(): string | undefined {
    const crash = this.#wasInterrupted ? 'Diorama closed unexpectedly. Nothing is lost.' : undefined
    return [crash, folderNotice(this.#path)].filter((sentence) => sentence !== undefined).join(' ') || undefined
  }

  /** As the window sees it. */
  get state(): ProjectState {
    const { id, name, readOnly, notice, document, history } = this
    const sentences = { ...(readOnly !== undefined && { readOnly }), ...(notice !== undefined && { notice }) }
    return { id, name, path: this.#path, ...sentences, document, history, rounds: [...this.rounds] }
  }

  /** Digest of the newest picture that is not deleted. */
  get cover(): string | null {
    const { rounds } = this.document
    return this.rounds.findLast(({ id }) => rounds[id]?.deleted !== true)?.picture ?? null
  }

  /**
   * Does a gesture that was made from the document at `sequence`. One that changes nothing is not kept.
   *
   * @throws StudioError conflict, badEdit, projectReadOnly, diskFull
   */
  commit(gesture: Gesture, sequence: number): Changed {
    return this.#change(sequence, () => this.#commit(gesture))
  }

  /** Takes the newest step back; without one nothing happens. @throws StudioError conflict, projectReadOnly, diskFull */
  undo(sequence: number): Changed {
    return this.#change(sequence, () => {
      const step = stepToUndo(this.#session.db, this.#path)
      return step ? this.#step(step, step.inverse, 'undone') : []
    })
  }

  /** @throws StudioError conflict, projectReadOnly, diskFull */
  redo(sequence: number): Changed {
    return this.#change(sequence, () => {
      const step = stepToRedo(this.#session.db, this.#path)
      return step ? this.#step(step, step.commands, 'done') : []
    })
  }

  /**
   * Stores a round, its picture and its parts, and makes it the one that the draft goes on from if asked to; all or nothing.
   *
   * @param png bytes of the picture
   * @throws StudioError roundNotFound if its parent is not here, projectReadOnly, diskFull
   */
  addRound(
    fields: NewRound,
    png: Uint8Array,
    { parts = [], setParent = false }: { parts?: readonly RoundPart[]; setParent?: boolean } = {},
  ): { round: Round; changed: Changed } {
    const { parent } = fields.draft
    const parentRound = this.rounds.find(({ id }) => id === parent)
    if (parent !== null && !parentRound) throw new StudioError('roundNotFound')
    const { newId, now } = this.#options
    let round!: Round
    const changed = this.#change(this.history.sequence, () => {
      const { db } = this.#session
      const picture = putBlob(db, png, 'image/png')
      const made = { id: newId(), parent, level: (parentRound?.level ?? 0) + 1, createdAt: Math.trunc(now()), picture }
      round = roundSchema.parse({ ...fields, ...made })
      insertRound(db, round)
      for (const { role, kind, bytes } of parts) insertPart(db, round.id, role, putBlob(db, bytes, kind))
      this.#content = { ...this.#content, rounds: [...this.#content.rounds, round] }
      const commands: Command[] = [{ do: 'setParent', parent: round.id }]
      return setParent ? this.#commit({ kind: 'generate', commands }) : []
    })
    return { round, changed }
  }

  /** @returns its SHA-256 @throws StudioError fileTooLarge, projectReadOnly, diskFull */
  putBlob(bytes: Uint8Array, kind: BlobKind): string {
    return this.#write(() => putBlob(this.#session.db, bytes, kind))
  }

  /** Undefined if there is none. @throws StudioError projectDamaged if the bytes are not what they were */
  blob(digest: string): Uint8Array | undefined {
    return this.#read(() => readBlob(this.#session.db, digest, this.#path))
  }

  /** A part of a round by its role. @throws StudioError as blob */
  roundPart(round: string, role: string): Uint8Array | undefined {
    return this.#read(() => {
      const { db } = this.#session
      const digest = db.prepare('SELECT blob FROM round_part WHERE round = ? AND role = ?').pluck().get(round, role)
      return typeof digest === 'string' ? readBlob(db, digest, this.#path) : undefined
    })
  }

  /** A picture made smaller, if it was kept. */
  thumbnail(picture: string, side: number): Uint8Array | undefined {
    return this.#read(() => readThumbnail(this.#session.db, picture, side))
  }

  /** Keeps a picture made smaller; in a file that cannot be changed it does nothing. */
  putThumbnail(picture: string, side: number, bytes: Uint8Array): void {
    if (this.readOnly !== undefined) return
    this.#write(() => putThumbnail(this.#session.db, picture, side, bytes))
  }

  /** Work can go on meanwhile. @throws StudioError fileExists, folderReadOnly, diskFull */
  async saveCopy(file: string): Promise<void> {
    this.#read(() => {})
    await copyProject(this.#session.db, path.resolve(file), this.#options)
  }

  /** Renames the file. @throws StudioError fileExists, folderReadOnly, projectReadOnly */
  rename(name: string): void {
    this.#checkWritable()
    const to = path.join(path.dirname(this.#path), name + projectEnding)
    if (to === this.#path) return
    if (path.basename(to) !== name + projectEnding)
      throw new StudioError('badRequest', `"${name}" cannot be the name of a file.`)
    this.#session.close()
    try {
      move(this.#path, to)
      this.#path = to
    } finally {
      this.#reopen()
    }
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#session.close()
  }

  #reopen(): void {
    this.#isWriting = false
    this.#isOpen = false
    this.#session = openSession(this.#path, this.#isLookOnly, this.#options.version)
    this.#isOpen = true
  }

  /** @param work the commands that it came to; what it did to the content is taken back if it fails */
  #change(sequence: number, work: () => readonly Command[]): Changed {
    this.#checkWritable()
    if (sequence !== this.history.sequence) throw new StudioError('conflict')
    const before = { content: this.#content, growing: this.#growing }
    try {
      const commands = this.#write(work)
      return { commands: [...commands], history: this.history }
    } catch (error) {
      this.#content = before.content
      this.#growing = before.growing
      throw error
    }
  }

  #commit(gesture: Gesture): readonly Command[] {
    const { db } = this.#session
    checkGesture(gesture)
    const { document, inverse } = this.#apply(gesture.commands)
    if (document === this.document) return []
    const edit = { commands: gesture.commands, inverse }
    const last = this.#growing === 0 || gesture.mergeKey === undefined ? undefined : stepToUndo(db, this.#path)
    const canJoin = last?.number === this.#growing && last.merge_key === gesture.mergeKey && last.kind === gesture.kind
    const merged = canJoin ? mergeEdits(last, edit) : undefined
    if (merged && merged.commands.length <= mostCommands) replaceStep(db, last!.number, merged, this.#options.now())
    else this.#growing = appendStep(db, gesture, edit, this.#options.now())
    this.#keep(document)
    return gesture.commands
  }

  #step(step: StoredStep, commands: readonly Command[], state: 'done' | 'undone'): readonly Command[] {
    const { document } = this.#apply(commands)
    markStep(this.#session.db, step.number, state)
    this.#growing = 0
    this.#keep(document)
    return commands
  }

  #apply(commands: readonly Command[]): Edited {
    return apply(this.document, commands, {
      hasRound: (round) => this.rounds.some(({ id }) => id === round),
      hasPicture: (digest) => hasBlob(this.#session.db, digest),
    })
  }

  #keep(document: Document): void {
    const { db } = this.#session
    const { newest, undo, redo } = headingsOf(db, this.#path)
    const sequence = this.history.sequence + 1
    updateDocument(db, document, sequence, newest)
    this.#content = { ...this.#content, document, history: { sequence, undo, redo } }
  }

  #read<T>(work: () => T): T {
    if (!this.#isOpen) throw fileError('projectNotOpen', this.#path)
    return onFile(this.#path, work)
  }

  #write<T>(work: () => T): T {
    this.#checkWritable()
    return this.#read(() => {
      const { db } = this.#session
      if (!this.#isWriting) {
        startWriting(db, this.#options.version)
        this.#isWriting = true
      }
      return db.transaction(work).immediate()
    })
  }

  #checkWritable(): void {
    if (!this.#isOpen) throw fileError('projectNotOpen', this.#path)
    if (this.readOnly !== undefined) throw new StudioError('projectReadOnly', this.readOnly)
  }
}
