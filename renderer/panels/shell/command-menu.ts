/** Menu items made from the registry of commands: their words, their keys, whether they can be given now. */
import { useActions } from '../../state/actions.ts'
import { commandById, keysOf } from '../../state/commands.ts'
import { useWindow, useWindowStore } from '../../state/window.ts'
import { commandTitles } from '../../text/commands.ts'
import type { IconName } from '../../theme/icons.tsx'
import type { MenuAction, MenuEntry } from '../../ui/menu-entries.ts'

export type CommandEntry = string | readonly [string, IconName] | 'separator'

/** @throws Error for an id that is not in the registry: our bug */
export function useCommandItems(entries: readonly CommandEntry[]): readonly MenuEntry[] {
  const actions = useActions()
  const store = useWindowStore()
  const preferences = useWindow((state) => state.preferences)
  // Whether commands can be given is read when the menu is drawn, which it is again whenever one of these changes.
  const enabled = useWindow((state) =>
    entries.map((entry) => (entry === 'separator' ? '-' : Number(commandById(idOf(entry)).isEnabled(state)))).join(''),
  )
  return entries.map((entry, at) => {
    if (entry === 'separator') return entry
    const id = idOf(entry)
    const command = commandById(id)
    const item: MenuAction = {
      label: commandTitles[id] ?? id,
      keys: keysOf(command, { preferences })[0],
      ...(typeof entry !== 'string' && { icon: entry[1] }),
      isDisabled: enabled[at] === '0',
      onSelect: () => command.run(actions, store.getState()),
    }
    return item
  })
}

function idOf(entry: string | readonly [string, IconName]): string {
  return typeof entry === 'string' ? entry : entry[0]
}
