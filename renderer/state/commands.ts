/**
 * Every command by name: what it does, its keys and when it can be given. The palette, the menus, the shortcut table and
 * the key bindings are all made from this list; its words are in the catalogue under the same ids.
 */
import type { WindowCommand } from './commands/command.ts'
import { compareCommands } from './commands/compare.ts'
import { editCommands } from './commands/edit.ts'
import { generateCommands } from './commands/generate.ts'
import { instanceCommands } from './commands/instances.ts'
import { placeCommands } from './commands/places.ts'
import { projectCommands } from './commands/project.ts'
import { roundCommands } from './commands/rounds.ts'
import { toolCommands } from './commands/tools.ts'
import { viewCommands } from './commands/view.ts'
import type { WindowState } from './window.ts'

export { commandGroups } from './commands/command.ts'
export type { WindowCommand } from './commands/command.ts'

export const commands: readonly WindowCommand[] = [
  ...toolCommands,
  ...viewCommands,
  ...editCommands,
  ...instanceCommands,
  ...generateCommands,
  ...roundCommands,
  ...compareCommands,
  ...projectCommands,
  ...placeCommands,
]

const byId = new Map(commands.map((each) => [each.id, each]))

/** @throws Error for an id that is not in the list: our bug */
export function commandById(id: string): WindowCommand {
  const found = byId.get(id)
  if (!found) throw new Error(`There is no command "${id}".`)
  return found
}

/** Its own keys, or those that the artist gave it. */
export function keysOf(
  { id, keys }: WindowCommand,
  { preferences }: Pick<WindowState, 'preferences'>,
): readonly string[] {
  const own = preferences.keys[id]
  return own === undefined ? keys : own === '' ? [] : [own]
}
