/** While a picture is drawn: how much longer, what may be added to the queue, and Cancel with the key that would do it. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import {
  selectCanGenerate,
  selectDraft,
  selectIsAllKept,
  selectIsUnchanged,
  selectRunningJob,
} from '../../state/derived.ts'
import { escapeStops } from '../../state/keys.ts'
import { useWindow } from '../../state/window.ts'
import { keepModes, left, topbar } from '../../text/studio.ts'
import { Button } from '../../ui/Button.tsx'
import { Keys } from '../../ui/Kbd.tsx'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './TopBar.module.css'

export function RunningArea(): ReactElement {
  const actions = useActions()
  const secondsLeft = useWindow((state) => selectRunningJob(state)?.progress?.secondsLeft)
  const canQueue = useWindow(
    (state) => selectCanGenerate(state) && !selectIsUnchanged(state) && !selectIsAllKept(state),
  )
  const keep = useWindow((state) => selectDraft(state)?.keep ?? 'free')
  const queueKeys = useCommandKeys('generate.queue')
  const stopKeys = useCommandKeys('stop')
  const key = useWindow((state) => (escapeStops(state) ? 'Escape' : stopKeys))
  return (
    <div className={styles.generateArea}>
      <span className={styles.keep}>{keepModes[keep].label}</span>
      <span className={styles.time}>{secondsLeft === undefined ? '' : left(secondsLeft)}</span>
      {canQueue && (
        <Button look="quiet" size="main" isOnce keys={queueKeys} onClick={() => void actions.generate()}>
          {topbar.queue}
        </Button>
      )}
      <Button
        size="main"
        icon="stop"
        isOnce
        trailing={key !== undefined && <Keys keys={key} />}
        onClick={() => void actions.stop()}
      >
        {topbar.cancel}
      </Button>
    </div>
  )
}
