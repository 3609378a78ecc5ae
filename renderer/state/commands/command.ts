/** What a command is, how one is written, and what most of them need to be given. */
import type { Actions } from '../actions.ts'
import { selectCanEdit, selectRounds } from '../derived.ts'
import type { WindowState } from '../window.ts'

export const commandGroups = [
  'tools',
  'view',
  'edit',
  'instances',
  'generate',
  'rounds',
  'compare',
  'project',
  'places',
] as const
export type CommandGroup = (typeof commandGroups)[number]

export interface WindowCommand {
  readonly id: string
  readonly group: CommandGroup
  /** As tinykeys writes them; `$mod` is Ctrl, on macOS Command. */
  readonly keys: readonly string[]
  /** Its keys act while they are down; those of the canvas are heard there and bound nowhere else. */
  readonly held?: 'window' | 'canvas'
  /** Where the keys act: anywhere, outside text fields, or with the canvas (or nothing) focused. */
  readonly keysIn: 'anywhere' | 'outsideText' | 'canvas'
  isEnabled(state: WindowState): boolean
  run(actions: Actions, state: WindowState): void
}

export type Run = WindowCommand['run']
export type Test = WindowCommand['isEnabled']

export const hasProject: Test = (state) => state.screen === 'studio' && state.project !== null
export const isWritable: Test = (state) => hasProject(state) && state.project?.readOnly === undefined
export const canEdit: Test = (state) => hasProject(state) && selectCanEdit(state)
export const isComparing: Test = (state) => state.compare !== null
/** The draft is seen, and can be changed: behind pictures that are compared it is not. */
export const isComposing: Test = (state) => canEdit(state) && !isComparing(state)
export const hasThings: Test = (state) => hasProject(state) && state.selection.length > 0
export const hasSelection: Test = (state) => isComposing(state) && state.selection.length > 0
export const hasRounds: Test = (state) => hasProject(state) && selectRounds(state).length > 0
export const always: Test = () => true

export interface Options {
  readonly when?: Test
  readonly in?: WindowCommand['keysIn']
  readonly held?: 'window' | 'canvas'
}

export function command(
  group: CommandGroup,
  id: string,
  keys: readonly string[],
  run: Run,
  { when = hasProject, in: keysIn = 'anywhere', held }: Options = {},
): WindowCommand {
  return { id, group, keys, keysIn, isEnabled: when, run, ...(held && { held }) }
}

export const outsideText: Options = { in: 'outsideText' }
export const selected: Options = { when: hasSelection, in: 'outsideText' }
/** Of a round that is looked at, too. */
export const shown: Options = { when: hasThings, in: 'outsideText' }
