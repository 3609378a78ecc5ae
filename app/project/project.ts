/**
 * A project: one SQLite file with the document, its whole history, the rounds and their pictures.
 *
 * Every gesture is on the disk when `commit` returns. What is refused changes nothing, in the file or in memory.
 */
import path from 'node:path'
import type { Document } from '../contract/document.ts'
import type { Gesture } from '../contract/edit.ts'
import { StudioError } from '../contract/errors.ts'
import type { Changed, History, ProjectState, Round } from '../contract/project.ts'
import { roundSchema } from '../contract/project.ts'
import type { Compactable, Compacted, Keeping, Usage } from '../contract/storage.ts'
import type { RoundExtras } from './add-round.ts'
import { storeRound } from './add-round.ts'
import type { BlobKind } from './blobs.ts'
import { putBlob, putThumbnail, readBlob, readThumbnail } from './blobs.ts'
import type { After, Before } from './change.ts'
import { doGesture, redoStep, unchanged, undoStep } from './change.ts'
import { compactableOf, purge, rewrite } from './compact.ts'
import { copyProject } from './copy.ts'
import type { ProjectOptions } from './create.ts'
import { writeProject } from './create.ts'
import { fileError, onFile } from './errors.ts'
import { folderNotice, move, nameOf, projectEnding } from './files.ts'
import { applyKeeping, writeKeeping } from './keeping.ts'
import type { Content } from './read.ts'
import { readContent } from './read.ts'
import type { NewRound } from './rounds.ts'
import { putLatents, readLatents, readPart } from './rounds.ts'
import { describeDamage } from './salvage.ts'
import type { Session } from './session.ts'
import { openSession, startWriting } from './session.ts'
import { noteUse, readTrack } from './tracks.ts'
import type { TrajectoryStep } from './trajectories.ts'
import { readTrajectory } from './trajectories.ts'
import { usageOf } from './usage.ts'

export type { RoundExtras } from './add-round.ts'
export type { BlobKind } from './blobs.ts'
export type { ProjectOptions } from './create.ts'
export { isEmptied } from './empty-picture.ts'
export { wasLeftOpen } from './lock.ts'
export { repairInto } from './repair.ts'
export type { Repaired } from './repair.ts'
export type { NewRound, RoundPart } from './rounds.ts'
export type { Track } from './tracks.ts'
export type { TrajectoryStep } from './trajectories.ts'
export { readCover, readSummary } from './summary.ts'
export type { ProjectSummary } from './summary.ts'

/** @throws StudioError fileExists, folderReadOnly, diskFull */
export function createProject(file: string, document: Document, options: ProjectOptions): Project {
  writeProject(path.resolve(file), document, options)
  return openProject(file, options)
}

/**
 * Opening changes nothing in the file; what is wrong with it is said, not repaired. What a newer Diorama made is opened to
 * look only, if it can be read.
 *
 * @param lookOnly for a file that is open elsewhere, or that shall stay as it is
 * @throws StudioError projectNotFound, notAProject, projectNewer, projectDamaged, projectLost, projectInUse, folderReadOnly
 */
export function openProject(file: string, options: ProjectOptions, lookOnly = false): Project {
  const absolute = path.resolve(file)
  try {
    return new Project(absolute, options, lookOnly)
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    if (error.code === 'projectNewer') return openNewer(absolute, options, error)
    throw error.code === 'projectDamaged' ? describeDamage(absolute, options.version, error) : error
  }
}

/** The draft goes on from the round that was drawn. */
const goingOn = (round: string): Gesture => ({ kind: 'generate', commands: [{ do: 'setParent', parent: round }] })

/** A file of a newer Diorama: to look only, or not at all if what we know is not in it. */
function openNewer(file: string, options: ProjectOptions, refusal: StudioError): Project {
  try {
    return new Project(file, options, true)
  } catch {
    throw refusal
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
  /** Keys of tracks that were given since it was last noted in the file. */
  readonly #usedTracks = new Set<string>()

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
    return this.#change(sequence, () => doGesture(this.#before, gesture, this.#options.now()))
  }

  /** Takes the newest step back; without one nothing happens. @throws StudioError conflict, projectReadOnly, diskFull */
  undo(sequence: number): Changed {
    return this.#change(sequence, () => undoStep(this.#before))
  }

  /** @throws StudioError conflict, projectReadOnly, diskFull */
  redo(sequence: number): Changed {
    return this.#change(sequence, () => redoStep(this.#before))
  }

  /**
   * Stores a round with its picture and all else, and does what it changes in the document as one step of undo; all or nothing.
   *
   * What is beyond `keeping` goes in the same transaction.
   *
   * @param png bytes of the picture
   * @throws StudioError roundNotFound if its parent is not here, badEdit, projectReadOnly, diskFull
   */
  addRound(
    fields: NewRound,
    png: Uint8Array,
    { setParent = false, gesture = setParent ? goingOn : undefined, ...extras }: RoundExtras = {},
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
      storeRound(db, round, extras)
      noteUse(db, this.#usedTracks, round.createdAt)
      const before = { ...this.#before, content: { ...this.#content, rounds: [...this.rounds, round] } }
      const after = gesture ? doGesture(before, gesture(round.id), now()) : unchanged(before)
      applyKeeping(db, after.content)
      return after
    })
    this.#usedTracks.clear()
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
    return this.#read(() => readPart(this.#session.db, this.#path, round, role))
  }

  /** Latents at the end of a round's run; undefined if they are not there, or not what they were. */
  latents(round: string): Float32Array | undefined {
    return this.#read(() => readLatents(this.#session.db, this.#path, round))
  }

  /** Keeps latents of a round that was not drawn, which its first use has made. @throws StudioError projectReadOnly, diskFull */
  keepLatents(round: string, latents: Float32Array): void {
    this.#write(() => putLatents(this.#session.db, round, latents))
  }

  /** Those steps of a round's run that are there and sound, in order, each as long as `latents`. */
  trajectory(round: string): TrajectoryStep[] {
    const length = this.latents(round)?.length ?? 0
    return this.#read(() => readTrajectory(this.#session.db, this.#path, round, length))
  }

  /** Latents of an instance that ran alone; undefined if they are not there, or not what they were. */
  track(key: string): Float32Array | undefined {
    const track = this.#read(() => readTrack(this.#session.db, this.#path, key))
    if (track) this.#usedTracks.add(key)
    return track
  }

  /** Those of the keys whose track would be given. */
  hasTracks(keys: readonly string[]): ReadonlySet<string> {
    return this.#read(() => new Set(keys.filter((key) => readTrack(this.#session.db, this.#path, key))))
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

  /** What is kept of what can be made again. */
  get keeping(): Keeping {
    return this.#content.keeping
  }

  /** What is beyond it goes at once; the room is given back by compacting. @throws StudioError projectReadOnly, diskFull */
  setKeeping(change: Partial<Keeping>): void {
    const content = { ...this.#content, keeping: { ...this.keeping, ...change } }
    this.#write(() => {
      writeKeeping(this.#session.db, content.keeping)
      applyKeeping(this.#session.db, content)
    })
    this.#content = content
  }

  /** What takes the room in the file. */
  usage(): Usage {
    return this.#read(() => usageOf(this.#session.db))
  }

  /** What compacting would take now. @param needed as for `compact` @throws StudioError projectDamaged */
  compactable(needed: readonly string[] = []): Compactable {
    return this.#read(() => compactableOf(this.#session.db, this.#path, this.#content, needed))
  }

  /**
   * Removes for good what deleted rounds leave and what nothing refers to, and gives the room back. The history begins anew
   * after the last step that refers to a round that is removed; `state` is another one afterwards.
   *
   * @param needed rounds that something goes on from beside the document: jobs that are not over
   * @throws StudioError projectReadOnly, projectDamaged, diskFull
   */
  compact(needed: readonly string[] = []): Compacted {
    const before = this.usage().total
    this.#content = this.#write(() => purge(this.#session.db, this.#path, this.#content, needed))
    this.#growing = 0
    this.#read(() => rewrite(this.#session.db))
    return { before, after: this.usage().total }
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

  /** @param work fails as a whole, and then nothing has changed */
  #change(sequence: number, work: () => After): Changed {
    this.#checkWritable()
    if (sequence !== this.history.sequence) throw new StudioError('conflict')
    const { content, growing, commands } = this.#write(work)
    this.#content = content
    this.#growing = growing
    return { commands: [...commands], history: this.history }
  }

  get #before(): Before {
    return { db: this.#session.db, path: this.#path, content: this.#content, growing: this.#growing }
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
