/** While comparing: the two rounds as ways on. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { backTo, compareWords, goOnFrom } from '../../text/compare.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './TopBar.module.css'

export function CompareArea(): ReactElement | null {
  const actions = useActions()
  const before = useWindow((state) => selectRound(state, state.compare?.before ?? null))
  const after = useWindow((state) => selectRound(state, state.compare?.after ?? null))
  if (!before || !after) return null
  const [earlier, later] = before.createdAt <= after.createdAt ? [before, after] : [after, before]
  return (
    <div className={styles.generateArea}>
      <Button look="quiet" size="main" icon="close" keys="Escape" onClick={() => actions.changeCompare(null)}>
        {compareWords.close}
      </Button>
      <Button size="main" onClick={() => actions.goOnFrom(earlier.id)}>
        {backTo(earlier.level)}
      </Button>
      <Button look="primary" size="main" onClick={() => actions.goOnFrom(later.id)}>
        {goOnFrom(later.level)}
      </Button>
    </div>
  )
}
