/** A scene out of a file, or what is wrong with it. */
import { readFileSync, statSync } from 'node:fs'
import { sceneLimits, type Scene } from '../../contract/scene.ts'
import { parseScene, SceneError } from '../../scene/scene.ts'
import { BadInput } from './bad-input.ts'
import { existingFile } from './paths.ts'

/** @throws BadInput with every problem of the scene */
export function readSceneFile(name: string): Scene {
  const file = existingFile(name)
  // A character takes up to four bytes.
  if (statSync(file).size > 4 * sceneLimits.textLength) throw new BadInput(`"${name}" is too large for a scene.`)
  try {
    return parseScene(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SceneError)
      throw new BadInput(`"${name}" cannot be drawn. ${problemList(error)}`, { cause: error })
    throw new BadInput(`"${name}" cannot be read (${(error as NodeJS.ErrnoException).code}).`, { cause: error })
  }
}

function problemList({ problems }: SceneError): string {
  if (problems.length === 1) return problems[0]!.message
  return `It has ${problems.length} problems:${problems.map(({ message }) => `\n  ${message}`).join('')}`
}
