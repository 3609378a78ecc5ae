/** What the artist likes; each choice acts at once and is kept for this user. */
import type { ReactElement } from 'react'
import type { Preferences } from '../../../app/contract/preferences.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { settingsWords as words } from '../../text/dialogs.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Choice, Group, Switch } from './choices.tsx'
import styles from './overlays.module.css'

type Change = (change: Partial<Preferences>) => void

export function Settings(): ReactElement {
  const actions = useActions()
  const preferences = useWindow((state) => state.preferences)
  const change: Change = (what) => void actions.setPreferences(what)
  return (
    <Dialog title={words.title} isOpen onClose={() => actions.openDialog(null)}>
      <Appearance preferences={preferences} change={change} />
      <Group title={words.canvas}>
        <Switch
          label={words.outlines}
          isOn={preferences.strongOutlines}
          onChange={(strongOutlines) => change({ strongOutlines })}
        />
        <Switch
          label={words.wheel}
          note={words.wheelHow}
          isOn={preferences.wheelScrolls}
          onChange={(wheelScrolls) => change({ wheelScrolls })}
        />
      </Group>
      <Group title={words.generating}>
        <Choice
          label={words.preview}
          value={`${preferences.previewEvery}` as const}
          names={words.previews}
          onChange={(every) => change({ previewEvery: Number(every) as Preferences['previewEvery'] })}
        />
        <Switch
          label={words.compare}
          isOn={preferences.compareAfterRun}
          onChange={(compareAfterRun) => change({ compareAfterRun })}
        />
      </Group>
      <Group title={words.keyboard}>
        <Switch
          label={words.single}
          note={words.singleHow}
          isOn={preferences.singleKeys}
          onChange={(singleKeys) => change({ singleKeys })}
        />
        <div className={styles.setting}>
          <span className={styles.settingWords}>{words.keys}</span>
          <Button onClick={() => actions.openDialog('shortcuts')}>{words.changeKeys}</Button>
        </div>
      </Group>
    </Dialog>
  )
}

const scales = { '90': '90', '100': '100', '110': '110', '125': '125', '150': '150 %' } as const

function Appearance({
  preferences,
  change,
}: {
  readonly preferences: Preferences
  readonly change: Change
}): ReactElement {
  return (
    <Group title={words.appearance}>
      <Choice
        label={words.theme}
        value={preferences.theme}
        names={words.themes}
        onChange={(theme) => change({ theme })}
      />
      <Choice
        label={words.scale}
        value={`${preferences.scale}` as const}
        names={scales}
        onChange={(scale) => change({ scale: Number(scale) as Preferences['scale'] })}
      />
      <Choice
        label={words.motion}
        value={preferences.motion}
        names={words.motions}
        onChange={(motion) => change({ motion })}
      />
      <Switch
        label={words.targets}
        isOn={preferences.largeTargets}
        onChange={(largeTargets) => change({ largeTargets })}
      />
    </Group>
  )
}
