/** What a command may not do to a document, each refusal with its sentence. */

import type { Draft, HandRegion } from '../contract/document.ts'
import { sceneLimits } from '../contract/scene.ts'
import type { Instance, Rle, Scene } from '../contract/scene.ts'
import { readRuns } from './rle.ts'

export const editErrorCodes = [
  'unknownInstance',
  'duplicateId',
  'tooManyInstances',
  'badPosition',
  'badMask',
  'partOfItself',
  'strayNotes',
] as const
export type EditErrorCode = (typeof editErrorCodes)[number]

/** A command that does not fit the document; nothing was changed. */
export class EditError extends Error {
  override readonly name = 'EditError'
  readonly code: EditErrorCode

  constructor(code: EditErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Where the instance is in the list. @throws EditError unknownInstance */
export function indexOf({ scene }: Draft, id: string): number {
  const at = scene.instances.findIndex((instance) => instance.id === id)
  if (at < 0) throw new EditError('unknownInstance', `There is no instance "${id}" in the scene.`)
  return at
}

/** @param last the last position that the list allows @throws EditError badPosition */
export function checkAt(at: number, last: number): void {
  if (Number.isInteger(at) && at >= 0 && at <= last) return
  throw new EditError('badPosition', `There is no position ${at} in the list; the last is ${last}.`)
}

/** @throws EditError duplicateId, tooManyInstances, badPosition, badMask */
export function checkNewInstance({ scene }: Draft, instance: Instance, at: number): void {
  checkCount(scene.instances.length + 1)
  if (scene.instances.some(({ id }) => id === instance.id)) throw duplicate(instance.id)
  checkAt(at, scene.instances.length)
  checkMask(scene, instance)
}

function checkCount(count: number): void {
  if (count <= sceneLimits.instances) return
  const { instances } = sceneLimits
  throw new EditError('tooManyInstances', `A scene holds ${instances} instances; remove one before adding another.`)
}

function duplicate(id: string): EditError {
  return new EditError('duplicateId', `There is an instance "${id}" already; give each its own id.`)
}

/** A mask has the scene's size and run lengths that can be read. @throws EditError badMask */
export function checkMask(scene: Scene, { id, mask }: Instance): void {
  if (mask) checkRuns(scene, mask, `The mask of "${id}"`)
}

/** As masks of instances. @throws EditError badMask */
export function checkRegion(scene: Scene, { added, taken }: HandRegion): void {
  for (const mask of [added, taken]) if (mask) checkRuns(scene, mask, 'The painted region')
}

function checkRuns(scene: Scene, mask: Rle, what: string): void {
  const [height, width] = mask.size
  if (width !== scene.width || height !== scene.height) {
    const sizes = `${width} x ${height} pixels, but the scene is ${scene.width} x ${scene.height}`
    throw new EditError('badMask', `${what} is ${sizes}; draw it at the scene's size.`)
  }
  try {
    readRuns(mask)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new EditError('badMask', `${what} ${cause.message}.`, { cause })
  }
}

/** A part's whole is another instance, and not one of its own parts. @throws EditError unknownInstance, partOfItself */
export function checkWhole(draft: Draft, id: string, whole: string): void {
  if (whole !== id) indexOf(draft, whole)
  const seen = new Set<string>([id])
  for (let at: string | undefined = whole; at !== undefined; at = wholeOf(draft, at)) {
    if (seen.has(at))
      throw new EditError('partOfItself', `"${id}" cannot be a part of "${whole}", which is its own part.`)
    seen.add(at)
  }
}

function wholeOf({ notes }: Draft, id: string): string | undefined {
  return Object.hasOwn(notes, id) ? notes[id]!.whole : undefined
}

/** Everything that holds between the fields of a draft. @throws EditError */
export function checkDraft(draft: Draft): void {
  const { instances } = draft.scene
  checkCount(instances.length)
  const ids = new Set<string>()
  for (const instance of instances) {
    if (ids.has(instance.id)) throw duplicate(instance.id)
    ids.add(instance.id)
    checkMask(draft.scene, instance)
  }
  checkRegion(draft.scene, draft.region ?? {})
  for (const [id, { whole }] of Object.entries(draft.notes)) {
    if (!ids.has(id)) throw new EditError('strayNotes', `There are notes on "${id}", which is not in the scene.`)
    if (whole !== undefined) checkWhole(draft, id, whole)
  }
}
