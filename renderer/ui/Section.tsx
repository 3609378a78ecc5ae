/** A part of a side panel under its own head; it can be folded if asked. */
import { useId, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { Icon } from '../theme/icons.tsx'
import type { IconName } from '../theme/icons.tsx'
import { cx } from './cx.ts'
import styles from './Section.module.css'

export interface SectionProps {
  readonly title: string
  readonly icon?: IconName | undefined
  /** After the title, in a second voice: a count. */
  readonly count?: ReactNode
  /** At the head's end. */
  readonly actions?: ReactNode
  readonly isFoldable?: boolean
  readonly isFolded?: boolean
  /** Takes the height that is left and scrolls inside. */
  readonly isGrowing?: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Section(props: SectionProps): ReactElement {
  const { title, icon, count, actions, isFoldable, isGrowing, className, children } = props
  const [isFolded, setFolded] = useState(props.isFolded ?? false)
  const id = useId()
  return (
    <section className={cx(styles.section, isGrowing && styles.growing, className)} aria-labelledby={id}>
      <div className={styles.head}>
        {icon && <Icon name={icon} size={16} className={styles.icon} />}
        <h2 className={styles.title} id={id}>
          {isFoldable ? (
            <button
              type="button"
              className={styles.fold}
              aria-expanded={!isFolded}
              onClick={() => setFolded(!isFolded)}
            >
              {title}
              <Icon name={isFolded ? 'right' : 'down'} size={12} />
            </button>
          ) : (
            title
          )}
        </h2>
        {count !== undefined && <span className={styles.count}>{count}</span>}
        <span className={styles.gap} />
        {actions}
      </div>
      {!isFolded && children}
    </section>
  )
}
