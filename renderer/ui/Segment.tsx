/** One of a few, all in sight: a radio group. */
import type { ReactElement } from 'react'
import { Icon } from '../theme/icons.tsx'
import type { IconName } from '../theme/icons.tsx'
import { cx } from './cx.ts'
import { moveFocus } from './roving.ts'
import { Tooltip } from './Tooltip.tsx'
import styles from './Segment.module.css'

export interface SegmentOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly icon?: IconName
  /** Why it cannot be chosen. */
  readonly reason?: string | undefined
  readonly hint?: string
}

export interface SegmentProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly SegmentOption<Value>[]
  readonly onChange: (value: Value) => void
  readonly size?: 'option' | 'control'
  readonly isWide?: boolean
  /** The icons stand alone in a top bar that is too narrow for the words. */
  readonly canFold?: boolean
}

export function Segment<Value extends string>(props: SegmentProps<Value>): ReactElement {
  const { label, value, options, onChange, size = 'control', isWide, canFold } = props
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cx(styles.segment, styles[size], isWide && styles.wide, canFold && styles.folding)}
      onKeyDown={(event) => moveFocus(event, '[role=radio]')?.click()}
    >
      {options.map((option) => (
        <Part
          key={option.value}
          option={option}
          isChosen={option.value === value}
          onChoose={() => option.value !== value && onChange(option.value)}
        />
      ))}
    </div>
  )
}

interface PartProps {
  readonly option: SegmentOption<string>
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Part({ option, isChosen, onChoose }: PartProps): ReactElement {
  const { label, icon, reason, hint } = option
  const part = (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      aria-disabled={reason === undefined ? undefined : true}
      tabIndex={isChosen ? 0 : -1}
      className={cx(styles.part, isChosen && styles.chosen)}
      onClick={reason === undefined ? onChoose : undefined}
    >
      {icon && <Icon name={icon} size={14} />}
      <span className={styles.word}>{label}</span>
    </button>
  )
  const text = reason ?? hint
  return text === undefined ? part : <Tooltip text={text}>{part}</Tooltip>
}
