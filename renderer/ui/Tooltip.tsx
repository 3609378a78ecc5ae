/**
 * A word about what is under the pointer: after 500 ms, then at once for the next 1.5 s.
 *
 * There is one tooltip for the whole window, and every element is only a trigger of it: a tooltip of its own for each
 * button was half of what a panel cost to draw.
 */
import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Keys } from './Kbd.tsx'
import { usePortal } from './portal.tsx'
import styles from './floating.module.css'

const delay = 500
const timeout = 1500

interface TooltipWords {
  readonly text: string
  /** Such as `Mod Shift L`. */
  readonly keys?: string | undefined
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
}

const handle = Base.createHandle<TooltipWords>()

export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Base.Provider delay={delay} timeout={timeout}>
      {children}
      <Base.Root handle={handle}>{({ payload }) => payload && <Popup {...payload} />}</Base.Root>
    </Base.Provider>
  )
}

function Popup({ text, keys, side = 'bottom' }: TooltipWords): ReactElement {
  const container = usePortal()
  return (
    <Base.Portal container={container}>
      <Base.Positioner className={styles.positioner} side={side} sideOffset={6} positionMethod="fixed">
        <Base.Popup className={styles.tooltip}>
          {text}
          {keys !== undefined && <Keys keys={keys} />}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

export interface TooltipProps extends TooltipWords {
  /** The element that it belongs to; takes props and a ref. */
  readonly children: ReactElement
}

export function Tooltip({ children, ...words }: TooltipProps): ReactElement {
  return <Base.Trigger handle={handle} payload={words} render={children as ReactElement<Record<string, unknown>>} />
}

/** For an element that explains itself only where it is given words for it. */
export function Hinted({
  hint,
  children,
}: {
  readonly hint: string | undefined
  readonly children: ReactElement
}): ReactElement {
  return hint === undefined ? children : <Tooltip text={hint}>{children}</Tooltip>
}
