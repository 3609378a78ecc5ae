/** Which model draws in new projects, and what it takes here. */
import type { ReactElement } from 'react'
import type { ModelEntry } from '../../../app/contract/studio.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { bytes } from '../../text/numbers.ts'
import { perPicture, perPictureWith, startWords } from '../../text/start.ts'
import { deviceNames } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { RadioCards } from '../../ui/RadioCard.tsx'
import type { RadioCardOption } from '../../ui/RadioCard.tsx'
import styles from './start.module.css'

export function ModelChooser(): ReactElement {
  const actions = useActions()
  const models = useWindow((state) => state.models)
  const chosen = useWindow((state) => state.preferences.defaultModel)
  return (
    <aside className={styles.chooser} aria-label={startWords.model}>
      <h2 className={styles.chooserTitle}>{startWords.model}</h2>
      <p className={styles.about}>{startWords.modelHow}</p>
      <Device />
      <RadioCards
        label={startWords.model}
        value={chosen}
        options={models.map(cardOf)}
        onChange={(defaultModel) => void actions.setPreferences({ defaultModel })}
      />
      <div className={styles.import}>
        <Button look="quiet" icon="import" onClick={() => actions.goTo('models')}>
          {startWords.import}
        </Button>
        <span className={styles.small}>{startWords.importKinds}</span>
      </div>
      <div className={styles.gap} />
      <div className={styles.tour}>
        <Icon name="tour" size={18} />
        <span className={styles.tourWords}>
          {startWords.firstTime}
          <span className={styles.small}>{startWords.tourLength}</span>
        </span>
        <Button onClick={() => void actions.startTour()}>{startWords.tour}</Button>
      </div>
    </aside>
  )
}

function Device(): ReactElement {
  const actions = useActions()
  const devices = useWindow((state) => state.devices)
  const best =
    devices?.find(({ available, device }) => available && device !== 'cpu') ??
    devices?.find(({ available }) => available)
  return (
    <div className={styles.device}>
      <Icon name="device" size={18} />
      <span className={styles.deviceWords}>
        {best ? (deviceNames[best.device] ?? best.device) : startWords.device}
        <span className={styles.small}>{best ? startWords.tested : startWords.testing}</span>
      </span>
      <Button look="quiet" onClick={() => actions.goTo('models')}>
        {startWords.change}
      </Button>
    </div>
  )
}

function cardOf({ id, name, about, bytes: size, state, speeds }: ModelEntry): RadioCardOption<string> {
  const [speed] = speeds
  const isUsable = state === 'ready' || state === 'slow'
  const fit =
    speed &&
    (id === 'starter' ? perPicture(speed.secondsPerPicture) : perPictureWith(speed.secondsPerPicture, speed.memory))
  return {
    value: id,
    label: name,
    note: about,
    cost: bytes(size),
    isDisabled: !isUsable,
    status: isUsable && fit ? { text: fit, isWarning: state === 'slow' } : undefined,
  }
}
