/** Two gestures in a row as one step of undo: typing a word is not as many steps as it has letters. */
import type { Command } from '../contract/edit.ts'

export interface Edit {
  readonly commands: readonly Command[]
  readonly inverse: readonly Command[]
}

/** Commands that only set values give way to later ones that set the same, so that a long drag stays as short as its end. */
export function mergeEdits(before: Edit, next: Edit): Edit {
  const tail = before.commands.slice(-next.commands.length)
  const isReplaced =
    tail.length === next.commands.length && tail.every((command, i) => setsSame(command, next.commands[i]!))
  if (!isReplaced) {
    return { commands: [...before.commands, ...next.commands], inverse: [...next.inverse, ...before.inverse] }
  }
  return { commands: [...before.commands.slice(0, -tail.length), ...next.commands], inverse: before.inverse }
}

function setsSame(one: Command, other: Command): boolean {
  const target = targetOf(one)
  return target !== undefined && target === targetOf(other)
}

/** What the command sets, whatever to; undefined for one that does more than setting. */
function targetOf(command: Command): string | undefined {
  switch (command.do) {
    case 'changeInstance':
    case 'noteInstance':
    case 'noteRound':
      return JSON.stringify([command.do, command.id, fieldsOf(command.change)])
    case 'changeScene':
    case 'changeSettings':
      return JSON.stringify([command.do, fieldsOf(command.change)])
    case 'setKeep':
    case 'setBackdrop':
    case 'setRegion':
    case 'setParent':
      return command.do
    default:
      return undefined
  }
}

function fieldsOf(change: object): string[] {
  return Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field)
    .sort()
}
