/** A button with a word. A disabled one stays in place, can be pointed at, and its tooltip says why. */
import type { ComponentPropsWithRef, MouseEvent, ReactElement, ReactNode } from 'react'
import { Icon } from '../theme/icons.tsx'
import type { IconName } from '../theme/icons.tsx'
import { cx } from './cx.ts'
import { Tooltip } from './Tooltip.tsx'
import styles from './Button.module.css'

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'disabled'> {
  readonly look?: 'primary' | 'plain' | 'quiet'
  readonly size?: 'option' | 'control' | 'main' | 'start'
  readonly icon?: IconName | undefined
  readonly trailing?: ReactNode
  readonly isBusy?: boolean
  readonly isDisabled?: boolean
  /** The second click of a double click does nothing: by then another button may be in its place. */
  readonly isOnce?: boolean
  /** Why it is disabled, or what else is good to know. */
  readonly hint?: string | undefined
  readonly keys?: string | undefined
}

export function Button(props: ButtonProps): ReactElement {
  const { look = 'plain', size = 'control', icon, trailing, isBusy, isDisabled, isOnce, hint, keys, ...rest } = props
  const { className, children, onClick, ...button } = rest
  const isFor = (event: MouseEvent): boolean => !(isDisabled || isBusy || (isOnce && event.detail > 1))
  const element = (
    <button
      type="button"
      {...button}
      className={cx(styles.button, styles[look], styles[size], isBusy && styles.busy, className)}
      aria-disabled={isDisabled ? true : undefined}
      aria-busy={isBusy ? true : undefined}
      onClick={(event) => isFor(event) && onClick?.(event)}
    >
      {icon !== undefined && <Icon name={icon} size={16} />}
      {children}
      {trailing}
    </button>
  )
  return hint === undefined && keys === undefined ? (
    element
  ) : (
    <Tooltip text={hint ?? String(button['aria-label'] ?? children)} keys={keys}>
      {element}
    </Tooltip>
  )
}
