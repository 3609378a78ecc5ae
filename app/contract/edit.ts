/**
 * Edits as values: the commands that change a document, and the gesture that groups them into one step of undo.
 *
 * `app/scene/edit.ts` applies a command and gives its inverse. In a change, null takes a field away and an absent field
 * leaves it as it is.
 */
import { z } from 'zod'
import {
  backdropSchema,
  draftSchema,
  draftSettingsSchema,
  handRegionSchema,
  idSchema,
  instanceNotesSchema,
  keepModeSchema,
} from './document.ts'
import { roundNotesSchema } from './document.ts'
import { instanceSchema, sceneLimits, sceneSchema } from './scene.ts'

const at = z.int().min(0).max(sceneLimits.instances)
const { box, point, scribble, mask, polygon, name, off, caption } = instanceSchema.shape
const location = { box, point, scribble, mask, polygon }

/** What can be changed of an instance. */
export const instanceChangeSchema = z.strictObject({
  caption: caption.optional(),
  name: name.nullable(),
  off: off.nullable(),
  box: location.box.nullable(),
  point: location.point.nullable(),
  scribble: location.scribble.nullable(),
  mask: location.mask.nullable(),
  polygon: location.polygon.nullable(),
})
export type InstanceChange = z.infer<typeof instanceChangeSchema>

const notes = instanceNotesSchema.shape
export const notesChangeSchema = z.strictObject({
  hidden: notes.hidden.nullable(),
  pinned: notes.pinned.nullable(),
  opacity: notes.opacity.nullable(),
  keep: notes.keep.nullable(),
  whole: notes.whole.nullable(),
})
export type NotesChange = z.infer<typeof notesChangeSchema>

const round = roundNotesSchema.shape
export const roundChangeSchema = z.strictObject({
  name: round.name.nullable(),
  note: round.note.nullable(),
  starred: round.starred.nullable(),
  deleted: round.deleted.nullable(),
})
export type RoundChange = z.infer<typeof roundChangeSchema>

export const sceneChangeSchema = z.strictObject({
  caption: sceneSchema.shape.caption.optional(),
  negativeCaption: sceneSchema.shape.negativeCaption.nullable(),
})
export type SceneChange = z.infer<typeof sceneChangeSchema>

export const commandSchema = z.discriminatedUnion('do', [
  /** `at` is the place in the list, 0 being the back. */
  z.strictObject({ do: z.literal('addInstance'), at, instance: instanceSchema, notes: instanceNotesSchema.optional() }),
  z.strictObject({ do: z.literal('removeInstance'), id: idSchema }),
  z.strictObject({ do: z.literal('changeInstance'), id: idSchema, change: instanceChangeSchema }),
  z.strictObject({ do: z.literal('noteInstance'), id: idSchema, change: notesChangeSchema }),
  /** Takes the instance out of the list and puts it in at `at`. */
  z.strictObject({ do: z.literal('orderInstance'), id: idSchema, at }),
  z.strictObject({ do: z.literal('changeScene'), change: sceneChangeSchema }),
  z.strictObject({ do: z.literal('changeSettings'), change: draftSettingsSchema.partial() }),
  z.strictObject({ do: z.literal('setKeep'), keep: keepModeSchema }),
  z.strictObject({ do: z.literal('setBackdrop'), backdrop: backdropSchema.nullable() }),
  /** What was painted for another parent goes. */
  z.strictObject({ do: z.literal('setParent'), parent: idSchema.nullable() }),
  /** Null takes away what was painted. */
  z.strictObject({ do: z.literal('setRegion'), region: handRegionSchema.nullable() }),
  /** Everything at once: going on from a round, another size, an opened scene. */
  z.strictObject({ do: z.literal('setDraft'), draft: draftSchema }),
  z.strictObject({ do: z.literal('noteRound'), id: idSchema, change: roundChangeSchema }),
])
export type Command = z.infer<typeof commandSchema>

/** What a gesture did; the catalogue of words has a sentence for each. */
export const gestureKinds = [
  'draw',
  'addLocation',
  'move',
  'resize',
  'reshape',
  'paint',
  'reword',
  'rename',
  'remove',
  'duplicate',
  'paste',
  'order',
  'align',
  'group',
  'hide',
  'pin',
  'opacity',
  'formats',
  'keep',
  'region',
  'scene',
  'size',
  'settings',
  'backdrop',
  'goOn',
  'generate',
  'open',
  'round',
] as const
export type GestureKind = (typeof gestureKinds)[number]

export const gestureSchema = z.strictObject({
  kind: z.enum(gestureKinds),
  /** Name of the thing, for "Undone: move red fish". */
  of: z.string().max(sceneLimits.nameLength).optional(),
  /** Gestures in a row with the same key become one step of undo: typing, a held arrow key, a dragged slider. */
  mergeKey: z.string().max(200).optional(),
  commands: z
    .array(commandSchema)
    .min(1)
    .max(4 * sceneLimits.instances),
})
export type Gesture = z.infer<typeof gestureSchema>

/** What stands next in the history, without its commands. */
export const stepSchema = z.object({ kind: z.enum(gestureKinds), of: z.string().optional() })
export type Step = z.infer<typeof stepSchema>
