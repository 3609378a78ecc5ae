/** Pictures onto the disk: a name of their own, and never half a file. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { EngineError } from '../../contract/errors.ts'
import { BadInput } from './bad-input.ts'
import { userPath } from './paths.ts'

/** @throws BadInput if the folder cannot be made */
export function makeFolder(folder: string): void {
  withReason(`The folder ${folder} cannot be made`, () => mkdirSync(folder, { recursive: true }))
}

/**
 * Work that leaves pictures in a folder as they come.
 *
 * @param folder made if need be; undefined where none are wanted
 * @throws BadInput if the folder cannot be made; EngineError, which says of a cancelled run what there is of it
 */
export async function withPictures<T>(folder: string | undefined, work: () => Promise<T>): Promise<T> {
  if (folder === undefined) return work()
  makeFolder(folder)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'cancelled')) throw error
    const kept = `The pictures that were drawn until then are in ${path.relative(userPath('.'), folder) || '.'}.`
    throw new EngineError(error.code, `${error.message} ${kept}`, { cause: error })
  }
}

/**
 * A name that is free in `folder`: the scene's and the seed, with a number behind where that is taken.
 *
 * @param scenePath scenes/three-things.json gives three-things-7.png for seed 7
 */
export function freeName(folder: string, scenePath: string, seed: number): string {
  const stem = `${path.parse(scenePath).name}-${seed}`
  for (let n = 1; ; n++) {
    const name = path.join(folder, n === 1 ? `${stem}.png` : `${stem}-${n}.png`)
    if (!existsSync(name)) return name
  }
}

/**
 * Writes beside the name first and renames then, so that whoever sees the name sees the whole file.
 *
 * @throws BadInput if the disk refuses
 */
export function writeWhole(name: string, bytes: Uint8Array): void {
  const part = `${name}.${process.pid}.part`
  withReason(`${name} cannot be written`, () => {
    try {
      writeFileSync(part, bytes)
      renameSync(part, name)
    } finally {
      rmSync(part, { force: true })
    }
  })
}

function withReason(what: string, work: () => void): void {
  try {
    work()
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException
    throw new BadInput(`${what} (${code}); choose another folder with --out.`, { cause })
  }
}
