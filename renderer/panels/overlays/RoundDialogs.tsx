/** A round's name and its note. */
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { sceneLimits } from '../../../app/contract/scene.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { roundDialogWords as words } from '../../text/dialogs.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/TextArea.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './overlays.module.css'

export function RoundNameDialog(): ReactElement | null {
  const { id, notes, keep, close } = useNotes()
  const [name, setName] = useState(notes.name ?? '')
  if (id === null) return null
  const save = (): void => keep({ name: name.trim() || null })
  return (
    <RoundDialog title={words.name} onKeep={save}>
      <TextField
        label={words.nameLabel}
        value={name}
        isFocused
        maxLength={200}
        onType={setName}
        onDone={(how) => (how === 'taken' ? save() : close())}
      />
    </RoundDialog>
  )
}

export function RoundNoteDialog(): ReactElement | null {
  const { id, notes, keep } = useNotes()
  const [note, setNote] = useState(notes.note ?? '')
  if (id === null) return null
  return (
    <RoundDialog title={words.note} onKeep={() => keep({ note: note.trim() || null })}>
      <TextArea
        label={words.noteLabel}
        className={styles.writing}
        maxLength={sceneLimits.captionLength}
        value={note}
        onChange={setNote}
      />
    </RoundDialog>
  )
}

function useNotes() {
  const actions = useActions()
  const id = useWindow((state) => state.dialogRound)
  const all = useWindow((state) => state.project?.document.rounds)
  return {
    id,
    notes: (id !== null && all?.[id]) || {},
    close: () => actions.openDialog(null),
    keep(change: { readonly name?: string | null; readonly note?: string | null }): void {
      if (id !== null) actions.noteRound(id, change)
      actions.openDialog(null)
    },
  }
}

function RoundDialog(props: {
  readonly title: string
  readonly onKeep: () => void
  readonly children: ReactNode
}): ReactElement {
  const actions = useActions()
  return (
    <Dialog
      title={props.title}
      isOpen
      onClose={() => actions.openDialog(null)}
      size="small"
      foot={
        <Button look="primary" onClick={props.onKeep}>
          {words.keep}
        </Button>
      }
    >
      {props.children}
    </Dialog>
  )
}
