/** The scene files of rounds, all read before anything is drawn. */
import { readFileSync } from 'node:fs'
import { sceneFormat, type Scene } from '../../contract/scene.ts'
import { existingFile } from './paths.ts'
import { readSceneFile } from './scene-file.ts'

export interface SceneFile {
  readonly name: string
  readonly scene: Scene
  /** Whether the ids are the author's: the published form has none. */
  readonly hasIds: boolean
}

/** @throws BadInput with every problem of the first scene that has any */
export function readScenes(names: readonly string[]): SceneFile[] {
  return names.map((name) => {
    const scene = readSceneFile(name)
    const json = JSON.parse(readFileSync(existingFile(name), 'utf8')) as { format?: unknown }
    return { name, scene, hasIds: json.format === sceneFormat }
  })
}
