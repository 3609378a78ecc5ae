/** Whether an instance is held in this round, as the lock at the end of its row; and the choice of its own keep mode. */
import type { ReactElement } from 'react'
import type { KeepMode } from '../../../app/contract/document.ts'
import { useActions } from '../../state/actions.ts'
import { selectBadgeState, selectDraft, selectOwnKeep } from '../../state/derived.ts'
import type { OwnKeep } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { keepModes, ownKeep } from '../../text/studio.ts'
import type { IconName } from '../../theme/icons.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Select } from '../../ui/Select.tsx'
import { useCanEdit } from './can-edit.ts'
import { keepIcons } from './keep-icons.ts'
import { turnedKeep } from './own-keep.ts'
import styles from './sections.module.css'

const icons: Readonly<Record<OwnKeep, IconName>> = { ...keepIcons, changed: 'unlock', nothing: 'unlock' }

export function KeepLock({ id }: { readonly id: string }): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const now = useWindow((state) => selectOwnKeep(state, id))
  const round = useWindow((state) => selectDraft(state)?.keep ?? 'locked')
  const own = useWindow((state) => selectDraft(state)?.notes[id]?.keep)
  const next = turnedKeep(own, round)
  const isPartly = useWindow((state) => selectBadgeState(state, id) === 'partly')
  const says = isPartly ? ownKeep.partly : ownKeep.states[now]
  const deed = next === null ? ownKeep.asRound : next === 'free' ? ownKeep.letGo : ownKeep.hold
  const isOff = !canEdit || now === 'changed'
  return (
    <IconButton
      icon={icons[now]}
      size="mini"
      isLight
      label={says}
      hint={isOff ? says : `${says}. ${deed}`}
      tabIndex={-1}
      isDim={now === 'changed' || now === 'nothing'}
      isDisabled={isOff}
      onClick={(event) => {
        event.stopPropagation()
        actions.noteInstances([id], { keep: next })
      }}
    />
  )
}

const choices = [
  { value: 'round', label: ownKeep.round },
  ...(['locked', 'harmonise', 'free'] as const).map((value) => ({ value, label: keepModes[value].label })),
] as const

export function OwnKeepChoice({ id }: { readonly id: string }): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const own = useWindow((state) => selectDraft(state)?.notes[id]?.keep)
  const selection = useWindow((state) => state.selection)
  return (
    <div className={styles.row}>
      <span className={styles.term}>{ownKeep.title}</span>
      <Select<KeepMode | 'round'>
        look="quiet"
        label={ownKeep.title}
        value={own ?? 'round'}
        options={choices}
        isDisabled={!canEdit}
        onChange={(value) => actions.noteInstances(selection, { keep: value === 'round' ? null : value })}
      />
    </div>
  )
}
