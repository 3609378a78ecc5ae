/** What may become of what was not touched. What the round can really hold is said under the picture. */
import type { ReactElement } from 'react'
import { keepModes as modes } from '../../../app/contract/document.ts'
import type { KeepMode as Mode } from '../../../app/contract/document.ts'
import { useActions } from '../../state/actions.ts'
import { selectDraft } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { keepModes, topbar } from '../../text/studio.ts'
import { Segment } from '../../ui/Segment.tsx'
import { keepIcons } from '../side/keep-icons.ts'
import { useWhyNot } from './why-not.ts'

export function KeepMode(): ReactElement {
  const actions = useActions()
  const keep = useWindow((state) => selectDraft(state)?.keep ?? 'locked')
  const reason = useWhyNot()
  const options = modes.map((value) => ({
    value,
    icon: keepIcons[value],
    ...keepModes[value],
    reason,
  }))
  return <Segment<Mode> label={topbar.keep} value={keep} options={options} onChange={actions.setKeep} canFold />
}
