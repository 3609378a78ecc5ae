/** What can lie over any screen: dialogs, messages, the tour and the menu of an instance. */
import type { ReactElement } from 'react'
import { useWindow } from '../../state/window.ts'
import { About } from './About.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { InstanceMenu } from './InstanceMenu.tsx'
import { Messages } from './Messages.tsx'
import { OpenDialog } from './OpenDialog.tsx'
import { Palette } from './Palette.tsx'
import { RoundNameDialog, RoundNoteDialog } from './RoundDialogs.tsx'
import { SaveCopyDialog } from './SaveCopyDialog.tsx'
import { Settings } from './Settings.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { SizeDialog } from './SizeDialog.tsx'
import { StorageDialog } from './StorageDialog.tsx'
import { Tour } from './Tour.tsx'

export function Overlays(): ReactElement {
  const dialog = useWindow((state) => state.dialog)
  return (
    <>
      {dialog === 'palette' && <Palette />}
      {dialog === 'shortcuts' && <Shortcuts />}
      {dialog === 'settings' && <Settings />}
      {dialog === 'size' && <SizeDialog />}
      {dialog === 'open' && <OpenDialog />}
      {dialog === 'saveCopy' && <SaveCopyDialog />}
      {dialog === 'export' && <ExportDialog />}
      {dialog === 'storage' && <StorageDialog />}
      {dialog === 'roundName' && <RoundNameDialog />}
      {dialog === 'roundNote' && <RoundNoteDialog />}
      {dialog === 'about' && <About />}
      <InstanceMenu />
      <Messages />
      <Tour />
    </>
  )
}
