/**
 * The edits: the difference between a draft and the round it goes on from, instance by instance, matched by id.
 *
 * What the network is not told is no edit: names, notes, locations that are switched off, spaces round a caption.
 */

import type { Draft } from '../contract/document.ts'
import type { InstanceState } from '../contract/report.ts'
import type { Box, Instance, Scene } from '../contract/scene.ts'
import { scaleScene } from '../scene/fit.ts'
import { depthOrder, placeBounds } from '../scene/place.ts'
import { coversOf } from './covers.ts'
import { ownEdit } from './instance-edit.ts'
import { movedInOrder } from './order.ts'

export type { InstanceState } from '../contract/report.ts'

/** `reshaped`: drawn otherwise within the same bounds, or with another location; its badge says resized. */
export type EditKind = 'added' | 'removed' | 'moved' | 'resized' | 'reshaped' | 'reworded' | 'reordered'

export type InstanceEdit = {
  readonly id: string
  /** As it is in the draft; for a removed one as it was, at the draft's size. */
  readonly instance: Instance
  /** None for a kept one. */
  readonly kinds: readonly EditKind[]
  readonly state: InstanceState
  /** Bounds of its old and its new place in pixels of the draft's scene. */
  readonly before: Box | null
  readonly after: Box | null
}

/** Why the whole picture changes, whatever happens to the instances. */
export type WholeReason = 'noParent' | 'size' | 'model' | 'caption'

export type Changes = {
  /** In the draft's list order, removed ones last. */
  readonly instances: ReadonlyMap<string, InstanceEdit>
  /** The parent's scene at the draft's size; null without a parent. */
  readonly parentScene: Scene | null
  /** The scene's caption, or what it avoids. */
  readonly isCaptionChanged: boolean
  readonly isSizeChanged: boolean
  readonly isModelChanged: boolean
  /** The first that holds, in the order of their names above. */
  readonly whole: WholeReason | null
  /** Nothing of the above: another round would draw the same scene anew. */
  readonly isUnchanged: boolean
}

const remembered = new WeakMap<Draft, { parent: Draft | null; changes: Changes }>()

/** @param parent what the round was drawn from that the draft goes on from; null for a first picture */
export function changesOf(parent: Draft | null, draft: Draft): Changes {
  const known = remembered.get(draft)
  if (known && known.parent === parent) return known.changes
  const changes = compare(parent, draft)
  remembered.set(draft, { parent, changes })
  return changes
}

function compare(parent: Draft | null, draft: Draft): Changes {
  const { scene } = draft
  const parentScene = parent && atSize(parent.scene, scene)
  const isSizeChanged = parent !== null && parentScene !== parent.scene
  const isModelChanged = parent !== null && parent.settings.model !== draft.settings.model
  const isCaptionChanged = parent !== null && wordsOf(parent.scene) !== wordsOf(scene)
  const edits = withCovered(scene, editsOf(parentScene, scene))
  const whole = parent === null ? 'noParent' : wholeReason({ isSizeChanged, isModelChanged, isCaptionChanged })
  return {
    instances: new Map(edits.map((edit) => [edit.id, edit])),
    parentScene,
    isCaptionChanged,
    isSizeChanged,
    isModelChanged,
    whole,
    isUnchanged: whole === null && edits.every(({ kinds }) => kinds.length === 0),
  }
}

function wholeReason(is: Pick<Changes, 'isSizeChanged' | 'isModelChanged' | 'isCaptionChanged'>): WholeReason | null {
  if (is.isSizeChanged) return 'size'
  if (is.isModelChanged) return 'model'
  return is.isCaptionChanged ? 'caption' : null
}

function wordsOf({ caption, negativeCaption = '' }: Scene): string {
  return `${caption.trim()}\n${negativeCaption.trim()}`
}

const scaled = new WeakMap<Scene, Scene>()

/** Scaling takes masks apart, so the newest size of a scene is remembered. */
function atSize(scene: Scene, { width, height }: Scene): Scene {
  const known = scaled.get(scene)
  if (known && known.width === width && known.height === height) return known
  const result = scaleScene(scene, { width, height })
  scaled.set(scene, result)
  return result
}

function editsOf(parent: Scene | null, scene: Scene): InstanceEdit[] {
  const old = new Map(parent?.instances.map((instance) => [instance.id, instance]))
  const edits = scene.instances.map((instance) => {
    const before = old.get(instance.id)
    return before ? changed(scene, before, instance) : added(scene, instance)
  })
  const ids = new Set(scene.instances.map(({ id }) => id))
  const removed =
    parent?.instances.filter(({ id }) => !ids.has(id)).map((instance) => removedOf(parent, instance)) ?? []
  return [...withReordered(parent, scene, edits), ...removed]
}

function added(scene: Scene, instance: Instance): InstanceEdit {
  const after = placeBounds(scene, instance)
  return { id: instance.id, instance, kinds: ['added'], state: 'new', before: null, after }
}

function removedOf(parent: Scene, instance: Instance): InstanceEdit {
  const before = placeBounds(parent, instance)
  return { id: instance.id, instance, kinds: ['removed'], state: 'removed', before, after: null }
}

function changed(scene: Scene, before: Instance, instance: Instance): InstanceEdit {
  const edit = ownEdit(scene, before, instance)
  return { id: instance.id, instance, state: stateOf(edit.kinds), ...edit }
}

/** The first that applies. */
const stateByKind: readonly (readonly [EditKind, InstanceState])[] = [
  ['added', 'new'],
  ['removed', 'removed'],
  ['moved', 'moved'],
  ['resized', 'resized'],
  ['reshaped', 'resized'],
  ['reworded', 'reworded'],
  ['reordered', 'reordered'],
]

function stateOf(kinds: readonly EditKind[]): InstanceState {
  return stateByKind.find(([kind]) => kinds.includes(kind))?.[1] ?? 'kept'
}

/** Of the instances in both scenes, as few as can be are called reordered, and rather those that were edited anyway. */
function withReordered(parent: Scene | null, scene: Scene, edits: readonly InstanceEdit[]): InstanceEdit[] {
  if (parent === null) return [...edits]
  const oldRank = new Map(depthOrder(parent).map((at, rank) => [parent.instances[at]!.id, rank]))
  const inBoth = depthOrder(scene).filter((at) => oldRank.has(edits[at]!.id))
  const moved = movedInOrder(
    inBoth.map((at) => ({ rank: oldRank.get(edits[at]!.id)!, isEdited: edits[at]!.kinds.length > 0 })),
  )
  const reordered = new Set(moved.map((i) => edits[inBoth[i]!]!.id))
  return edits.map((edit) => {
    if (!reordered.has(edit.id)) return edit
    const kinds: EditKind[] = [...edit.kinds, 'reordered']
    return { ...edit, kinds, state: stateOf(kinds) }
  })
}

/** A kept thing with an edited one in front of it says so. */
function withCovered(scene: Scene, edits: readonly InstanceEdit[]): InstanceEdit[] {
  const edited = new Set(edits.filter(({ kinds }) => kinds.length > 0).map(({ id }) => id))
  if (edited.size === 0) return [...edits]
  const covers = coversOf(scene, (front, behind) => edited.has(front) && !edited.has(behind))
  const covered = new Set(covers.map(({ behind }) => behind))
  return edits.map((edit) => (covered.has(edit.id) ? { ...edit, state: 'covered' } : edit))
}
