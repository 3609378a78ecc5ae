/** Where the user's files are, and where ours are. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { BadInput } from './bad-input.ts'

/** The installation: the folder that the package.json lies in. */
export const installation = path.resolve(import.meta.dirname, '../../..')

/** npm runs a script in the package's folder and says in INIT_CWD where the user is. */
export function userFolder(env: NodeJS.ProcessEnv = process.env): string {
  return (env.npm_package_name === 'diorama' && env.INIT_CWD) || process.cwd()
}

export function userPath(name: string): string {
  return path.resolve(userFolder(), name)
}

/** @throws BadInput if there is no file of that name */
export function existingFile(name: string): string {
  return existing(name, 'file')
}

/** @throws BadInput if there is no folder of that name */
export function existingFolder(name: string): string {
  return existing(name, 'folder')
}

function existing(name: string, kind: 'file' | 'folder'): string {
  const found = userPath(name)
  const stats = statSync(found, { throwIfNoEntry: false })
  if (!stats) throw new BadInput(`There is no ${kind} "${name}" (looked for ${found}).`)
  const isRight = kind === 'file' ? stats.isFile() : stats.isDirectory()
  if (!isRight)
    throw new BadInput(`"${name}" is ${stats.isDirectory() ? 'a folder' : `not a ${kind}`}; give a ${kind}.`)
  return found
}
