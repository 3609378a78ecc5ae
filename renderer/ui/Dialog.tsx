/** A window in the window. Escape and a press outside close it; focus goes in and comes back. */
import { Dialog as Base } from '@base-ui/react/dialog'
import { useEffect, useRef } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { words } from '../text/common.ts'
import { IconButton } from './IconButton.tsx'
import { cx } from './cx.ts'
import { usePortal } from './portal.tsx'
import styles from './floating.module.css'

export interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly size?: 'small' | 'medium' | 'large'
  /** Buttons at its foot, best last. */
  readonly foot?: ReactNode
  /** The title is for screen readers alone, as in the palette. */
  readonly isBare?: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Dialog(props: DialogProps): ReactElement {
  const { title, isOpen, onClose, size = 'medium', foot, isBare, className, children } = props
  const container = usePortal()
  const body = useRef<HTMLDivElement>(null)
  const opener = useOpener()
  // The close button comes first in the order, but nobody opens a dialog to close it.
  const firstControl = (): HTMLElement | null => body.current?.querySelector<HTMLElement>(controls) ?? null
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal container={container}>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={cx(styles.dialog, styles[size], className)}
          initialFocus={firstControl}
          finalFocus={() => (isFocusFree(body.current) ? opener() : false)}
        >
          {isBare ? (
            <Base.Title className="visually-hidden">{title}</Base.Title>
          ) : (
            <div className={styles.dialogHead}>
              <Base.Title className={styles.dialogTitle}>{title}</Base.Title>
              <IconButton icon="close" label={words.close} onClick={onClose} />
            </div>
          )}
          <div ref={body} className={isBare ? undefined : styles.dialogBody}>
            {children}
          </div>
          {foot !== undefined && <div className={styles.dialogFoot}>{foot}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** What had the focus before the dialog that is open now, for one that comes in its place. */
let last: HTMLElement | null = null

/**
 * What gets the focus back. The library would take what had it when the popup came, which is the dialog's own field where
 * that takes the focus itself; then whatever opened something before, perhaps long ago.
 */
function useOpener(): () => HTMLElement | false {
  const own = useRef<HTMLElement | null>(undefined)
  if (own.current === undefined) own.current = last = openerNow() ?? last
  useEffect(
    () => () => {
      last = null
    },
    [],
  )
  return () => (own.current?.isConnected ? own.current : false)
}

/** What the dialog led to may have taken the focus already. */
function isFocusFree(body: HTMLElement | null): boolean {
  const { activeElement } = document
  return activeElement === document.body || body?.closest('[role=dialog]')?.contains(activeElement) === true
}

/** From a menu, its button; from another dialog what that came from. */
function openerNow(): HTMLElement | null {
  const { activeElement } = document
  const popup = activeElement?.closest('[role=menu], [role=dialog]')
  if (popup) return document.querySelector<HTMLElement>(`[aria-controls="${CSS.escape(popup.id)}"]`)
  return activeElement instanceof HTMLElement && activeElement !== document.body ? activeElement : null
}

const controls = 'input:not([type=file]), textarea, [role=radio][tabindex="0"], button:not([aria-disabled=true])'
