/** What may become of what was not touched. What the round can really hold is said under the picture. */
import type { ReactElement } from 'react'
import { keepModes as modes } from '../../../app/contract/document.ts'
import type { KeepMode as Mode } from '../../../app/contract/document.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { keepModes, topbar } from '../../text/studio.ts'
import { Segment } from '../../ui/Segment.tsx'
import { keepIcons } from '../side/keep-icons.ts'

export function KeepMode(): ReactElement {
  const actions = useActions()
  const keep = useWindow((state) => state.project?.document.draft.keep ?? 'locked')
  const isReadOnly = useWindow((state) => state.project?.readOnly !== undefined)
  const options = modes.map((value) => ({
    value,
    icon: keepIcons[value],
    ...keepModes[value],
    reason: isReadOnly ? topbar.lookOnlyHow : undefined,
  }))
  return <Segment<Mode> label={topbar.keep} value={keep} options={options} onChange={actions.setKeep} />
}
