/** How a model runs on each device, against the processor as the reference. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { DraftSettings } from '../../../app/contract/document.ts'
import type { DeviceReport } from '../../../app/contract/engine.ts'
import type { ModelEntry, Speed } from '../../../app/contract/studio.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { differsBy, howItRuns, modelWords, passTime } from '../../text/models.ts'
import { bytes, took } from '../../text/numbers.ts'
import { deviceNames, deviceRuntimes } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import styles from './models.module.css'

const usualInstances = 6

export function DeviceTable({ model }: { readonly model: ModelEntry }): ReactElement {
  const devices = useWindow((state) => state.devices)
  const { isBusy, test, measure } = useTests(model.id)
  const { columns } = tableWords
  return (
    <section aria-label={modelWords.devices}>
      <div className={styles.deviceHead}>
        <h3 className={styles.heading}>{modelWords.devices}</h3>
        <span className={styles.small}>{howItRuns(model.speeds[0]?.instances ?? usualInstances)}</span>
        <span className={styles.gap} />
        <Button isBusy={isBusy} onClick={measure}>
          {modelWords.measure}
        </Button>
        <Button icon="play" isBusy={isBusy} onClick={test}>
          {modelWords.testAll}
        </Button>
      </div>
      <table className={cx(styles.table, styles.deviceTable)}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Automatic />
          {(devices ?? []).map((report) => (
            <Row
              key={report.device}
              report={report}
              speed={model.speeds.find(({ device }) => device === report.device)}
            />
          ))}
        </tbody>
      </table>
      {devices === null && <p className={styles.small}>{modelWords.testing}</p>}
    </section>
  )
}

const tableWords = {
  columns: [modelWords.device, modelWords.pass, modelWords.picture, modelWords.needs, modelWords.selfTest],
} as const

function useTests(model: string): { isBusy: boolean; test: () => void; measure: () => void } {
  const actions = useActions()
  const [isBusy, setBusy] = useState(false)
  const during = (work: () => Promise<void>): void => {
    setBusy(true)
    void work().finally(() => setBusy(false))
  }
  return {
    isBusy,
    test: () => during(() => actions.testDevices(true)),
    measure: () => during(() => actions.measureModel(model)),
  }
}

function Automatic(): ReactElement {
  return (
    <tr>
      <th scope="row">
        <Choice device="auto" name={modelWords.automatic} note="" isDisabled={false} />
      </th>
      <td>{modelWords.none}</td>
      <td>{modelWords.none}</td>
      <td>{modelWords.none}</td>
      <td className={styles.small}>{modelWords.automaticHow}</td>
    </tr>
  )
}

interface ChoiceProps {
  readonly device: DraftSettings['device']
  readonly name: string
  readonly note: string
  readonly isDisabled: boolean
}

function Choice({ device, name, note, isDisabled }: ChoiceProps): ReactElement {
  const actions = useActions()
  const used = useWindow((state) => state.project?.document.draft.settings.device)
  return (
    <label className={styles.device} title={used === undefined ? modelWords.noProject : undefined}>
      <input
        type="radio"
        name="device"
        className={styles.radio}
        checked={used === device}
        disabled={isDisabled || used === undefined}
        onChange={() => actions.changeSettings({ device })}
      />
      <span>
        {name}
        {note !== '' && <span className={cx(styles.small, styles.deviceNote)}>{note}</span>}
      </span>
    </label>
  )
}

function Row({ report, speed }: { readonly report: DeviceReport; readonly speed: Speed | undefined }): ReactElement {
  const { device, available, reason } = report
  return (
    <tr className={cx(!available && styles.unavailable)}>
      <th scope="row">
        <Choice
          device={device}
          name={deviceNames[device] ?? device}
          note={deviceRuntimes[device] ?? device}
          isDisabled={!available}
        />
      </th>
      <td>{speed ? passTime(speed.secondsPerPass) : modelWords.none}</td>
      <td>{speed ? took(speed.secondsPerPicture) : modelWords.none}</td>
      <td>{speed ? bytes(speed.memory) : modelWords.none}</td>
      <td className={styles.test}>
        <SelfTest report={report} />
        {!available && <Why reason={reason} />}
      </td>
    </tr>
  )
}

/** The sentence for people; what the runtime said comes on request. */
function Why({ reason }: { readonly reason: string }): ReactElement {
  const [said, ...rest] = reason.split(': ')
  const detail = rest.join(': ')
  if (detail === '') return <span className={styles.small}>{reason}</span>
  return (
    <details className={cx(styles.small, styles.why)}>
      <summary>{said}.</summary>
      {detail}
    </details>
  )
}

function SelfTest({ report }: { readonly report: DeviceReport }): ReactElement | null {
  const { device, available, selfTest, attention } = report
  if (!available) return null
  const isReference = device === 'cpu' || !selfTest
  return (
    <>
      <span className={styles.check}>
        <Icon name="check" size={14} />{' '}
        {isReference ? modelWords.reference : differsBy(selfTest.relativeError, selfTest.milliseconds)}
      </span>
      {attention === 'plain' && <span className={cx(styles.small, styles.deviceNote)}>{modelWords.plain}</span>}
    </>
  )
}
