/** A run that ended early waits for a word; nothing is lost by waiting. */
import type { ReactElement } from 'react'
import type { Job } from '../../../app/contract/jobs.ts'
import { useActions } from '../../state/actions.ts'
import { errorTitle } from '../../text/errors.ts'
import { strip } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import styles from './Strip.module.css'

export function Stopped({ job }: { readonly job: Job }): ReactElement {
  const actions = useActions()
  const isFailed = job.state === 'failed'
  const hasPreview = job.preview !== undefined
  const head = isFailed ? `${errorTitle(job.error?.code ?? '')}.` : strip.stopped
  return (
    <div className={styles.sentence}>
      {isFailed && <Icon name="error" size={16} className={styles.errorIcon} />}
      <p className={styles.rest}>
        <strong className={styles.head}>{head}</strong>{' '}
        {isFailed ? job.error?.message : hasPreview && strip.stoppedText}
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
