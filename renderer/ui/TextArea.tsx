/** Words over several lines, as high as they need. `marks` are drawn under them, such as lines below unknown words. */
import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './Field.module.css'

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'onChange' | 'value'> {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** The same text in the same order, with marks. */
  readonly marks?: ReactNode
}

export function TextArea({ label, value, onChange, marks, className, ...rest }: TextAreaProps): ReactElement {
  return (
    <div className={cx(styles.area, className)}>
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
