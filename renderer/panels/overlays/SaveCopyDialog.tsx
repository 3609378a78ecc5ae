/** A copy of the project under another name, beside it. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { fileWords } from '../../text/dialogs.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'

export function SaveCopyDialog(): ReactElement {
  const actions = useActions()
  const project = useWindow((state) => state.project?.name ?? '')
  const [name, setName] = useState(`${project} 2`)
  const close = (): void => actions.openDialog(null)
  const save = (): void => {
    close()
    void actions.saveCopy(name.trim())
  }
  return (
    <Dialog
      title={fileWords.saveCopy}
      isOpen
      onClose={close}
      size="small"
      foot={
        <Button look="primary" isDisabled={name.trim() === ''} onClick={save}>
          {fileWords.save}
        </Button>
      }
    >
      <TextField
        label={fileWords.copyName}
        value={name}
        isFocused
        maxLength={120}
        onType={setName}
        onDone={(how) => (how === 'taken' ? save() : close())}
      />
    </Dialog>
  )
}
