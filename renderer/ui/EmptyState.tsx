/** What a place will hold, and how it gets there. */
import type { ReactElement, ReactNode } from 'react'
import styles from './EmptyState.module.css'

export interface EmptyStateProps {
  readonly title: string
  readonly text?: string
  readonly children?: ReactNode
}

export function EmptyState({ title, text, children }: EmptyStateProps): ReactElement {
  return (
    <div className={styles.empty}>
      <p>
        <span className={styles.title}>{title}</span> {text}
      </p>
      {children}
    </div>
  )
}
