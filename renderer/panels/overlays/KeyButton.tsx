/** The keys of one command in the table: pressed, they wait for the new ones. */
import { useRef, useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { keysOf } from '../../state/commands.ts'
import type { WindowCommand } from '../../state/commands.ts'
import { holderOf, keysPressed, withoutOwn } from '../../state/own-keys.ts'
import { useWindow } from '../../state/window.ts'
import { commandTitles } from '../../text/commands.ts'
import { keysReset, keysTaken, keysWanted, shortcutWords } from '../../text/dialogs.ts'
import { keyText } from '../../text/keys.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Keys } from '../../ui/Kbd.tsx'
import styles from './overlays.module.css'

export interface KeyButtonProps {
  readonly command: WindowCommand
  /** What is to be known while the new keys are waited for, null after. */
  readonly onSay: (text: string | null) => void
}

export function KeyButton({ command, onSay }: KeyButtonProps): ReactElement {
  const actions = useActions()
  const preferences = useWindow((state) => state.preferences)
  const button = useRef<HTMLButtonElement>(null)
  const [isWaiting, setWaiting] = useState(false)
  const title = commandTitles[command.id]!
  const keys = keysOf(command, { preferences })
  const isOwn = preferences.keys[command.id] !== undefined

  const wait = (waits: boolean): void => {
    setWaiting(waits)
    onSay(waits ? keysWanted(title) : null)
  }
  const give = (own: string): void => {
    void actions.setPreferences({ keys: { ...preferences.keys, [command.id]: own } })
    wait(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isWaiting || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.repeat) return
    const pressed = keysPressed(event.nativeEvent)
    if (pressed === 'Escape') return wait(false)
    if (pressed === 'Backspace') return give('')
    if (pressed === null) return
    const holder = holderOf(event.nativeEvent, command.id, { preferences })
    if (holder) onSay(keysTaken(commandTitles[holder.id]!))
    else give(pressed)
  }
  return (
    <>
      {isOwn && (
        <IconButton
          icon="undo"
          size="mini"
          label={keysReset(title)}
          onClick={() => {
            void actions.setPreferences({ keys: withoutOwn(preferences.keys, command) })
            button.current?.focus()
          }}
        />
      )}
      <button
        ref={button}
        type="button"
        className={styles.keyButton}
        aria-description={isWaiting ? keysWanted(title) : shortcutWords.change}
        onClick={() => wait(!isWaiting)}
        onKeyDown={onKeyDown}
        onBlur={() => isWaiting && wait(false)}
      >
        <span className="visually-hidden">{title}: </span>
        {isWaiting ? shortcutWords.wanted : keys.length === 0 ? shortcutWords.none : <AllKeys keys={keys} />}
      </button>
    </>
  )
}

/** The plus of the number block is the same plus on paper. */
export function AllKeys({ keys }: { readonly keys: readonly string[] }): ReactElement[] {
  const printed = new Map(keys.map((each) => [keyText(each), each]))
  return [...printed.values()].map((each) => <Keys key={each} keys={each} />)
}
