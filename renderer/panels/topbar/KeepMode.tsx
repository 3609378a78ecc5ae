/** What may become of what was not touched. For now every round is drawn anew; the others say so. */
import type { ReactElement } from 'react'
import { keepModes as modes } from '../../../app/contract/document.ts'
import type { KeepMode as Mode } from '../../../app/contract/document.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { keepModes, topbar } from '../../text/studio.ts'
import type { IconName } from '../../theme/icons.tsx'
import { Segment } from '../../ui/Segment.tsx'

const icons: Readonly<Record<Mode, IconName>> = { locked: 'lock', harmonise: 'harmonise', free: 'free' }

const options = modes.map((value) => ({ value, icon: icons[value], ...keepModes[value] }))

export function KeepMode(): ReactElement {
  const actions = useActions()
  const keep = useWindow((state) => state.project?.document.draft.keep ?? 'free')
  return <Segment<Mode> label={topbar.keep} value={keep} options={options} onChange={actions.setKeep} />
}
