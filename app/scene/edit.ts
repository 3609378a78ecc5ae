/**
 * Commands applied to a document: the new document, and the commands that take the change back exactly.
 *
 * The window applies them at once and the project applies them for good, so both must come to the same value. What a
 * command does not touch keeps its identity, so that a window compares with === and draws only what changed.
 */

import type { Document, Draft, HandRegion, InstanceNotes, RoundNotes } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import type { Instance } from '../contract/scene.ts'
import { checkAt, checkDraft, checkMask, checkNewInstance, checkRegion, checkWhole, indexOf } from './edit-check.ts'
import { reuse } from './reuse.ts'

export { EditError } from './edit-check.ts'
export type { EditErrorCode } from './edit-check.ts'

/** The document after a change, and what brings back the one before: to be applied in order. */
export type Edited = { readonly document: Document; readonly inverse: Command[] }

/**
 * Applies the commands in order; all or none.
 *
 * @throws EditError naming what does not fit; the document given is untouched, as always
 */
export function applyCommands(document: Document, commands: readonly Command[]): Edited {
  const inverses: Command[][] = []
  let current = document
  for (const command of commands) {
    const step = applyCommand(current, command)
    current = step.document
    inverses.push(step.inverse)
  }
  return { document: current, inverse: inverses.reverse().flat() }
}

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>

/** @throws EditError */
export function applyCommand(document: Document, command: Command): Edited {
  const { draft } = document
  switch (command.do) {
    case 'addInstance':
      return addInstance(document, command)
    case 'removeInstance':
      return removeInstance(document, command)
    case 'changeInstance':
      return changeInstance(document, command)
    case 'noteInstance':
      return noteInstance(document, command)
    case 'orderInstance':
      return orderInstance(document, command)
    case 'changeScene': {
      const { value: scene, inverse } = patch(draft.scene, command.change)
      return withDraft(document, { scene }, { do: 'changeScene', change: inverse as typeof command.change })
    }
    case 'changeSettings': {
      const { value: settings, inverse } = patch(draft.settings, command.change)
      return withDraft(document, { settings }, { do: 'changeSettings', change: inverse as typeof command.change })
    }
    case 'setKeep':
      return withDraft(document, { keep: command.keep }, { do: 'setKeep', keep: draft.keep })
    case 'setBackdrop':
      return withDraft(document, { backdrop: command.backdrop }, { do: 'setBackdrop', backdrop: draft.backdrop })
    case 'setParent':
      return setParent(document, command)
    case 'setRegion':
      checkRegion(draft.scene, command.region ?? {})
      return setRegion(document, command.region)
    case 'setDraft':
      return setDraft(document, command)
    case 'noteRound':
      return noteRound(document, command)
  }
}

function addInstance(document: Document, { at, instance, notes }: Of<'addInstance'>): Edited {
  const { draft } = document
  checkNewInstance(draft, instance, at)
  if (notes?.whole !== undefined) checkWhole(draft, instance.id, notes.whole)
  return withDraft(
    document,
    {
      ...withInstances(draft, draft.scene.instances.toSpliced(at, 0, instance)),
      notes: withEntry(draft.notes, instance.id, notes),
    },
    { do: 'removeInstance', id: instance.id },
  )
}

/** Its notes go with it, and its parts are parts of nothing then. */
function removeInstance(document: Document, { id }: Of<'removeInstance'>): Edited {
  const { draft } = document
  const at = indexOf(draft, id)
  const instance = draft.scene.instances[at]!
  const own = entryOf(draft.notes, id)
  const parts = Object.keys(draft.notes).filter((part) => draft.notes[part]!.whole === id)
  let notes = withEntry(draft.notes, id, undefined)
  for (const part of parts) notes = withEntry(notes, part, patch(notes[part]!, { whole: null }).value)
  return withDraft(
    document,
    { ...withInstances(draft, draft.scene.instances.toSpliced(at, 1)), notes },
    { do: 'addInstance', at, instance, ...(own && { notes: own }) },
    ...parts.map((part): Command => ({ do: 'noteInstance', id: part, change: { whole: id } })),
  )
}

function changeInstance(document: Document, { id, change }: Of<'changeInstance'>): Edited {
  const { draft } = document
  const at = indexOf(draft, id)
  const { value, inverse } = patch<Instance>(draft.scene.instances[at]!, change)
  if (change.mask) checkMask(draft.scene, value)
  return withDraft(document, withInstances(draft, replaced(draft.scene.instances, at, value)), {
    do: 'changeInstance',
    id,
    change: inverse as typeof change,
  })
}

function noteInstance(document: Document, { id, change }: Of<'noteInstance'>): Edited {
  const { draft } = document
  indexOf(draft, id)
  if (typeof change.whole === 'string') checkWhole(draft, id, change.whole)
  const { value, inverse } = patch<InstanceNotes>(entryOf(draft.notes, id) ?? {}, change)
  return withDraft(
    document,
    { notes: withEntry(draft.notes, id, value) },
    { do: 'noteInstance', id, change: inverse as typeof change },
  )
}

function orderInstance(document: Document, { id, at }: Of<'orderInstance'>): Edited {
  const { draft } = document
  const from = indexOf(draft, id)
  const { instances } = draft.scene
  checkAt(at, instances.length - 1)
  const inverse: Command = { do: 'orderInstance', id, at: from }
  if (at === from) return { document, inverse: [inverse] }
  const ordered = instances.toSpliced(from, 1).toSpliced(at, 0, instances[from]!)
  return withDraft(document, withInstances(draft, ordered), inverse)
}

function setParent(document: Document, { parent }: Of<'setParent'>): Edited {
  const { draft } = document
  if (parent === draft.parent) return withDraft(document, {}, { do: 'setParent', parent })
  const plain = setRegion(document, null)
  const after = withDraft(plain.document, { parent }, { do: 'setParent', parent: draft.parent })
  return { document: after.document, inverse: [...after.inverse, ...(draft.region ? plain.inverse : [])] }
}

function setRegion(document: Document, region: HandRegion | null): Edited {
  const { region: before, ...rest } = document.draft
  const inverse: Command[] = [{ do: 'setRegion', region: before ?? null }]
  const after = region && !isEmpty(region) ? region : undefined
  if (before === after) return { document, inverse }
  return { document: { ...document, draft: after ? { ...rest, region: after } : rest }, inverse }
}

/** Instances and settings that are equal to those before keep their identity. A region of another size goes. */
function setDraft(document: Document, command: Of<'setDraft'>): Edited {
  const draft = withRegionThatFits(command.draft)
  checkDraft(draft)
  const said = Object.entries(draft.notes).filter(([, notes]) => !isEmpty(notes))
  const notes = said.length === Object.keys(draft.notes).length ? draft.notes : Object.fromEntries(said)
  const reused = reuse(document.draft, { ...draft, notes })
  return {
    document: reused === document.draft ? document : { ...document, draft: reused },
    inverse: [{ do: 'setDraft', draft: document.draft }],
  }
}

function withRegionThatFits(draft: Draft): Draft {
  const { region, ...rest } = draft
  const { width, height } = draft.scene
  const masks = [region?.added, region?.taken]
  return masks.every((mask) => !mask || (mask.size[0] === height && mask.size[1] === width)) ? draft : rest
}

function noteRound(document: Document, { id, change }: Of<'noteRound'>): Edited {
  const { value, inverse } = patch<RoundNotes>(entryOf(document.rounds, id) ?? {}, change)
  const rounds = withEntry(document.rounds, id, value)
  return {
    document: rounds === document.rounds ? document : { ...document, rounds },
    inverse: [{ do: 'noteRound', id, change: inverse as typeof change }],
  }
}

/** The same document if nothing in its draft is another value than before. */
function withDraft(document: Document, change: Partial<Draft>, ...inverse: Command[]): Edited {
  const { draft } = document
  const isSame = (Object.keys(change) as (keyof Draft)[]).every((key) => draft[key] === change[key])
  return { document: isSame ? document : { ...document, draft: { ...draft, ...change } }, inverse }
}

function withInstances({ scene }: Draft, instances: Instance[]): Pick<Draft, 'scene'> {
  return { scene: instances === scene.instances ? scene : { ...scene, instances } }
}

function replaced<T>(list: T[], at: number, value: T): T[] {
  return list[at] === value ? list : list.with(at, value)
}

/** Null takes a field away, undefined leaves it. `inverse` is the change that brings the old fields back. */
function patch<T extends object>(target: T, change: object): { value: T; inverse: Record<string, unknown> } {
  const before = target as Record<string, unknown>
  const after = { ...before }
  const inverse: Record<string, unknown> = {}
  let isChanged = false
  for (const [key, to] of Object.entries(change) as [string, unknown][]) {
    if (to === undefined) continue
    const from = before[key] ?? null
    inverse[key] = from
    isChanged ||= from !== to
    if (to === null) delete after[key]
    else after[key] = to
  }
  return { value: isChanged ? (after as T) : target, inverse }
}

/** Ids come from people's files, so one may be called "constructor". */
function entryOf<T>(record: Record<string, T>, id: string): T | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined
}

/** An entry that says nothing is left out, so that equal documents have equal notes. */
function withEntry<T extends object>(record: Record<string, T>, id: string, entry: T | undefined): Record<string, T> {
  const before = entryOf(record, id)
  if (entry && !isEmpty(entry)) return entry === before ? record : { ...record, [id]: entry }
  if (before === undefined) return record
  const { [id]: _, ...rest } = record
  return rest
}

function isEmpty(value: object): boolean {
  return Object.values(value).every((field) => field === undefined)
}
