/** One instance in the list: shown or not, how it looks, what it is called, what became of it. */
import { memo, useEffect, useState } from 'react'
import type { DragEvent, KeyboardEvent, MouseEvent, ReactElement } from 'react'
import { formatsOf } from '../../../app/scene/locations.ts'
import { useActions } from '../../state/actions.ts'
import { selectDraft } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { percent } from '../../text/numbers.ts'
import { formatList, thingTitle, things } from '../../text/things.ts'
import { Icon } from '../../theme/icons.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Thumb } from '../../ui/Thumb.tsx'
import { cx } from '../../ui/cx.ts'
import { useCanEdit } from './can-edit.ts'
import { KeepLock } from './KeepLock.tsx'
import type { Row } from './list-order.ts'
import { StateBadge, useBadge } from './StateBadge.tsx'
import { useThumb } from './thumbs.ts'
import styles from './instances.module.css'

/** What the list does for its rows; one value for all of them, so that a row is drawn again only for its own sake. */
export interface RowDeeds {
  pick(id: string, event: { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean }): void
  rename(id: string | null): void
  drop(dragged: string, onto: Row, isAfter: boolean): void
}

export interface InstanceRowProps {
  readonly row: Row
  /** From 1, and how many there are. */
  readonly position: number
  readonly count: number
  readonly isSelected: boolean
  readonly isStop: boolean
  readonly isRenaming: boolean
  readonly deeds: RowDeeds
}

/** Also what the rounds take when a row is dropped on one of them. */
export const instanceMime = 'application/x-diorama-instance'

export const InstanceRow = memo(function InstanceRow(props: InstanceRowProps): ReactElement {
  const { row, position, count, isSelected, isStop, isRenaming, deeds } = props
  const { instance } = row
  const actions = useActions()
  const [dropSide, setDropSide] = useState<'before' | 'after' | null>(null)
  const { sentence } = useBadge(instance.id)
  const onDragOver = (event: DragEvent<HTMLElement>): void => {
    if (!event.dataTransfer.types.includes(instanceMime)) return
    event.preventDefault()
    setDropSide(isLowerHalf(event) ? 'after' : 'before')
  }
  const onDrop = (event: DragEvent<HTMLElement>): void => {
    setDropSide(null)
    const dragged = event.dataTransfer.getData(instanceMime)
    if (dragged !== '' && dragged !== instance.id) deeds.drop(dragged, row, isLowerHalf(event))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    if (event.key === ' ') deeds.pick(instance.id, { shiftKey: false, ctrlKey: true, metaKey: false })
    else if (event.key === 'Enter') actions.focusCaption(instance.id)
    else if (event.key === 'F2') deeds.rename(instance.id)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      role="row"
      aria-level={row.level}
      aria-posinset={position}
      aria-setsize={count}
      aria-rowindex={position + 1}
      aria-selected={isSelected}
      aria-description={sentence ?? undefined}
      {...(row.hasParts && { 'aria-expanded': true })}
      data-instance={instance.id}
      tabIndex={isStop ? 0 : -1}
      className={cx(
        styles.row,
        row.level === 2 && styles.part,
        isSelected && styles.selected,
        dropSide && styles[dropSide],
      )}
      draggable={!isRenaming}
      onClick={(event: MouseEvent) => deeds.pick(instance.id, event)}
      onDoubleClick={() => deeds.rename(instance.id)}
      onKeyDown={onKeyDown}
      onDragStart={(event) => event.dataTransfer.setData(instanceMime, instance.id)}
      onDragOver={onDragOver}
      onDragLeave={() => setDropSide(null)}
      onDrop={onDrop}
    >
      <Eye row={row} />
      <Picture id={instance.id} />
      <div className={styles.words} role="gridcell">
        {isRenaming ? <Rename row={row} onDone={() => deeds.rename(null)} /> : <Words row={row} />}
      </div>
      <div role="gridcell">
        <StateBadge id={instance.id} />
      </div>
      <div role="gridcell">
        <KeepLock id={instance.id} />
      </div>
    </div>
  )
})

function isLowerHalf(event: DragEvent<HTMLElement>): boolean {
  const { top, height } = event.currentTarget.getBoundingClientRect()
  return event.clientY > top + height / 2
}

function Eye({ row: { instance } }: { readonly row: Row }): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const isHidden = useWindow((state) => selectDraft(state)?.notes[instance.id]?.hidden === true)
  return (
    <div role="gridcell">
      <IconButton
        icon={isHidden ? 'eyeOff' : 'eye'}
        size="mini"
        isLight
        label={isHidden ? things.show : things.hide}
        tabIndex={-1}
        isDim
        isDisabled={!canEdit}
        onClick={(event) => {
          event.stopPropagation()
          actions.noteInstances([instance.id], { hidden: isHidden ? null : true })
        }}
      />
    </div>
  )
}

function Picture({ id }: { readonly id: string }): ReactElement {
  const thumb = useThumb(id)
  const isPinned = useWindow((state) => selectDraft(state)?.notes[id]?.pinned === true)
  return (
    <div className={styles.thumb} role="gridcell">
      <Thumb {...thumb} />
      {isPinned && (
        <span className={styles.pin}>
          <Icon name="pin" size={12} label={things.pinned} />
        </span>
      )}
    </div>
  )
}

function Words({ row: { instance } }: { readonly row: Row }): ReactElement {
  const opacity = useWindow((state) => selectDraft(state)?.notes[instance.id]?.opacity ?? 1)
  const formats = formatsOf(instance)
  const isUnnamed = thingTitle(instance) === things.untitled
  return (
    <>
      <span className={cx(styles.name, isUnnamed && styles.unnamed)}>{thingTitle(instance)}</span>
      <span className={styles.facts}>
        <span className={styles.formats}>
          {formats.map((format) => (
            <Icon key={format} name={format} size={12} />
          ))}
          <span className={styles.formatNames}>{formatList(formats)}</span>
        </span>{' '}
        <span>{percent(opacity)}</span>
      </span>
    </>
  )
}

function Rename({ row: { instance }, onDone }: { readonly row: Row; readonly onDone: () => void }): ReactElement {
  const actions = useActions()
  const [before] = useState(document.activeElement)
  // To where it was, unless the artist has gone elsewhere.
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
    },
    [before],
  )
  return (
    <div onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()} onBlur={onDone}>
      <TextField
        label={things.rename}
        value={instance.name ?? ''}
        placeholder={thingTitle(instance)}
        maxLength={256}
        isFocused
        onChange={(text) => actions.setName(instance.id, text.trim() === '' ? null : text.trim())}
        onDone={onDone}
      />
    </div>
  )
}
