/** What became of a thing, in a word with its icon; never by colour alone. */
import type { ReactElement, ReactNode } from 'react'
import { Icon } from '../theme/icons.tsx'
import type { IconName } from '../theme/icons.tsx'
import { cx } from './cx.ts'
import styles from './Badge.module.css'

export interface BadgeProps {
  readonly tone?: 'plain' | 'accent' | 'warning' | 'error'
  readonly icon?: IconName | undefined
  readonly children: ReactNode
}

export function Badge({ tone = 'plain', icon, children }: BadgeProps): ReactElement {
  return (
    <span className={cx(styles.badge, styles[tone])}>
      {icon !== undefined && <Icon name={icon} size={12} />}
      {children}
    </span>
  )
}
