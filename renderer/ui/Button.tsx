/** A button with a word. A disabled one stays in place, can be pointed at, and its tooltip says why. */
import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react'
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
  /** Why it is disabled, or what else is good to know. */
  readonly hint?: string | undefined
  readonly keys?: string | undefined
}

export function Button(props: ButtonProps): ReactElement {
  const { look = 'plain', size = 'control', icon, trailing, isBusy, isDisabled, hint, keys, ...rest } = props
  const { className, children, onClick, ...button } = rest
  const element = (
    <button
      type="button"
      {...button}
      className={cx(styles.button, styles[look], styles[size], isBusy && styles.busy, className)}
      aria-disabled={isDisabled ? true : undefined}
      aria-busy={isBusy ? true : undefined}
      onClick={isDisabled || isBusy ? undefined : onClick}
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
