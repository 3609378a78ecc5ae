/** What a dropped or chosen file is, by what is in it; its name only says how to speak of it. */
import { StudioError } from '../contract/errors.ts'
import { sceneLimits, type Scene } from '../contract/scene.ts'
import { cocoScene, isCoco } from '../exchange/coco.ts'
import { looksLikePicture, pictureLimits, PictureError, readPicture, type ReadPicture } from '../exchange/picture.ts'
import { PngError, readRecord } from '../exchange/png.ts'
import { readScene, SceneError } from '../scene/scene.ts'

export type Dropped =
  | { readonly kind: 'project' }
  | { readonly kind: 'scene'; readonly scene: Scene }
  | { readonly kind: 'picture' }

const sqliteStart = 'SQLite format 3\0'
const pngStart = '\u0089PNG\r\n\u001a\n'

/** @throws StudioError unknownFile, notAScene */
export async function whatIsIt(bytes: Uint8Array, name: string): Promise<Dropped> {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (start === sqliteStart) return { kind: 'project' }
  if (start.startsWith(pngStart)) {
    const scene = sceneInPng(bytes, name)
    return scene ? { kind: 'scene', scene } : { kind: 'picture' }
  }
  if (/^(\u00ef\u00bb\u00bf)?\s*\{/.test(start)) return { kind: 'scene', scene: sceneOfJson(bytes, name) }
  if (await looksLikePicture(bytes)) return { kind: 'picture' }
  const kinds = 'projects, scenes (JSON) and pictures'
  throw new StudioError('unknownFile', `"${name}" is none of the files that Diorama opens: ${kinds}.`)
}

/** Checkpoints are used where they lie, so their bytes are of no use here. @throws StudioError unknownFile */
export function refuseCheckpoint(name: string): void {
  if (!/\.(safetensors|pth|pt|ckpt)$/i.test(name)) return
  const how = 'Add it under Models by its path; it is used where it lies.'
  throw new StudioError('unknownFile', `"${name}" is a checkpoint. ${how}`)
}

/** @throws StudioError notAPicture, pictureTooLarge */
export async function pictureOf(bytes: Uint8Array, name: string): Promise<ReadPicture> {
  try {
    return await readPicture(bytes)
  } catch (cause) {
    if (!(cause instanceof PictureError)) throw cause
    if (cause.code === 'notAPicture') {
      throw new StudioError('notAPicture', `"${name}" is not a picture that can be read.`, { cause })
    }
    const { width, height } = cause.size ?? { width: 0, height: 0 }
    const is = `"${name}" is ${grouped(width)} by ${grouped(height)} pixels.`
    const limit =
      Math.max(width, height) > pictureLimits.side
        ? `The largest side can be ${grouped(pictureLimits.side)}.`
        : `It can have ${grouped(pictureLimits.area)} pixels at most.`
    throw new StudioError('pictureTooLarge', `${is} ${limit}`, { cause })
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB')
}

function sceneInPng(bytes: Uint8Array, name: string): Scene | undefined {
  try {
    const record = readRecord(bytes)
    if (typeof record !== 'object' || record === null || !('scene' in record)) return undefined
    return readScene(record.scene)
  } catch (cause) {
    // A picture is a picture, whatever stands in its margin; only a record that is ours and broken is told of.
    if (cause instanceof PngError && !cause.message.includes('scene')) return undefined
    throw notAScene(name, cause)
  }
}

function sceneOfJson(bytes: Uint8Array, name: string): Scene {
  // A character takes up to four bytes.
  if (bytes.byteLength > 4 * sceneLimits.textLength)
    throw new StudioError('fileTooLarge', `"${name}" is too large for a scene.`)
  try {
    const json: unknown = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    )
    return isCoco(json) ? cocoScene(json) : readScene(json)
  } catch (cause) {
    throw notAScene(name, cause)
  }
}

function notAScene(name: string, cause: unknown): StudioError {
  const why = cause instanceof SceneError ? cause.problems[0]?.message : undefined
  const said = `"${name}" is not a scene that can be read`
  return new StudioError('notAScene', why === undefined ? `${said}.` : `${said}: ${why}`, { cause })
}
