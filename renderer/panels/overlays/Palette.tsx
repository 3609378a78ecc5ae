/** Every command by name: type, choose, done. */
import { Command } from 'cmdk'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { commandGroups, commands, keysOf } from '../../state/commands.ts'
import { useWindow, useWindowStore } from '../../state/window.ts'
import { commandGroupTitles, commandTitles } from '../../text/commands.ts'
import { paletteWords } from '../../text/dialogs.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Keys } from '../../ui/Kbd.tsx'
import styles from './overlays.module.css'

/** Nudges and digits are for the fingers; in a list of names they would bury the rest. */
const isListed = (id: string): boolean => !/^(move|moveFar|resize|resizeFar|opacity|palette)(\.|$)/.test(id)

export function Palette(): ReactElement {
  const actions = useActions()
  const store = useWindowStore()
  const state = useWindow((now) => now)
  const close = (): void => actions.openDialog(null)
  const listed = commands.filter((command) => isListed(command.id) && !command.held && command.isEnabled(state))
  return (
    <Dialog title={paletteWords.title} isOpen onClose={close} isBare className={styles.palette}>
      <Command label={paletteWords.title} loop className={styles.command}>
        <Command.Input placeholder={paletteWords.placeholder} className={styles.commandInput} autoFocus />
        <Command.List className={styles.commandList} label={paletteWords.title}>
          <Command.Empty className={styles.commandEmpty}>{paletteWords.nothing}</Command.Empty>
          {commandGroups.map((group) => {
            const members = listed.filter((command) => command.group === group)
            if (members.length === 0) return null
            return (
              <Command.Group key={group} heading={commandGroupTitles[group]} className={styles.commandGroup}>
                {members.map((command) => (
                  <Command.Item
                    key={command.id}
                    value={`${commandTitles[command.id]} ${command.id}`}
                    className={styles.commandItem}
                    onSelect={() => {
                      close()
                      command.run(actions, store.getState())
                    }}
                  >
                    <span>{commandTitles[command.id]}</span>
                    {keysOf(command, state)[0] !== undefined && <Keys keys={keysOf(command, state)[0]!} />}
                  </Command.Item>
                ))}
              </Command.Group>
            )
          })}
        </Command.List>
      </Command>
    </Dialog>
  )
}
