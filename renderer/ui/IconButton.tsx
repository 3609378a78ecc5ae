/** A button with an icon alone: its name and keys are in the tooltip. With `isOn` it is a toggle. */
import type { ComponentPropsWithRef, ReactElement } from 'react'
import { Icon } from '../theme/icons.tsx'
import type { IconName, IconProps } from '../theme/icons.tsx'
import { keyText } from '../text/keys.ts'
import { cx } from './cx.ts'
import { Tooltip } from './Tooltip.tsx'
import type { TooltipProps } from './Tooltip.tsx'
import styles from './IconButton.module.css'

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children'> {
  readonly icon: IconName
  readonly label: string
  readonly keys?: string | undefined
  readonly iconSize?: IconProps['size']
  readonly size?: 'mini' | 'option' | 'control' | 'tool'
  /** Makes it a toggle. */
  readonly isOn?: boolean | undefined
  /** Shown in the accent colour while on: the active tool, and what has to do with change. */
  readonly isAccent?: boolean
  readonly isDim?: boolean
  readonly isDisabled?: boolean
  /** In place of the label in the tooltip. */
  readonly hint?: string | undefined
  readonly side?: TooltipProps['side']
  /** In long lists: the system's own tooltip, which costs nothing until it is shown. */
  readonly isLight?: boolean
}

export function IconButton(props: IconButtonProps): ReactElement {
  const { icon, label, keys, iconSize = 16, size = 'control', isOn, isAccent, isDim, isDisabled, ...others } = props
  const { hint, side, isLight, className, onClick, ...button } = others
  const classes = cx(
    styles.button,
    styles[size],
    isOn && styles.on,
    isAccent && isOn && styles.accent,
    isDim && styles.dim,
    className,
  )
  const element = (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isOn}
      aria-disabled={isDisabled ? true : undefined}
      aria-keyshortcuts={keys === undefined ? undefined : keyText(keys)}
      title={isLight ? (hint ?? label) : undefined}
      {...button}
      className={classes}
      onClick={isDisabled ? undefined : onClick}
    >
      <Icon name={icon} size={iconSize} />
    </button>
  )
  if (isLight) return element
  return (
    <Tooltip text={hint ?? label} keys={keys} {...(side && { side })}>
      {element}
    </Tooltip>
  )
}
