/** The table of shortcuts, made from the bindings themselves; each can be changed in its place. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { commandGroups, commands } from '../../state/commands.ts'
import type { WindowCommand } from '../../state/commands.ts'
import { commandGroupTitles, commandTitles } from '../../text/commands.ts'
import { shortcutWords } from '../../text/dialogs.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { cx } from '../../ui/cx.ts'
import { TextField } from '../../ui/TextField.tsx'
import { AllKeys, KeyButton } from './KeyButton.tsx'
import styles from './overlays.module.css'

export function Shortcuts(): ReactElement {
  const actions = useActions()
  const [find, setFind] = useState('')
  const [said, setSaid] = useState<string | null>(null)
  const found = commands.filter((command) => titleOf(command).toLowerCase().includes(find.toLowerCase()))
  const onSay = (text: string | null): void => {
    setSaid(text)
    if (text !== null) actions.say(text)
  }
  return (
    <Dialog title={shortcutWords.title} isOpen onClose={() => actions.openDialog(null)} size="large">
      <TextField
        label={shortcutWords.find}
        icon="zoom"
        value={find}
        placeholder={shortcutWords.find}
        onType={setFind}
      />
      <p className={cx(styles.keysHow, said === null ? styles.dim : styles.isSaid)}>{said ?? shortcutWords.how}</p>
      <div className={styles.shortcuts}>
        {commandGroups.map((group) => {
          const members = found.filter((command) => command.group === group)
          if (members.length === 0) return null
          return (
            <section key={group} className={styles.shortcutGroup} aria-label={commandGroupTitles[group]}>
              <h3 className={styles.heading}>{commandGroupTitles[group]}</h3>
              <dl>
                {members.map((command) => (
                  <div key={command.id} className={styles.shortcut}>
                    <dt>{titleOf(command)}</dt>
                    <dd>
                      {command.held ? (
                        <span className={styles.heldKeys}>
                          <AllKeys keys={command.keys} />
                        </span>
                      ) : (
                        <KeyButton command={command} onSay={onSay} />
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}

function titleOf({ id }: WindowCommand): string {
  return commandTitles[id] ?? id
}
