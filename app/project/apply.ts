/** Commands applied for good: to what they lead is checked, so that a file never holds a document that cannot be opened. */
import type { Document } from '../contract/document.ts'
import { documentSchema } from '../contract/document.ts'
import type { Command, Gesture } from '../contract/edit.ts'
import { gestureSchema } from '../contract/edit.ts'
import { StudioError } from '../contract/errors.ts'
import type { Edited } from '../scene/edit.ts'
import { EditError, applyCommands } from '../scene/edit.ts'

/** What a document may refer to. */
export interface Known {
  /** With its picture. */
  hasRound(id: string): boolean
  /** Removed for good; only its place in the tree is left. */
  isEmptied(id: string): boolean
  hasPicture(digest: string): boolean
}

/** @throws StudioError badEdit */
export function checkGesture(gesture: Gesture): void {
  const result = gestureSchema.safeParse(gesture)
  if (!result.success) throw new StudioError('badEdit', undefined, { cause: result.error })
}

/** @throws StudioError badEdit; nothing is changed by it */
export function apply(document: Document, commands: readonly Command[], known: Known): Edited {
  const edited = edit(document, commands)
  const result = documentSchema.safeParse(edited.document)
  if (!result.success) throw new StudioError('badEdit', undefined, { cause: result.error })
  const { parent, backdrop } = edited.document.draft
  if (parent !== null && !known.hasRound(parent)) {
    throw new StudioError('badEdit', 'The round to go on from is not in this project.')
  }
  if (commands.some((command) => command.do === 'noteRound' && known.isEmptied(command.id))) {
    throw new StudioError('badEdit', 'The round was removed for good when the project was compacted.')
  }
  if (backdrop && !known.hasPicture(backdrop.picture)) {
    throw new StudioError('badEdit', `The picture "${backdrop.name}" is not in this project.`)
  }
  return edited
}

function edit(document: Document, commands: readonly Command[]): Edited {
  try {
    return applyCommands(document, commands)
  } catch (error) {
    if (error instanceof EditError) throw new StudioError('badEdit', error.message, { cause: error })
    throw error
  }
}
