/**
 * Instances as text and back: a scene in our own form that holds the chosen ones, so that it can be read, kept and pasted
 * into another project or program.
 *
 * Notes are the studio's and not the scene's: a pasted instance is neither hidden nor pinned nor a part of anything.
 */

import type { Draft } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import { sceneLimits } from '../contract/scene.ts'
import type { Box, Instance, Scene } from '../contract/scene.ts'
import { withListedDepth } from './arrange.ts'
import { withParts } from './groups.ts'
import { SceneError, parseScene, writeScene } from './scene.ts'
import { moved, resized } from './transform.ts'

/** @returns the instances of these ids with their parts, back to front */
export function clipboardText(draft: Draft, ids: readonly string[]): string {
  const chosen = new Set(withParts(draft, ids).map(({ id }) => id))
  const scene = withListedDepth(draft.scene)
  return writeScene({ ...scene, instances: scene.instances.filter(({ id }) => chosen.has(id)) })
}

/**
 * Puts what a text holds in front of everything: our own scenes and published ones. A scene of another size is fitted
 * into the picture, in its own shape.
 *
 * @param newId gives an id that is not in use at each call
 * @param by scene pixels
 * @throws SceneError for a text that is no scene, and for more instances than a scene holds
 */
export function pasteText(
  draft: Draft,
  text: string,
  newId: () => string,
  by: { readonly dx: number; readonly dy: number },
): { commands: Command[]; ids: string[] } {
  const pasted = withListedDepth(parseScene(text))
  const count = draft.scene.instances.length
  if (count + pasted.instances.length > sceneLimits.instances) {
    const message = `A scene holds ${sceneLimits.instances} instances; with these it would have ${count + pasted.instances.length}.`
    throw new SceneError('badValue', [{ path: 'instances', message }])
  }
  const instances = pasted.instances.map((instance) => placedIn(draft.scene, pasted, instance, by, newId()))
  return {
    commands: instances.map((instance, i) => ({ do: 'addInstance', at: count + i, instance })),
    ids: instances.map(({ id }) => id),
  }
}

function placedIn(
  scene: Scene,
  from: Scene,
  instance: Instance,
  { dx, dy }: { readonly dx: number; readonly dy: number },
  id: string,
): Instance {
  if (scene.width === from.width && scene.height === from.height) {
    return { ...instance, ...(dx === 0 && dy === 0 ? {} : moved(instance, dx, dy)), id } as Instance
  }
  const whole: Box = { x0: 0, y0: 0, x1: from.width, y1: from.height }
  const scale = Math.min(scene.width / from.width, scene.height / from.height)
  const x0 = (scene.width - scale * from.width) / 2 + dx
  const y0 = (scene.height - scale * from.height) / 2 + dy
  const to: Box = { x0, y0, x1: x0 + scale * from.width, y1: y0 + scale * from.height }
  return { ...instance, ...resized(scene, instance, whole, to), id } as Instance
}
