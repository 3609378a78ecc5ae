/** A word about what is under the pointer: after 500 ms, then at once for the next 1.5 s. */
import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Keys } from './Kbd.tsx'
import { usePortal } from './portal.tsx'
import styles from './floating.module.css'

const delay = 500
const timeout = 1500

export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Base.Provider delay={delay} timeout={timeout}>
      {children}
    </Base.Provider>
  )
}

export interface TooltipProps {
  readonly text: string
  /** Such as `Mod Shift L`. */
  readonly keys?: string | undefined
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  /** The element that it belongs to; takes props and a ref. */
  readonly children: ReactElement
}

export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps): ReactElement {
  const container = usePortal()
  return (
    <Base.Root>
      <Base.Trigger render={children as ReactElement<Record<string, unknown>>} />
      <Base.Portal container={container}>
        <Base.Positioner className={styles.positioner} side={side} sideOffset={6} positionMethod="fixed">
          <Base.Popup className={styles.tooltip}>
            {text}
            {keys !== undefined && <Keys keys={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
