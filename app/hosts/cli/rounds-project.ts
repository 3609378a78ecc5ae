/**
 * The project that rounds go into. A new one is made beside its place and put there when all rounds are in it; one that is
 * gone on with takes each round whole.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import packageJson from '../../../package.json' with { type: 'json' }
import { EngineError, StudioError } from '../../contract/errors.ts'
import { settingsSchema } from '../../contract/run.ts'
import type { Scene } from '../../contract/scene.ts'
import { putInPlace } from '../../project/files.ts'
import { makeId } from '../../project/ids.ts'
import { createProject, openProject, type Project } from '../../project/project.ts'
import { emptyDocument, newDraftSettings } from '../../scene/presets.ts'
import { BadInput } from './bad-input.ts'
import { userPath } from './paths.ts'

const ending = '.diorama'

export const projectOptions = { now: Date.now, newId: () => makeId(Date.now()), version: packageJson.version }

interface InProject<T> {
  /** Where the project is. */
  readonly file: string
  readonly result: T
}

/** @throws BadInput for a file that is there already, or is not, or cannot be used; what `work` throws */
export async function inProject<T>(
  name: string,
  goOn: boolean,
  first: Scene,
  work: (project: Project) => Promise<T>,
): Promise<InProject<T>> {
  const given = userPath(name)
  const file = given.toLowerCase().endsWith(ending) ? given : given + ending
  try {
    return { file, result: goOn ? await inExisting(file, work) : await inNew(file, first, work) }
  } catch (error) {
    if (error instanceof StudioError) throw new BadInput(error.message, { cause: error })
    throw error
  }
}

async function inNew<T>(file: string, { width, height }: Scene, work: (project: Project) => Promise<T>): Promise<T> {
  if (existsSync(file))
    throw new BadInput(`${file} is there already; name another file, or add --go-on to go on from its newest round.`)
  const folder = folderBeside(file)
  try {
    const settings = newDraftSettings(settingsSchema.parse({}))
    const project = createProject(
      path.join(folder, path.basename(file)),
      emptyDocument({ width, height, settings }),
      projectOptions,
    )
    const result = await closing(project, work)
    putInPlace(project.path, file)
    return result
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function inExisting<T>(file: string, work: (project: Project) => Promise<T>): Promise<T> {
  const project = openProject(file, projectOptions)
  const before = project.rounds.length
  try {
    if (project.readOnly !== undefined) throw new StudioError('projectReadOnly', project.readOnly)
    return await work(project)
  } catch (error) {
    const more = project.rounds.length - before
    if (more === 0 || !(error instanceof EngineError)) throw error
    const kept =
      more === 1 ? 'The round before it is in the project.' : `The ${more} rounds before it are in the project.`
    throw new EngineError(error.code, `${error.message} ${kept}`, { cause: error })
  } finally {
    project.close()
  }
}

async function closing<T>(project: Project, work: (project: Project) => Promise<T>): Promise<T> {
  try {
    return await work(project)
  } finally {
    project.close()
  }
}

/** On the same disk, so that the finished file is put into place at once. */
function folderBeside(file: string): string {
  try {
    return mkdtempSync(path.join(path.dirname(file), '.diorama-'))
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException
    throw new BadInput(`${file} cannot be made (${code}); name another file with --project.`, { cause })
  }
}
