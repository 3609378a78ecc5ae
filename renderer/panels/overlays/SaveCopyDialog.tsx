/** A copy of the project, where there is no dialog of the desktop: its name, and the folder, beside the project at first. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { folderOfCopies } from '../../state/project-mirror.ts'
import { useWindow } from '../../state/window.ts'
import { fileWords } from '../../text/dialogs.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './overlays.module.css'

export function SaveCopyDialog(): ReactElement {
  const actions = useActions()
  const project = useWindow((state) => state.project?.name ?? '')
  const beside = useWindow(folderOfCopies)
  const [name, setName] = useState(`${project} 2`)
  const [folder, setFolder] = useState(beside)
  const isWhole = name.trim() !== '' && folder.trim() !== ''
  const close = (): void => actions.openDialog(null)
  const save = (): void => {
    close()
    void actions.saveCopy({ name: name.trim(), folder: folder.trim() })
  }
  const done = (how: 'taken' | 'left'): void => {
    if (how === 'left') close()
    else if (isWhole) save()
  }
  return (
    <Dialog
      title={fileWords.saveCopy}
      isOpen
      onClose={close}
      size="small"
      foot={
        <Button look="primary" isDisabled={!isWhole} onClick={save}>
          {fileWords.save}
        </Button>
      }
    >
      <label className={styles.labelled}>
        <span className={styles.dim}>{fileWords.copyName}</span>
        <TextField label={fileWords.copyName} value={name} isFocused maxLength={120} onType={setName} onDone={done} />
      </label>
      <label className={styles.labelled}>
        <span className={styles.dim}>{fileWords.copyFolder}</span>
        <TextField label={fileWords.copyFolder} value={folder} onType={setFolder} onDone={done} />
      </label>
    </Dialog>
  )
}
