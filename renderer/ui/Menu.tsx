/** Menus: at a button, at the place of a right click, or at a point of the canvas. */
import { ContextMenu as BaseContext } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { Icon } from '../theme/icons.tsx'
import { Keys } from './Kbd.tsx'
import type { MenuAction, MenuEntry, MenuGroup } from './menu-entries.ts'
import { usePortal } from './portal.tsx'
import styles from './floating.module.css'

export type { MenuEntry } from './menu-entries.ts'

export interface MenuProps {
  readonly items: readonly MenuEntry[]
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  /** The button that opens it. */
  readonly children: ReactElement
}

export function Menu({ items, align = 'start', side = 'bottom', children }: MenuProps): ReactElement {
  const container = usePortal()
  return (
    <Base.Root>
      <Base.Trigger render={children as ReactElement<Record<string, unknown>>} />
      <Base.Portal container={container}>
        <Base.Positioner className={styles.positioner} align={align} side={side} sideOffset={4} positionMethod="fixed">
          <Base.Popup className={styles.popup}>
            <Entries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export interface ContextMenuProps {
  readonly items: readonly MenuEntry[]
  readonly children: ReactElement
  readonly onOpen?: () => void
}

/** Opens by the right button, a long press or the menu key. */
export function ContextMenu({ items, children, onOpen }: ContextMenuProps): ReactElement {
  const container = usePortal()
  return (
    <BaseContext.Root onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <BaseContext.Trigger render={children as ReactElement<Record<string, unknown>>} />
      <BaseContext.Portal container={container}>
        <BaseContext.Positioner className={styles.positioner} positionMethod="fixed">
          <BaseContext.Popup className={styles.popup}>
            <Entries items={items} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  )
}

export interface PointMenuProps {
  readonly label: string
  /** CSS pixels of the window; null while it is closed. */
  readonly at: { readonly x: number; readonly y: number } | null
  readonly items: readonly MenuEntry[]
  readonly onClose: () => void
}

export function PointMenu({ label, at, items, onClose }: PointMenuProps): ReactElement {
  const container = usePortal()
  const anchor = at && { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }
  return (
    <Base.Root open={at !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal container={container}>
        <Base.Positioner className={styles.positioner} anchor={anchor} align="start" positionMethod="fixed">
          <Base.Popup className={styles.popup} aria-label={label}>
            <Entries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Entries({ items }: { readonly items: readonly MenuEntry[] }): ReactElement {
  // Words stand in one line, whether their own entry has an icon or not.
  const hasIcons = items.some(
    (entry) => typeof entry === 'object' && (isTick(entry) || ('icon' in entry && entry.icon)),
  )
  return (
    <>
      {items.map((entry, at) => (
        <Fragment key={keyOf(entry, at)}>
          <Entry entry={entry} hasIcons={hasIcons} />
        </Fragment>
      ))}
    </>
  )
}

function isTick(entry: Exclude<MenuEntry, 'separator'>): boolean {
  return 'isChecked' in entry && entry.isChecked !== undefined
}

function keyOf(entry: MenuEntry, at: number): string {
  if (entry === 'separator') return `separator ${at}`
  return 'heading' in entry ? entry.heading : entry.label
}

interface EntryProps {
  readonly entry: MenuEntry
  readonly hasIcons: boolean
}

function Entry({ entry, hasIcons }: EntryProps): ReactElement {
  if (entry === 'separator') return <Base.Separator className={styles.separator} />
  if ('heading' in entry) return <div className={styles.groupLabel}>{entry.heading}</div>
  if ('items' in entry) return <Submenu group={entry} />
  if (entry.isChecked !== undefined) {
    return (
      <Base.CheckboxItem
        className={styles.item}
        checked={entry.isChecked}
        disabled={entry.isDisabled}
        onClick={entry.onSelect}
        closeOnClick
      >
        <span className={styles.itemIcon}>{entry.isChecked && <Icon name="check" size={14} />}</span>
        <Words entry={entry} />
      </Base.CheckboxItem>
    )
  }
  return (
    <Base.Item className={styles.item} disabled={entry.isDisabled} onClick={entry.onSelect}>
      {hasIcons && <span className={styles.itemIcon}>{entry.icon && <Icon name={entry.icon} size={16} />}</span>}
      <Words entry={entry} />
    </Base.Item>
  )
}

function Words({ entry }: { readonly entry: MenuAction }): ReactElement {
  return (
    <>
      <span className={styles.itemText}>
        {entry.label}
        {entry.note !== undefined && <span className={styles.itemNote}>{entry.note}</span>}
      </span>
      {entry.keys !== undefined && (
        <span className={styles.itemEnd} aria-hidden="true">
          <Keys keys={entry.keys} />
        </span>
      )}
    </>
  )
}

function Submenu({ group }: { readonly group: MenuGroup }): ReactElement {
  const container = usePortal()
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={styles.item}>
        {group.icon && (
          <span className={styles.itemIcon}>
            <Icon name={group.icon} size={16} />
          </span>
        )}
        <span className={styles.itemText}>{group.label}</span>
        <span className={styles.itemEnd}>
          <Icon name="right" size={12} />
        </span>
      </Base.SubmenuTrigger>
      <Base.Portal container={container}>
        <Base.Positioner className={styles.positioner} sideOffset={2} positionMethod="fixed">
          <Base.Popup className={styles.popup}>
            <Entries items={group.items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  )
}
