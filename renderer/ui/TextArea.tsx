/** Words over several lines, as high as they need. `marks` are drawn under them, such as lines below unknown words. */
import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './Field.module.css'

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'onChange' | 'value' | 'prefix'> {
  readonly label: string
  readonly value: string
  /** Shown before the words, such as "Avoid". */
  readonly prefix?: string | undefined
  readonly onChange: (value: string) => void
  /** The same text in the same order, with marks. */
  readonly marks?: ReactNode
}

export function TextArea({ label, value, onChange, prefix, marks, className, ...rest }: TextAreaProps): ReactElement {
  return (
    <div className={cx(styles.area, prefix !== undefined && styles.withPrefix, className)}>
      {prefix !== undefined && <span className={styles.prefix}>{prefix}</span>}
      <div className={styles.mirror} aria-hidden="true">
        {marks ?? (value === '' ? rest.placeholder : value)}
        {'\u200B'}
      </div>
      <textarea
        rows={1}
        spellCheck={false}
        {...rest}
        className={styles.text}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}
