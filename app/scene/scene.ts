/**
 * Scenes in and out: our own form and the published one, from JSON and to it.
 *
 * Whatever a file holds, reading ends in a scene or in a SceneError.
 */

import type { z } from 'zod'
import { sceneFormat, sceneLimits, sceneSchema, sceneVersion } from '../contract/scene.ts'
import type { Scene } from '../contract/scene.ts'
import { publishedSchema } from './published-schema.ts'
import { fromPublished, toPublished } from './published.ts'
import { readRuns } from './rle.ts'
import { SceneError, pathText } from './scene-error.ts'
import { problemWords } from './problem-words.ts'
import type { SceneProblem } from './scene-error.ts'

export { SceneError } from './scene-error.ts'
export type { SceneProblem } from './scene-error.ts'

/** Problems beyond these are not listed. */
const maxProblems = 20

/** @throws SceneError */
export function parseScene(text: string): Scene {
  if (text.length > sceneLimits.textLength) {
    throw failure('tooLong', `The scene has ${text.length} characters, at most ${sceneLimits.textLength} are read.`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new SceneError('notJson', [{ path: '', message: `The scene is not JSON: ${(cause as Error).message}.` }], {
      cause,
    })
  }
  return readScene(json)
}

/**
 * Reads our own scene or a published one, whichever it is.
 *
 * @param json what JSON.parse gave
 * @throws SceneError
 */
export function readScene(json: unknown): Scene {
  if (typeof json !== 'object' || json === null) throw failure('notAScene', notAScene)
  if ('format' in json && json.format === sceneFormat) return readOwn(json)
  if ('annos' in json) return withSoundMasks(fromPublished(checked(publishedSchema, json)), 'annos')
  throw failure('notAScene', notAScene)
}

const notAScene = `This is not a scene: it has neither "format": "${sceneFormat}" nor a list "annos" as published scenes do.`

function readOwn(json: object): Scene {
  const version = 'version' in json ? json.version : undefined
  if (typeof version === 'number' && version > sceneVersion) {
    throw failure(
      'newerVersion',
      `The scene has version ${version}, this program reads up to ${sceneVersion}; use a newer one.`,
    )
  }
  const scene = checked(sceneSchema, json)
  refuseDuplicateIds(scene)
  return withSoundMasks(scene, 'instances')
}

function failure(code: SceneError['code'], message: string, path = ''): SceneError {
  return new SceneError(code, [{ path, message }])
}

function checked<T extends z.ZodType>(schema: T, json: object): z.infer<T> {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const issues = result.error.issues.slice(0, maxProblems)
  throw new SceneError('badValue', issues.map(problemOf), { cause: result.error })
}

function problemOf(issue: z.core.$ZodIssue): SceneProblem {
  const path = pathText(issue.path)
  const where = path === '' ? 'The scene' : path
  return { path, message: `${where} ${problemWords(issue)}.` }
}

function refuseDuplicateIds(scene: Scene): void {
  const seen = new Set<string>()
  for (const [i, { id }] of scene.instances.entries()) {
    const path = `instances[${i}].id`
    if (seen.has(id))
      throw failure('duplicateId', `${path} is "${id}", and so is an earlier instance's; give each its own.`, path)
    seen.add(id)
  }
}

/** Every later step relies on masks of the scene's size whose run lengths can be read. */
function withSoundMasks(scene: Scene, list: 'instances' | 'annos'): Scene {
  const problems: SceneProblem[] = []
  for (const [i, { mask }] of scene.instances.entries()) {
    if (mask === undefined) continue
    const path = `${list}[${i}].mask`
    try {
      if (mask.size[0] !== scene.height || mask.size[1] !== scene.width) {
        throw new RangeError(
          `is ${mask.size[1]} x ${mask.size[0]} pixels, but the scene is ${scene.width} x ${scene.height}`,
        )
      }
      readRuns(mask)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.push({ path, message: `${path} ${error.message}.` })
    }
  }
  if (problems.length > 0) throw new SceneError('badMask', problems.slice(0, maxProblems))
  return scene
}

/** Our own form, which holds everything. */
export function writeScene(scene: Scene): string {
  return `${JSON.stringify(scene, null, 2)}\n`
}

/** The published form, for other programs; published.ts says what it cannot hold. */
export function writePublishedScene(scene: Scene): string {
  return `${JSON.stringify(toPublished(scene), null, 2)}\n`
}
