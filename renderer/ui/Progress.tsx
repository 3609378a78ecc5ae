/** How far something is, in real steps. Parts have widths in proportion to what they cost. */
import type { ReactElement } from 'react'
import { cx } from './cx.ts'
import styles from './Progress.module.css'

export interface ProgressPart {
  readonly id: string
  readonly done: number
  readonly total: number
  /** The one being worked on is drawn in the accent colour. */
  readonly isActive?: boolean
}

export interface ProgressProps {
  readonly label: string
  readonly done: number
  readonly total: number
  /** What is spoken, such as "62 of 178 passes". */
  readonly text: string
  readonly parts?: readonly ProgressPart[]
  /** One small block for each step of `total`. */
  readonly isStepped?: boolean
  /** Colour of the done part where there are no parts. */
  readonly tone?: 'accent' | 'plain'
  readonly className?: string | undefined
}

export function Progress(props: ProgressProps): ReactElement {
  const { label, done, total, text, isStepped, tone = 'plain', className } = props
  const parts = props.parts ?? [{ id: 'all', done, total, isActive: tone === 'accent' }]
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={text}
      className={cx(styles.progress, className)}
    >
      {parts.map((part) => (isStepped ? <Steps key={part.id} part={part} /> : <Part key={part.id} part={part} />))}
    </div>
  )
}

function Part({ part }: { readonly part: ProgressPart }): ReactElement {
  const share = part.total === 0 ? 0 : part.done / part.total
  return (
    <span className={styles.part} style={{ flexGrow: part.total }}>
      <span className={cx(styles.done, part.isActive && styles.active)} style={{ width: `${share * 100}%` }} />
    </span>
  )
}

function Steps({ part }: { readonly part: ProgressPart }): ReactElement {
  return (
    <>
      {Array.from({ length: part.total }, (_, step) => (
        <span
          key={step}
          className={cx(styles.step, step < part.done && (part.isActive ? styles.active : styles.full))}
        />
      ))}
    </>
  )
}
