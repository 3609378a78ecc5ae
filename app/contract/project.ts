/** A project as the window sees it: the document, its rounds and what can be undone. Pixels go by address, see addresses.ts. */
import { z } from 'zod'
import { digestSchema, documentSchema, draftSchema, idSchema } from './document.ts'
import { commandSchema, stepSchema } from './edit.ts'
import { roundReportSchema } from './report.ts'
import { deviceChoiceSchema, runWarningSchema } from './result.ts'

const count = z.int().min(0)

/** `draft`: a run that was stopped, kept as far as it had come. `picture`: a photograph or drawing that rounds start from. */
export const roundKinds = ['generated', 'draft', 'picture'] as const

/** One picture of the tree. It never changes; its name, star and note are in the document. */
export const roundSchema = z.object({
  id: idSchema,
  parent: idSchema.nullable(),
  kind: z.enum(roundKinds),
  /** 1 for a root, one more than its parent's for any other. */
  level: z.int().min(1),
  /** Rounds of the same Generate share it; they are variants of each other. */
  job: idSchema,
  variant: count,
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  /** What was drawn, and how; its parent is the round's own. */
  draft: draftSchema,
  /** SHA-256 of the PNG. */
  picture: digestSchema,
  /** Pixels of the picture. */
  width: count,
  height: count,
  seed: count,
  passes: count,
  seconds: z.number(),
  model: z.object({ name: z.string(), digest: z.string() }),
  device: deviceChoiceSchema.pick({ device: true, reason: true }),
  warnings: z.array(runWarningSchema),
  /** What became of its promise; absent for pictures that no whole run has drawn, and for those of older versions. */
  report: roundReportSchema.optional(),
})
export type Round = z.infer<typeof roundSchema>

export const historySchema = z.object({
  /** Rises with every change of the document; a change must be made from the newest. */
  sequence: count,
  undo: stepSchema.nullable(),
  redo: stepSchema.nullable(),
})
export type History = z.infer<typeof historySchema>

export const projectSchema = z.object({
  /** Names the open project in calls and addresses. */
  id: idSchema,
  name: z.string(),
  path: z.string(),
  /** Why nothing can be changed, as a sentence; absent if it can be. */
  readOnly: z.string().optional(),
  /** A sentence about what was found on opening: closed unexpectedly, a folder kept in step by another program. */
  notice: z.string().optional(),
  document: documentSchema,
  history: historySchema,
  /** In the order in which they were made, deleted ones too. */
  rounds: z.array(roundSchema),
})
export type ProjectState = z.infer<typeof projectSchema>

/** What a change did: the commands to be applied to a mirror of the document, in order. */
export const changedSchema = z.object({ commands: z.array(commandSchema), history: historySchema })
export type Changed = z.infer<typeof changedSchema>
