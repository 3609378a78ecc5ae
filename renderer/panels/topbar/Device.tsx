/** What draws, and with how much memory; a press leads to models and devices. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { selectRunningJob } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { bytes } from '../../text/numbers.ts'
import { deviceNames, topbar } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import styles from './TopBar.module.css'

export function Device(): ReactElement | null {
  const actions = useActions()
  const choice = useWindow((state) => state.estimate?.device)
  const memory = useWindow((state) => state.estimate?.memory)
  const isRunning = useWindow((state) => selectRunningJob(state) !== null)
  if (!choice) return null
  const total = memory?.total
  const amount = total === undefined ? null : isRunning ? `${bytes(memory!.needed)} of ${bytes(total)}` : bytes(total)
  return (
    <Tooltip text={choice.reason}>
      <button type="button" className={styles.device} onClick={() => actions.goTo('models')}>
        <Icon name="device" size={16} />
        <span className={styles.deviceName}>{deviceNames[choice.device]}</span>
        {amount !== null && <span className={styles.third}>{amount}</span>}
        <span className="visually-hidden">{topbar.devices}</span>
      </button>
    </Tooltip>
  )
}
