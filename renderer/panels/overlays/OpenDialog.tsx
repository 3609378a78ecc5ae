/** Opening a file where there is no dialog of the desktop: chosen in the browser, or named by its path. */
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { openKinds } from '../../state/pick-file.ts'
import { fileWords } from '../../text/dialogs.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './overlays.module.css'

export function OpenDialog(): ReactElement {
  const actions = useActions()
  const input = useRef<HTMLInputElement>(null)
  const [path, setPath] = useState('')
  const close = (): void => actions.openDialog(null)
  const openPath = (): void => {
    close()
    void actions.openProject(path.trim())
  }
  return (
    <Dialog
      title={fileWords.open}
      isOpen
      onClose={close}
      size="small"
      foot={
        <Button look="primary" isDisabled={path.trim() === ''} onClick={openPath}>
          {fileWords.openPath}
        </Button>
      }
    >
      <p className={styles.lead}>{fileWords.openHow}</p>
      <input
        ref={input}
        type="file"
        accept={openKinds}
        aria-label={fileWords.choose}
        className="visually-hidden"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (!file) return
          close()
          void actions.openFile(file)
        }}
      />
      <Button icon="folder" onClick={() => input.current?.click()}>
        {fileWords.choose}
      </Button>
      <label className={styles.labelled}>
        <span className={styles.dim}>{fileWords.path}</span>
        <TextField
          label={fileWords.path}
          value={path}
          onType={setPath}
          onDone={(how) => (how === 'left' ? close() : path.trim() !== '' && openPath())}
        />
      </label>
    </Dialog>
  )
}
