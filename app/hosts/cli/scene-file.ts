/** A scene out of a file, or what is wrong with it. */
import { readFileSync, statSync } from 'node:fs'
import { sceneFormat, sceneLimits, type Scene } from '../../contract/scene.ts'
import { parseScene, SceneError } from '../../scene/scene.ts'
import { BadInput } from './bad-input.ts'
import { existingFile } from './paths.ts'

export interface SceneFile {
  readonly name: string
  readonly scene: Scene
  /** Whether the ids are the author's: the published form has none. */
  readonly hasIds: boolean
}

/** @throws BadInput with every problem of the scene */
export function readSceneFile(name: string): SceneFile {
  const file = existingFile(name)
  // A character takes up to four bytes.
  if (statSync(file).size > 4 * sceneLimits.textLength) throw new BadInput(`"${name}" is too large for a scene.`)
  try {
    // Windows programs begin a text with a byte order mark.
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
    const scene = parseScene(text)
    const { format } = JSON.parse(text) as { format?: unknown }
    return { name, scene, hasIds: format === sceneFormat }
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
