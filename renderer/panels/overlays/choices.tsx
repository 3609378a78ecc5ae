/** Lines of a dialog on which something is chosen, each with its words to the left. */
import type { ReactElement, ReactNode } from 'react'
import { settingsWords } from '../../text/dialogs.ts'
import { Segment } from '../../ui/Segment.tsx'
import styles from './overlays.module.css'

export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <section className={styles.group} aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </section>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly note?: string
  readonly value: Value
  readonly names: Readonly<Record<Value, string>>
  readonly onChange: (value: Value) => void
}

export function Choice<Value extends string>({
  label,
  note,
  value,
  names,
  onChange,
}: ChoiceProps<Value>): ReactElement {
  const options = (Object.entries(names) as [Value, string][]).map(([name, title]) => ({ value: name, label: title }))
  return (
    <div className={styles.setting}>
      <span className={styles.settingWords}>
        {label}
        {note !== undefined && <span className={styles.dim}>{note}</span>}
      </span>
      <Segment label={label} value={value} options={options} onChange={onChange} />
    </div>
  )
}

interface SwitchProps {
  readonly label: string
  readonly note?: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

export function Switch({ isOn, onChange, ...rest }: SwitchProps): ReactElement {
  return (
    <Choice
      {...rest}
      value={isOn ? 'on' : 'off'}
      names={{ on: settingsWords.on, off: settingsWords.off }}
      onChange={(value) => onChange(value === 'on')}
    />
  )
}
