/** Nothing can be changed here: why, and how to go on all the same. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { strip } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import styles from './Strip.module.css'

export function LookOnly({ why }: { readonly why: string }): ReactElement {
  const actions = useActions()
  return (
    <div className={styles.sentence}>
      <Icon name="eye" size={16} />
      <p className={styles.rest}>{why}</p>
      <Button icon="copies" onClick={() => void actions.chooseCopy()}>
        {strip.saveCopy}
      </Button>
    </div>
  )
}
