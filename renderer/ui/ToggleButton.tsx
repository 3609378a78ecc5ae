/** A word, or a word with an icon, that is on or off. */
import type { ReactElement } from 'react'
import { Button } from './Button.tsx'
import type { ButtonProps } from './Button.tsx'
import { cx } from './cx.ts'
import styles from './Button.module.css'

export interface ToggleButtonProps extends Omit<ButtonProps, 'onChange' | 'look'> {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export function ToggleButton({ isOn, onChange, className, ...rest }: ToggleButtonProps): ReactElement {
  return (
    <Button
      {...rest}
      look={isOn ? 'plain' : 'quiet'}
      className={cx(isOn && styles.on, className)}
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
    />
  )
}
