/** A small panel at a button. */
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { usePortal } from './portal.tsx'
import styles from './floating.module.css'

export interface PopoverProps {
  readonly label: string
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  readonly align?: 'start' | 'center' | 'end'
  readonly children: ReactNode
}

export function Popover({ label, trigger, side = 'bottom', align = 'end', children }: PopoverProps): ReactElement {
  const container = usePortal()
  return (
    <Base.Root modal>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal container={container}>
        <Base.Positioner className={styles.positioner} side={side} align={align} sideOffset={6} positionMethod="fixed">
          <Base.Popup className={styles.popover} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
