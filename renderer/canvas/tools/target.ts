/**
 * Which instance a drawn location belongs to, and what drawing it would do to the draft.
 *
 * A location tool makes a new instance; with *Add to selected*, or Mod held at the press, the instance picked last gets
 * it. Lines and rings are added to those it has, any other location takes the place of the old one.
 */
import type { Draft } from '../../../app/contract/document.ts'
import type { Command, GestureKind, InstanceChange } from '../../../app/contract/edit.ts'
import { sceneLimits } from '../../../app/contract/scene.ts'
import type { Instance } from '../../../app/contract/scene.ts'
import { isHidden } from '../../../app/scene/groups.ts'
import type { Locations } from '../../../app/scene/locations.ts'
import type { Effect, Modifiers, Saying, ToolContext } from './tool.ts'

/** Id of the instance that `ToolView.commands` adds for a drawing in progress; the tool's shape already draws it. */
export const previewId = '~new'

export function instanceOf(draft: Draft, id: string): Instance | undefined {
  return draft.scene.instances.find((instance) => instance.id === id)
}

/** The instance picked last, which tools act on when they act on one. */
export function primary({ draft, selection }: ToolContext): Instance | null {
  return instanceOf(draft, selection.at(-1) ?? '') ?? null
}

/** Whether a location drawn from now on goes to the selected instance. */
export function isAdding(context: ToolContext, modifiers: Modifiers): boolean {
  return (context.options.addToSelected || modifiers.mod) && primary(context) !== null
}

/** Why nothing may be drawn on the selected instance. */
export function refusal({ draft }: ToolContext, instance: Instance | null): Saying | null {
  if (instance === null) return 'nothingSelected'
  return isHidden(draft, instance.id) ? 'hidden' : null
}

export function placeEffect(context: ToolContext, location: Locations, toSelected: boolean): Effect {
  return { do: 'place', location: toSelected ? merged(primary(context), location) : location, toSelected }
}

/** What `placeEffect` would do to the draft. */
export function placeCommands(context: ToolContext, location: Locations, toSelected: boolean): Command[] {
  const { instances } = context.draft.scene
  const to = primary(context)
  if (toSelected && to) return [{ do: 'changeInstance', id: to.id, change: merged(to, location) as InstanceChange }]
  if (instances.length >= sceneLimits.instances || instanceOf(context.draft, previewId)) return []
  return [{ do: 'addInstance', at: instances.length, instance: { id: previewId, caption: '', ...location } }]
}

function merged(to: Instance | null, location: Locations): Locations {
  return {
    ...location,
    ...(location.scribble && { scribble: [...(to?.scribble ?? []), ...location.scribble] }),
    ...(location.polygon && { polygon: [...(to?.polygon ?? []), ...location.polygon] }),
  }
}

/** One change of one instance as a gesture, with the instance's name for "Undone: move red fish". */
export function changeEffect(kind: GestureKind, instance: Instance, change: InstanceChange): Effect {
  return gestureEffect(kind, [instance], [{ do: 'changeInstance', id: instance.id, change }])
}

export function gestureEffect(kind: GestureKind, of: readonly Instance[], commands: Command[]): Effect {
  const name = of.length === 1 ? (of[0]!.name ?? of[0]!.caption).slice(0, sceneLimits.nameLength) : ''
  return { do: 'gesture', gesture: { kind, ...(name !== '' && { of: name }), commands } }
}
