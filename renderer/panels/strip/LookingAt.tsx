/** An earlier round is looked at: what it is, and how to go on from it. */
import type { ReactElement } from 'react'
import type { Round } from '../../../app/contract/project.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { side, strip } from '../../text/studio.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Strip.module.css'

export function LookingAt({ round }: { readonly round: Round }): ReactElement {
  const actions = useActions()
  const name = useWindow((state) => state.project?.document.rounds[round.id]?.name)
  const isReadOnly = useWindow((state) => state.project?.readOnly !== undefined)
  const title = name ?? side.round(round.level).toLowerCase()
  return (
    <div className={styles.sentence}>
      <p className={styles.rest}>
        <strong className={styles.head}>{strip.looking(title)}</strong> {strip.lookingText}
      </p>
      {!isReadOnly && <Button onClick={() => actions.goOnFrom(round.id)}>{strip.goOnFrom(round.level)}</Button>}
      {round.parent !== null && (
        <Button look="quiet" icon="compare" onClick={() => actions.startCompare(round.id)}>
          {strip.compare}
        </Button>
      )}
      <Button look="quiet" onClick={() => actions.look(null)}>
        {strip.hide}
      </Button>
    </div>
  )
}
