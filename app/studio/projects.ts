/** The projects that are open, each once however many windows show it, and everything that happens to their files. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Document } from '../contract/document.ts'
import type { Command, Gesture } from '../contract/edit.ts'
import { StudioError } from '../contract/errors.ts'
import type { Changed, ProjectState, Round } from '../contract/project.ts'
import type { StudioEvent } from '../contract/studio.ts'
import { writeInPlace } from '../project/files.ts'
import {
  createProject,
  openProject,
  repairInto,
  wasLeftOpen,
  type Project,
  type ProjectOptions,
  type RoundExtras,
} from '../project/project.ts'
import { fileName, freePath, projectEnding, projectName } from './names.ts'
import { extrasOf, type DrawnRound, type NewRound } from './new-round.ts'
import type { Recent } from './recent.ts'

export interface ProjectsOptions extends ProjectOptions {
  /** Where new projects go. */
  readonly folder: string
  readonly recent: Recent
  readonly emit: (event: StudioEvent) => void
  /** Whether a job still needs the project, whatever the windows show. */
  readonly isNeeded: (id: string) => boolean
}

/** Of the draft when its job was queued. */
export interface Queued {
  readonly parent: string | null
  readonly seed: number
}

/** A path, or a name in a folder; without either what is usual. */
export interface CopyPlace {
  readonly path?: string | undefined
  readonly folder?: string | undefined
  readonly name?: string | undefined
}

interface Open {
  readonly id: string
  readonly project: Project
  /** What happened on the way here, beside what the project says itself. */
  readonly notice: string | undefined
  /** A folder that goes with it. */
  readonly temporary: string | undefined
  /** How often it was opened and not closed again; copies and what else takes its time count, too. */
  users: number
}

export class Projects {
  readonly #options: ProjectsOptions
  readonly #open = new Map<string, Open>()
  /** Paths by the ids that stood for them in this session: jobs that were stopped go by them. */
  readonly #named = new Map<string, string>()

  /** Whether one was opened in this session. */
  #isBegun = false

  constructor(options: ProjectsOptions) {
    this.#options = options
  }

  /** @throws StudioError projectNotOpen */
  get(id: string): Project {
    return this.#find(id).project
  }

  /** @throws StudioError projectNotOpen */
  state(id: string): ProjectState {
    const { project, notice } = this.#find(id)
    const { notice: own, ...state } = project.state
    const sentences = [notice, own].filter((sentence) => sentence !== undefined)
    return { ...state, id, ...(sentences.length > 0 && { notice: sentences.join(' ') }) }
  }

  /** @param file without one a new file in the user's folder of projects */
  create(document: Document, file: string | undefined): ProjectState {
    const target = file === undefined ? this.#freeIn(this.#options.folder, 'Untitled') : withEnding(path.resolve(file))
    return this.#add(createProject(target, document, this.#options))
  }

  open(file: string): ProjectState {
    const known = this.#openAt(file)
    return known ? this.join(known.id) : this.#add(openProject(file, this.#options))
  }

  /** One more window shows it. @throws StudioError projectNotOpen */
  join(id: string): ProjectState {
    const open = this.#find(id)
    open.users++
    this.#noteOpened(open.project)
    return this.state(id)
  }

  /** Nothing in the file can be changed, and it may be open elsewhere. */
  openToLook(file: string): ProjectState {
    const known = this.#openAt(file)
    if (known) return this.open(file)
    try {
      return this.#add(openProject(file, this.#options, true))
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'projectDamaged')) throw error
      return this.#openRest(file, error.message)
    }
  }

  /** What can be read of a damaged file is put together elsewhere, for as long as it is looked at. */
  #openRest(file: string, notice: string): ProjectState {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-'))
    const rest = path.join(folder, path.basename(file))
    try {
      repairInto(file, rest, this.#options)
      return this.#add(openProject(rest, this.#options, true), notice, folder)
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  /** Where the last session was when it ended without being closed; only for the first project of this one. */
  leftOpen(): string | null {
    if (this.#isBegun) return null
    return this.#options.recent.list().find((one) => !one.isGone && wasLeftOpen(one.path))?.path ?? null
  }

  /** A copy in the user's folder of projects. */
  async openCopy(file: string, name = `${projectName(file)} copy`): Promise<ProjectState> {
    const known = this.#openAt(file)
    const copy = (source: Project): Promise<string> => this.#copyInto(source, this.#options.folder, name)
    if (known) return this.open(await this.whileOpen(known.id, copy))
    const source = openProject(file, this.#options, true)
    try {
      return this.open(await copy(source))
    } finally {
      source.close()
    }
  }

  /** What can be read of a damaged file, in a new file beside it. */
  openRepaired(file: string): ProjectState {
    const target = this.#freeIn(path.dirname(path.resolve(file)), `${projectName(file)} repaired`)
    const { rounds, isWhole } = repairInto(file, target, this.#options)
    const saved = isWhole ? 'Everything was saved' : `${rounds} ${rounds === 1 ? 'round was' : 'rounds were'} saved`
    return this.#add(openProject(target, this.#options), `${saved} into a new file; the damaged one stays as it is.`)
  }

  /** Bytes from a window, which has no path to give. */
  openBytes(bytes: Uint8Array, name: string): ProjectState {
    const target = this.#freeIn(this.#options.folder, projectName(name))
    writeInPlace(target, bytes)
    const notice = `This is a copy, in "${path.dirname(target)}". The file it was made of stays as it is.`
    try {
      return this.#add(openProject(target, this.#options), notice)
    } catch (error) {
      rmSync(target, { force: true })
      throw error
    }
  }

  /** @returns the path of the copy */
  saveCopy(id: string, to: CopyPlace): Promise<string> {
    return this.whileOpen(id, (project) => this.#saveCopy(project, to))
  }

  async #saveCopy(project: Project, to: CopyPlace): Promise<string> {
    const folder = to.folder ?? (project.readOnly === undefined ? path.dirname(project.path) : this.#options.folder)
    if (!path.isAbsolute(folder)) throw new StudioError('badRequest', `"${folder}" is not the whole path of a folder.`)
    if (to.path === undefined) return this.#copyInto(project, folder, to.name ?? `${project.name} copy`)
    const target = withEnding(path.resolve(to.path))
    await project.saveCopy(target)
    return target
  }

  /** Work comes to its end, whoever leaves the project meanwhile. @throws StudioError projectNotOpen, and what `work` throws */
  async whileOpen<T>(id: string, work: (project: Project) => Promise<T>): Promise<T> {
    const open = this.#find(id)
    open.users++
    try {
      return await work(open.project)
    } finally {
      this.close(id)
    }
  }

  /** Under a free name; where another copy takes it meanwhile, under the next. */
  async #copyInto(project: Project, folder: string, name: string): Promise<string> {
    for (;;) {
      const target = this.#freeIn(folder, name)
      try {
        await project.saveCopy(target)
        return target
      } catch (error) {
        if (!(error instanceof StudioError && error.code === 'fileExists' && existsSync(target))) throw error
      }
    }
  }

  rename(id: string, wished: string): ProjectState {
    const { project } = this.#find(id)
    const before = project.path
    project.rename(fileName(wished))
    this.#named.set(id, project.path)
    this.#options.recent.moved(before, project.path)
    return this.state(id)
  }

  /** A window needs it no longer, or `whileOpen`. */
  close(id: string): void {
    const open = this.#open.get(id)
    if (!open) return
    open.users--
    this.closeIfUnused(id)
  }

  closeIfUnused(id: string): void {
    const open = this.#open.get(id)
    if (!open || open.users > 0 || this.#options.isNeeded(id)) return
    this.#open.delete(id)
    close(open)
  }

  closeAll(): void {
    for (const open of this.#open.values()) close(open)
    this.#open.clear()
  }

  /** The open project of a file, by whatever name it is given. */
  projectAt(file: string): Project | undefined {
    return this.#openAt(file)?.project
  }

  levelOf(id: string, round: string | null): number | undefined {
    return this.#open.get(id)?.project.rounds.find((one) => one.id === round)?.level
  }

  /**
   * Stores a picture that was drawn; the draft goes on from it unless the artist has turned to another round meanwhile.
   *
   * @param queued what the draft had when the job was queued: unless the artist changed its seed, it moves on with the picture
   */
  addRound(id: string, drawn: DrawnRound, queued: Queued): Round {
    const { round: fields, png } = drawn
    const { draft } = this.#find(id).project.document
    // The first of several variants may have taken the draft along already.
    const setParent = draft.parent === queued.parent
    const { seed } = fields.draft.settings
    const hasNewSeed = setParent && seed !== queued.seed && draft.settings.seed === queued.seed
    const commands: Command[] = hasNewSeed ? [{ do: 'changeSettings', change: { seed } }] : []
    const gesture = (parent: string): Gesture => ({
      kind: 'generate',
      commands: [{ do: 'setParent', parent }, ...commands],
    })
    return this.#keep(id, fields, png, { ...extrasOf(drawn), ...(setParent && { gesture }) }).round
  }

  /** Stores a picture that nothing has drawn, and the draft that goes on from it. */
  addPicture(id: string, fields: NewRound, png: Uint8Array, gesture: (round: string) => Gesture): Changed {
    return this.#keep(id, fields, png, { gesture }).changed
  }

  #keep(id: string, fields: NewRound, png: Uint8Array, extras: RoundExtras): { round: Round; changed: Changed } {
    const { project } = this.#find(id)
    const added = project.addRound(fields, png, extras)
    this.#options.recent.gotCover(project.path)
    this.#options.emit({ type: 'roundAdded', project: id, ...added })
    return added
  }

  #find(id: string): Open {
    const open = this.#open.get(id)
    if (!open) throw new StudioError('projectNotOpen')
    return open
  }

  #openAt(file: string): Open | undefined {
    const real = realPath(file)
    return [...this.#open.values()].find(({ project }) => realPath(project.path) === real)
  }

  #add(project: Project, notice?: string, temporary?: string): ProjectState {
    const id = this.#isAnothers(project) ? this.#options.newId() : project.id
    this.#named.set(id, project.path)
    this.#open.set(id, { id, project, notice, temporary, users: 1 })
    if (temporary === undefined) this.#noteOpened(project)
    return this.state(id)
  }

  /** A file that was copied by other means has the id of its original; one that was moved has its own. */
  #isAnothers({ id, path: own }: Project): boolean {
    const named = this.#named.get(id)
    return this.#open.has(id) || (named !== undefined && realPath(named) !== realPath(own) && existsSync(named))
  }

  #noteOpened(project: Project): void {
    this.#isBegun = true
    this.#options.recent.opened(project.path, this.#options.now(), project.cover !== null)
  }

  #freeIn(folder: string, name: string): string {
    try {
      mkdirSync(folder, { recursive: true })
    } catch (cause) {
      throw new StudioError('folderReadOnly', `The folder "${path.basename(folder)}" cannot be made.`, { cause })
    }
    return freePath(folder, name)
  }
}

function close({ project, temporary }: Open): void {
  project.close()
  if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true })
}

function withEnding(file: string): string {
  return file.toLowerCase().endsWith(projectEnding) ? file : `${file}${projectEnding}`
}

function realPath(file: string): string {
  const absolute = path.resolve(file)
  try {
    return realpathSync(absolute)
  } catch {
    // Not there, or not to be looked at: then it is not open either.
    return absolute
  }
}
