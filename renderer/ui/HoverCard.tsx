/** A larger look at what is under the pointer, after 400 ms; for the eye only, since it says nothing that is not said elsewhere. */
import { PreviewCard as Base } from '@base-ui/react/preview-card'
import type { ReactElement, ReactNode } from 'react'
import { usePortal } from './portal.tsx'
import styles from './floating.module.css'

const delay = 400
const closeDelay = 100

export interface HoverCardProps {
  readonly card: ReactNode
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  /** The element that it belongs to; takes props and a ref. */
  readonly children: ReactElement
}

export function HoverCard({ card, side = 'top', children }: HoverCardProps): ReactElement {
  const container = usePortal()
  return (
    <Base.Root>
      <Base.Trigger delay={delay} closeDelay={closeDelay} render={children as ReactElement<Record<string, unknown>>} />
      <Base.Portal container={container}>
        <Base.Positioner className={styles.positioner} side={side} align="start" sideOffset={8} positionMethod="fixed">
          <Base.Popup className={styles.hoverCard} aria-hidden>
            {card}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
