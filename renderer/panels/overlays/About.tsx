/** Which Diorama this is. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { aboutWords } from '../../text/dialogs.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import styles from './overlays.module.css'

export function About(): ReactElement {
  const actions = useActions()
  const version = useWindow((state) => state.host?.version ?? '')
  return (
    <Dialog title={aboutWords.title} isOpen onClose={() => actions.openDialog(null)} size="small">
      <div className={styles.about}>
        <p className={styles.version}>{aboutWords.version(version)}</p>
        <p>{aboutWords.local}</p>
        <p>{aboutWords.licence}</p>
      </div>
    </Dialog>
  )
}
