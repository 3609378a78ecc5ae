/** What the model may not draw as it is meant, under the sentence. */
import type { ReactElement } from 'react'
import { Icon } from '../../theme/icons.tsx'
import { cx } from '../../ui/cx.ts'
import styles from './Strip.module.css'

export function Warning({ text }: { readonly text: string }): ReactElement {
  return (
    <div className={styles.sentence}>
      <Icon name="warning" size={16} className={styles.warningIcon} />
      <p className={cx(styles.rest, styles.oneLine)} title={text}>
        {text}
      </p>
    </div>
  )
}
