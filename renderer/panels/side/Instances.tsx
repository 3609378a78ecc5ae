/** The list of instances, back to front; past a hundred rows only those in sight are in the page. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useEffect, useMemo, useRef } from 'react'
import type { KeyboardEvent, ReactElement, RefObject } from 'react'
import { useActions } from '../../state/actions.ts'
import { selectDraft } from '../../state/derived.ts'
import { useWindow, useWindowStore } from '../../state/window.ts'
import { empty, notFound } from '../../text/empty.ts'
import { side } from '../../text/studio.ts'
import { ContextMenu } from '../../ui/Menu.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useCommandItems } from '../shell/command-menu.ts'
import type { CommandEntry } from '../shell/command-menu.ts'
import { InstanceRow } from './InstanceRow.tsx'
import type { RowDeeds } from './InstanceRow.tsx'
import { between, dropPlace, rowsOf } from './list-order.ts'
import type { Row } from './list-order.ts'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './instances.module.css'

export function Instances(): ReactElement {
  const actions = useActions()
  const count = useWindow((state) => selectDraft(state)?.scene.instances.length ?? 0)
  const find = useWindow((state) => state.find)
  const draft = useWindow(selectDraft)
  // An edit can change every row; it is shown on the canvas first.
  const rows = useDeferredValue(useMemo(() => (draft ? rowsOf(draft, find) : []), [draft, find]))
  return (
    <Section
      title={side.instances}
      count={count === 0 ? undefined : count}
      className={styles.section}
      actions={
        <>
          <IconButton
            icon="filter"
            label={side.find}
            keys={useCommandKeys('find')}
            isOn={find !== null}
            onClick={() => actions.find(find === null ? '' : null)}
          />
          <IconButton icon="plus" label={side.add} onClick={() => actions.setTool('box')} />
        </>
      }
    >
      {find !== null && (
        <TextField
          className={styles.find}
          label={side.find}
          icon="zoom"
          placeholder={side.find}
          value={find}
          isFocused
          onType={actions.find}
          onDone={(how) => how === 'left' && actions.find(null)}
        />
      )}
      {count === 0 && <EmptyState {...empty.instances} />}
      {count > 0 && rows.length === 0 && <EmptyState title={notFound(find ?? '')} />}
      {rows.length > 0 && <List rows={rows} />}
    </Section>
  )
}

const rowMenu: readonly CommandEntry[] = [
  'caption',
  'name',
  'duplicate',
  'copy',
  'cut',
  'separator',
  'order.front',
  'order.forward',
  'order.backward',
  'order.back',
  'separator',
  'group',
  'ungroup',
  'pin',
  'hide',
  'separator',
  'remove',
]

/** Rows that are all in the page at once. */
const mostRows = 100

function List({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  const actions = useActions()
  const selection = useWindow((state) => state.selection)
  const renaming = useWindow((state) => state.renaming)
  const scroller = useRef<HTMLDivElement>(null)
  const deeds = useDeeds(rows)
  const isVirtual = rows.length > mostRows
  const items = useCommandItems(rowMenu)
  const last = selection.at(-1)
  const stop = rows.some(({ instance }) => instance.id === last) ? last : rows[0]?.instance.id

  // Its row may be out of sight, and then not in the page.
  const renamed = isVirtual ? rows.findIndex(({ instance }) => instance.id === renaming) : -1
  useEffect(() => {
    if (renamed >= 0) showRow(scroller.current, renamed)
  }, [renamed])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const at = rows.findIndex(({ instance }) => instance.id === (event.target as HTMLElement).dataset['instance'])
    const next = at < 0 ? null : nextRow(event.key, at, rows.length)
    if (next === null) return
    event.preventDefault()
    event.stopPropagation()
    const { id } = rows[next]!.instance
    deeds.pick(id, { shiftKey: event.shiftKey, ctrlKey: false, metaKey: false })
    const list = event.currentTarget
    if (isVirtual) showRow(list, next)
    requestAnimationFrame(() => list.querySelector<HTMLElement>(`[data-instance="${CSS.escape(id)}"]`)?.focus())
  }
  const renderRow = (row: Row, at: number): ReactElement => (
    <InstanceRow
      key={row.instance.id}
      row={row}
      position={at + 1}
      count={rows.length}
      isSelected={selection.includes(row.instance.id)}
      isStop={row.instance.id === stop}
      isRenaming={renaming === row.instance.id}
      deeds={deeds}
    />
  )
  return (
    <ContextMenu items={items}>
      <div
        ref={scroller}
        role="treegrid"
        aria-label={side.instances}
        aria-multiselectable="true"
        aria-rowcount={rows.length + 1}
        className={isVirtual ? styles.scroller : styles.list}
        onKeyDown={onKeyDown}
        onContextMenuCapture={(event) => {
          const id = (event.target as HTMLElement).closest<HTMLElement>('[data-instance]')?.dataset['instance']
          if (id !== undefined && !selection.includes(id)) actions.select([id])
        }}
      >
        <Header />
        {isVirtual ? (
          <VirtualRows rows={rows} scroller={scroller} renderRow={renderRow} />
        ) : (
          rows.map((row, at) => renderRow(row, at))
        )}
      </div>
    </ContextMenu>
  )
}

/** What the cells are, for those who do not see it. */
function Header(): ReactElement {
  return (
    <div role="row" aria-rowindex={1} className="visually-hidden">
      {Object.values(side.columns).map((title) => (
        <span key={title} role="columnheader">
          {title}
        </span>
      ))}
    </div>
  )
}

/** The same value as long as the list is there; it looks up what is newest when it is called. */
function useDeeds(rows: readonly Row[]): RowDeeds {
  const actions = useActions()
  const store = useWindowStore()
  const newest = useRef(rows)
  newest.current = rows
  const anchor = useRef<string | null>(null)
  return useMemo(
    () => ({
      pick(id, event) {
        const { selection } = store.getState()
        if (event.shiftKey && anchor.current !== null) {
          return actions.select([...between(newest.current, anchor.current, id).filter((each) => each !== id), id])
        }
        anchor.current = id
        if (!event.ctrlKey && !event.metaKey) return actions.select([id])
        actions.select(selection.includes(id) ? selection.filter((each) => each !== id) : [...selection, id])
      },
      rename: actions.rename,
      drop(dragged, onto, isAfter) {
        const from = newest.current.find(({ instance }) => instance.id === dragged)?.at
        if (from !== undefined) actions.orderAt(dragged, dropPlace(from, onto.at, isAfter))
      },
    }),
    [actions, store],
  )
}

function showRow(list: HTMLElement | null, at: number): void {
  list?.scrollTo({ top: Math.max(0, rowHeight() * (at - 3)) })
}

/** In CSS pixels, at the interface scale. */
function rowHeight(): number {
  return 4.8 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
}

interface VirtualRowsProps {
  readonly rows: readonly Row[]
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly renderRow: (row: Row, at: number) => ReactElement
}

/** By itself, so that scrolling draws nothing again but the rows that come into sight. */
function VirtualRows({ rows, scroller, renderRow }: VirtualRowsProps): ReactElement {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 4,
  })
  return (
    <div className={styles.tall} role="presentation" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start, key }) => (
        <div key={key} role="presentation" className={styles.at} style={{ transform: `translateY(${start}px)` }}>
          {renderRow(rows[index]!, index)}
        </div>
      ))}
    </div>
  )
}

function nextRow(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return Math.min(count - 1, at + 1)
  if (key === 'ArrowUp') return Math.max(0, at - 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}
