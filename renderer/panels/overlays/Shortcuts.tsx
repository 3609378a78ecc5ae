/** The table of shortcuts, made from the bindings themselves. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { commandGroups, commands, keysOf } from '../../state/commands.ts'
import type { WindowCommand } from '../../state/commands.ts'
import { useWindow } from '../../state/window.ts'
import { commandGroupTitles, commandTitles } from '../../text/commands.ts'
import { shortcutWords } from '../../text/dialogs.ts'
import { keyText } from '../../text/keys.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Keys } from '../../ui/Kbd.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './overlays.module.css'

export function Shortcuts(): ReactElement {
  const actions = useActions()
  const preferences = useWindow((state) => state.preferences)
  const [find, setFind] = useState('')
  const bound = commands
    .map((command) => ({ command, keys: keysOf(command, { preferences }) }))
    .filter(({ command, keys }) => keys.length > 0 && titleOf(command).toLowerCase().includes(find.toLowerCase()))
  return (
    <Dialog title={shortcutWords.title} isOpen onClose={() => actions.openDialog(null)} size="large">
      <TextField
        label={shortcutWords.find}
        icon="zoom"
        value={find}
        placeholder={shortcutWords.find}
        onType={setFind}
      />
      <div className={styles.shortcuts}>
        {commandGroups.map((group) => {
          const members = bound.filter(({ command }) => command.group === group)
          if (members.length === 0) return null
          return (
            <section key={group} className={styles.shortcutGroup} aria-label={commandGroupTitles[group]}>
              <h3 className={styles.heading}>{commandGroupTitles[group]}</h3>
              <dl>
                {members.map(({ command, keys }) => (
                  <div key={command.id} className={styles.shortcut}>
                    <dt>{titleOf(command)}</dt>
                    <dd>
                      {distinct(keys).map((each) => (
                        <Keys key={each} keys={each} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
      <p className={styles.dim}>{shortcutWords.own}</p>
    </Dialog>
  )
}

/** The plus of the number block is the same plus on paper. */
function distinct(keys: readonly string[]): string[] {
  return [...new Map(keys.map((each) => [keyText(each), each])).values()]
}

function titleOf({ id }: WindowCommand): string {
  return commandTitles[id] ?? id
}
