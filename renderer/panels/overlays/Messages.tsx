/** Messages above the strip: an error stays until it is dismissed, a notice goes after 6 s unless it is being read. */
import { useCallback, useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { StudioErrorData } from '../../../app/contract/errors.ts'
import type { Job } from '../../../app/contract/jobs.ts'
import { useActions } from '../../state/actions.ts'
import { selectFailedJobs } from '../../state/derived.ts'
import { useWindow, useWindowStore } from '../../state/window.ts'
import type { Message } from '../../state/window.ts'
import { messageWords } from '../../text/dialogs.ts'
import { errorTitle, errorWords } from '../../text/errors.ts'
import { strip } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { jobOffers, useOffers } from './offers.ts'
import { PictureOffer } from './PictureOffer.tsx'
import styles from './overlays.module.css'

const noticeMs = 6000

export function Messages(): ReactElement {
  const messages = useWindow((state) => state.messages)
  const failed = useWindow(selectFailedJobs)
  const isOverStrip = useWindow((state) => state.screen === 'studio')
  return (
    <div className={cx(styles.messages, isOverStrip && styles.overStrip)}>
      {messages.map((message) => (
        <MessageCard key={message.id} message={message} />
      ))}
      {failed.map((job) => (
        <FailedRun key={job.id} job={job} />
      ))}
      <PictureOffer />
    </div>
  )
}

function MessageCard({ message }: { readonly message: Message }): ReactElement {
  const actions = useActions()
  const offers = useOffers(message)
  const { id, tone, title, text, error } = message
  const dismiss = useCallback(() => actions.dismiss(id), [actions, id])
  const dismissing = offers.map(({ label, run }) => ({
    label,
    run: () => {
      dismiss()
      run()
    },
  }))
  return <Card {...{ tone, title, text, error }} offers={dismissing} onDismiss={dismiss} />
}

function FailedRun({ job }: { readonly job: Job }): ReactElement {
  const actions = useActions()
  const offers = jobOffers(job, actions, useWindowStore().getState())
  const dismiss = useCallback(() => void actions.discard(job.id), [actions, job.id])
  return <Card tone="error" title={strip.failed} error={job.error} offers={offers} onDismiss={dismiss} />
}

interface CardProps extends Pick<Message, 'tone' | 'title' | 'offers'> {
  readonly text?: string | undefined
  readonly error?: StudioErrorData | undefined
  readonly onDismiss: () => void
}

function Card({ tone, title, text, error, offers, onDismiss }: CardProps): ReactElement {
  const [isHeld, setHeld] = useState(false)
  const isHeldBack = useWindow(({ project }) => error?.code === 'diskFull' && (project?.unsaved ?? 0) > 0)
  useEffect(() => {
    if (tone !== 'notice' || isHeld) return undefined
    const timer = setTimeout(onDismiss, noticeMs)
    return () => clearTimeout(timer)
  }, [onDismiss, tone, isHeld])
  return (
    <article
      // Both speak by themselves, so nothing else says them.
      role={tone === 'error' ? 'alert' : 'status'}
      className={cx(styles.message, styles[tone])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={styles.messageIcon}>
        <Icon name={tone === 'error' ? 'error' : 'info'} size={18} />
      </span>
      <div className={styles.messageBody}>
        <p className={styles.messageTitle}>{error ? errorTitle(error.code) : title}</p>
        {error && <p>{error.message}</p>}
        {isHeldBack && <p>{errorWords.strokesHeld}</p>}
        {text !== undefined && <p>{text}</p>}
        {offers.length > 0 && (
          <div className={styles.offers}>
            {offers.map(({ label, run }, at) => (
              <Button key={label} look={at === 0 ? 'primary' : 'plain'} onClick={run}>
                {label}
              </Button>
            ))}
          </div>
        )}
        {error?.detail !== undefined && <Details error={error} />}
      </div>
      <IconButton icon="close" label={messageWords.dismiss} onClick={onDismiss} />
    </article>
  )
}

function Details({ error }: { readonly error: StudioErrorData }): ReactElement {
  const text = `${error.code}\n${error.message}\n${error.detail ?? ''}`
  return (
    <details className={styles.details}>
      <summary>{messageWords.details}</summary>
      <pre>{text}</pre>
      <Button look="quiet" icon="copy" onClick={() => void navigator.clipboard.writeText(text)}>
        {messageWords.copy}
      </Button>
    </details>
  )
}
