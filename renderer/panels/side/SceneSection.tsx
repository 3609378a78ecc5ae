/** The scene as a whole: its words, what it avoids, its seed. */
import type { ReactElement } from 'react'
import { largestSeed } from '../../../app/contract/run.ts'
import { useActions } from '../../state/actions.ts'
import { selectDraft, selectRounds, selectWarnings } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { percent } from '../../text/numbers.ts'
import { pictureWords } from '../../text/pictures.ts'
import { settingHints } from '../../text/settings.ts'
import { side } from '../../text/studio.ts'
import { things } from '../../text/things.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { MenuEntry } from '../../ui/Menu.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Section } from '../../ui/Section.tsx'
import { Slider } from '../../ui/Slider.tsx'
import { ToggleButton } from '../../ui/ToggleButton.tsx'
import { useCommandItems } from '../shell/command-menu.ts'
import { CaptionField } from './CaptionField.tsx'
import { useCanEdit } from './can-edit.ts'
import styles from './sections.module.css'

export function SceneSection(): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const caption = useWindow((state) => selectDraft(state)?.scene.caption ?? '')
  const avoid = useWindow((state) => selectDraft(state)?.scene.negativeCaption ?? '')
  return (
    <Section
      title={side.scene}
      actions={
        <>
          <Seed />
          <SceneMenu />
        </>
      }
    >
      <div className={styles.body}>
        <CaptionField
          label={side.caption}
          kind="scene"
          placeholder={things.describe}
          value={caption}
          rows={2}
          isDisabled={!canEdit}
          onChange={(text) => actions.changeScene({ caption: text })}
        />
        <StillNamed />
        <CaptionField
          label={side.avoid}
          kind="avoid"
          prefix={side.avoid}
          value={avoid}
          isDisabled={!canEdit}
          onChange={(text) => actions.changeScene({ negativeCaption: text.trim() === '' ? null : text })}
        />
        <BackdropOpacity />
      </div>
    </Section>
  )
}

/** Things that were taken away and may come back, because the caption names them. */
function StillNamed(): ReactElement[] {
  const general = useWindow((state) => selectWarnings(state, null))
  return general
    .filter(({ code }) => code === 'stillNamed')
    .map(({ message }) => (
      <p key={message} className={styles.warning}>
        <Icon name="warning" size={14} />
        {message}
      </p>
    ))
}

/** Where a backdrop is shown: how strongly. */
function BackdropOpacity(): ReactElement | null {
  const actions = useActions()
  const canEdit = useCanEdit()
  const backdrop = useWindow((state) => selectDraft(state)?.backdrop ?? null)
  if (!backdrop?.isShown) return null
  return (
    <Slider
      label={side.backdrop}
      value={backdrop.opacity}
      min={0}
      max={1}
      step={0.01}
      format={percent}
      isDisabled={!canEdit}
      onChange={(opacity) => actions.changeBackdrop({ opacity })}
    />
  )
}

function Seed(): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const seed = useWindow((state) => selectDraft(state)?.settings.seed ?? 0)
  const isLocked = useWindow((state) => selectDraft(state)?.settings.seedLocked === true)
  return (
    <Popover
      label={side.seed}
      trigger={
        <Button look="quiet" size="option" icon={isLocked ? 'lock' : 'dice'} aria-label={`${side.seed} ${seed}`}>
          {seed}
        </Button>
      }
    >
      <div className={styles.seed}>
        <NumberField
          label={side.seed}
          value={seed}
          min={0}
          max={largestSeed}
          isDisabled={!canEdit}
          onChange={(value) => actions.changeSettings({ seed: Math.round(value) })}
        />
        <Button icon="dice" isDisabled={!canEdit} onClick={actions.rollSeed}>
          {side.roll}
        </Button>
        <ToggleButton
          icon="lock"
          isOn={isLocked}
          isDisabled={!canEdit}
          onChange={(isOn) => actions.changeSettings({ seedLocked: isOn })}
        >
          {side.lockSeed}
        </ToggleButton>
        <p className={styles.quiet}>
          {settingHints.seed} {settingHints.lockSeed}
        </p>
      </div>
    </Popover>
  )
}

function SceneMenu(): ReactElement {
  const actions = useActions()
  const backdrop = useWindow((state) => selectDraft(state)?.backdrop ?? null)
  const hasRounds = useWindow((state) => selectRounds(state).length > 0)
  const canEdit = useCanEdit()
  const items: readonly MenuEntry[] = [
    ...useCommandItems(['size', 'pasteInPlace', 'selectAll', 'separator', 'picture.start', 'picture.backdrop']),
    ...(backdrop === null
      ? []
      : ([
          'separator',
          {
            label: backdrop.isShown ? side.hideBackdrop : side.showBackdrop,
            onSelect: () => actions.changeBackdrop({ isShown: !backdrop.isShown }),
          },
          {
            label: hasRounds ? pictureWords.goOnBackdrop : pictureWords.useBackdrop,
            isDisabled: !canEdit,
            onSelect: () => void actions.startFromBackdrop(),
          },
          { label: side.removeBackdrop, onSelect: () => actions.changeBackdrop(null) },
        ] as const)),
  ]
  return (
    <Menu items={items} align="end">
      <IconButton icon="more" label={side.more} />
    </Menu>
  )
}
