/** Messages above the strip: an error stays until it is dismissed, a notice goes after 6 s unless it is being read. */
import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { StudioErrorData } from '../../../app/contract/errors.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import type { Message } from '../../state/window.ts'
import { messageWords } from '../../text/dialogs.ts'
import { errorTitle, errorWords } from '../../text/errors.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useOffers } from './offers.ts'
import { PictureOffer } from './PictureOffer.tsx'
import styles from './overlays.module.css'

const noticeMs = 6000

export function Messages(): ReactElement {
  const messages = useWindow((state) => state.messages)
  const isOverStrip = useWindow((state) => state.screen === 'studio')
  return (
    <div className={cx(styles.messages, isOverStrip && styles.overStrip)}>
      {messages.map((message) => (
        <Card key={message.id} message={message} />
      ))}
      <PictureOffer />
    </div>
  )
}

function Card({ message }: { readonly message: Message }): ReactElement {
  const actions = useActions()
  const offers = useOffers(message)
  const [isHeld, setHeld] = useState(false)
  const { id, tone, error } = message
  const isHeldBack = useWindow(({ project }) => error?.code === 'diskFull' && (project?.unsaved ?? 0) > 0)
  useEffect(() => {
    if (tone !== 'notice' || isHeld) return undefined
    const timer = setTimeout(() => actions.dismiss(id), noticeMs)
    return () => clearTimeout(timer)
  }, [actions, id, tone, isHeld])
  return (
    <article
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
        <p className={styles.messageTitle}>{error ? errorTitle(error.code) : message.title}</p>
        {error && <p>{error.message}</p>}
        {isHeldBack && <p>{errorWords.strokesHeld}</p>}
        {message.text !== undefined && <p>{message.text}</p>}
        {offers.length > 0 && (
          <div className={styles.offers}>
            {offers.map(({ label, run }, at) => (
              <Button
                key={label}
                look={at === 0 ? 'primary' : 'plain'}
                onClick={() => {
                  actions.dismiss(id)
                  run()
                }}
              >
                {label}
              </Button>
            ))}
          </div>
        )}
        {error?.detail !== undefined && <Details error={error} />}
      </div>
      <IconButton icon="close" label={messageWords.dismiss} onClick={() => actions.dismiss(id)} />
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
