/** Every number of a round. */
import type { ReactElement } from 'react'
import type { DraftSettings } from '../../../app/contract/document.ts'
import { deviceNames as devices, mergeNames, ruleNames, samplerNames } from '../../../app/contract/run.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { settingHints } from '../../text/settings.ts'
import { deviceNames, merges, rules, samplers, side } from '../../text/studio.ts'
import { percent } from '../../text/numbers.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { Select } from '../../ui/Select.tsx'
import type { SelectProps } from '../../ui/Select.tsx'
import { Slider } from '../../ui/Slider.tsx'
import { Hinted } from '../../ui/Tooltip.tsx'
import { useCanEdit } from './can-edit.ts'
import styles from './sections.module.css'

/** More than this no sampler has. */
const mostSteps = 500

const twoDigits = (value: number): string => value.toFixed(2)

export function Advanced({ settings }: { readonly settings: DraftSettings }): ReactElement {
  const { changeSettings } = useActions()
  const isDisabled = !useCanEdit()
  return (
    <div className={styles.advanced}>
      <div className={styles.two}>
        <NumberField
          label={side.steps}
          hint={settingHints.steps}
          value={settings.steps}
          min={1}
          max={mostSteps}
          isDisabled={isDisabled}
          onChange={(steps) => changeSettings({ steps: Math.round(steps) })}
        />
        <NumberField
          label={side.guidance}
          hint={settingHints.guidance}
          value={settings.guidance}
          min={0}
          max={100}
          step={0.5}
          digits={1}
          isDisabled={isDisabled}
          onChange={(guidance) => changeSettings({ guidance })}
        />
        <NumberField
          label={side.variants}
          hint={settingHints.variants}
          value={settings.variants}
          min={1}
          max={8}
          isDisabled={isDisabled}
          onChange={(variants) => changeSettings({ variants: Math.round(variants) })}
        />
      </div>
      <Slider
        label={side.placement}
        hint={settingHints.placement}
        value={settings.alpha}
        min={0}
        max={1}
        step={0.01}
        format={twoDigits}
        isDisabled={isDisabled}
        onChange={(alpha) => changeSettings({ alpha })}
      />
      <Slider
        label={side.tracks}
        hint={settingHints.tracks}
        value={settings.mis}
        min={0}
        max={1}
        step={0.01}
        format={percent}
        isDisabled={isDisabled}
        onChange={(mis) => changeSettings({ mis })}
      />
      <Choices settings={settings} isDisabled={isDisabled} />
    </div>
  )
}

interface ChoicesProps {
  readonly settings: DraftSettings
  readonly isDisabled: boolean
}

function Choices({ settings, isDisabled }: ChoicesProps): ReactElement {
  const { changeSettings, takeModel } = useActions()
  const models = useWindow((state) => state.models)
  const reports = useWindow((state) => state.devices)
  const usable = models.filter(({ state, id }) => state === 'ready' || state === 'slow' || id === settings.model)
  const available = devices.filter((device) => reports?.some((report) => report.device === device && report.available))
  return (
    <>
      <Choice
        label={side.sampler}
        hint={settingHints.sampler}
        value={settings.sampler}
        isDisabled={isDisabled}
        options={samplerNames.map((value) => ({ value, label: samplers[value] }))}
        onChange={(sampler) => changeSettings({ sampler })}
      />
      <Choice
        label={side.merge}
        hint={settingHints.merge}
        value={settings.merge}
        isDisabled={isDisabled}
        options={mergeNames.map((value) => ({ value, label: merges[value] }))}
        onChange={(merge) => changeSettings({ merge })}
      />
      <Choice
        label={side.rule}
        hint={settingHints.rule}
        value={settings.rule}
        isDisabled={isDisabled}
        options={ruleNames.map((value) => ({ value, label: rules[value] }))}
        onChange={(rule) => changeSettings({ rule })}
      />
      <Choice
        label={side.model}
        hint={settingHints.model}
        value={settings.model}
        isDisabled={isDisabled}
        options={usable.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={takeModel}
      />
      <Choice
        label={side.device}
        hint={settingHints.device}
        value={settings.device}
        isDisabled={isDisabled}
        options={[
          { value: 'auto', label: side.autoDevice },
          ...available.map((value) => ({ value, label: deviceNames[value]! })),
        ]}
        onChange={(device) => changeSettings({ device })}
      />
    </>
  )
}

/** One of several, with its label before it. */
function Choice<Value extends string>(props: SelectProps<Value>): ReactElement {
  return (
    <div className={styles.row}>
      <Hinted hint={props.hint}>
        <span className={styles.label}>{props.label}</span>
      </Hinted>
      <Select {...props} className={styles.grow} />
    </div>
  )
}
