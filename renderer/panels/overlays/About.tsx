/** Which Diorama this is. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { aboutWords } from '../../text/dialogs.ts'
import { Dialog } from '../../ui/Dialog.tsx'

export function About(): ReactElement {
  const actions = useActions()
  const version = useWindow((state) => state.host?.version ?? '')
  return (
    <Dialog title={aboutWords.title} isOpen onClose={() => actions.openDialog(null)} size="small">
      <p>{aboutWords.version(version)}</p>
      <p>{aboutWords.local}</p>
      <p>{aboutWords.licence}</p>
    </Dialog>
  )
}
