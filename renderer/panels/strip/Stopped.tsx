/** A run that was stopped waits for a word; nothing is lost by waiting. What failed has a message of its own. */
import type { ReactElement } from 'react'
import type { Job } from '../../../app/contract/jobs.ts'
import { useActions } from '../../state/actions.ts'
import { strip } from '../../text/studio.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Strip.module.css'

export function Stopped({ job }: { readonly job: Job }): ReactElement {
  const actions = useActions()
  const hasPreview = job.preview !== undefined
  return (
    <div className={styles.sentence}>
      <p className={styles.rest}>
        <strong className={styles.head}>{strip.stopped}</strong> {hasPreview && strip.stoppedText}
      </p>
      <Button onClick={() => void actions.goOnWithJob(job.id)}>{strip.goOn}</Button>
      {hasPreview && (
        <Button look="quiet" onClick={() => void actions.keepAsDraft(job.id)}>
          {strip.keepDraft}
        </Button>
      )}
      <Button look="quiet" onClick={() => void actions.discard(job.id)}>
        {strip.discard}
      </Button>
    </div>
  )
}
