/**
 * The history without rounds that are removed for good.
 *
 * A step that refers to such a round could not be taken back or done again. So the history begins after the last
 * step of that kind, and what was undone ends before the first; undo and redo work as before in between.
 */
import type { Document } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import { applyCommands } from '../scene/edit.ts'
import type { LoggedStep } from './steps.ts'

export interface Cut {
  /** In order; numbered as before. */
  readonly steps: readonly LoggedStep[]
  /** The document before the first of them. */
  readonly first: Document
}

/**
 * @param steps all there are, in order; what was abandoned is out of reach and goes in any case
 * @param first the document before them
 * @param newest the document after all that are done
 * @throws EditError if the steps do not lead to the document
 */
export function cutHistory(
  steps: readonly LoggedStep[],
  { first, newest }: { first: Document; newest: Document },
  isPurged: (round: string) => boolean,
): Cut {
  const refers = (step: LoggedStep) => roundsIn(step).some(isPurged)
  const done = steps.filter(({ state }) => state === 'done')
  const undone = steps.filter(({ state }) => state === 'undone')
  const begin = done.findLastIndex(refers) + 1
  const end = undone.findIndex(refers)
  const keptDone = done.slice(begin)
  const kept = new Set([...keptDone, ...(end === -1 ? undone : undone.slice(0, end))])
  return { steps: steps.filter((step) => kept.has(step)), first: begin === 0 ? first : before(newest, keptDone) }
}

function before(newest: Document, steps: readonly LoggedStep[]): Document {
  return steps.reduceRight((document, { inverse }) => applyCommands(document, inverse).document, newest)
}

function roundsIn({ commands, inverse }: LoggedStep): string[] {
  return [...commands, ...inverse].flatMap((command) => roundIn(command) ?? [])
}

function roundIn(command: Command): string | undefined {
  switch (command.do) {
    case 'setParent':
      return command.parent ?? undefined
    case 'setDraft':
      return command.draft.parent ?? undefined
    case 'noteRound':
      return command.id
    default:
      return undefined
  }
}

/** Digests of the backdrops that it can bring back. */
export function backdropsIn({ commands, inverse }: LoggedStep): string[] {
  return [...commands, ...inverse].flatMap((command) => {
    if (command.do === 'setBackdrop') return command.backdrop?.picture ?? []
    return command.do === 'setDraft' ? (command.draft.backdrop?.picture ?? []) : []
  })
}
