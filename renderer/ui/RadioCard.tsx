/** One of a few ways on, each with a line about it and what it costs. */
import { useId } from 'react'
import type { ReactElement } from 'react'
import { Icon } from '../theme/icons.tsx'
import { cx } from './cx.ts'
import { moveFocus } from './roving.ts'
import styles from './RadioCard.module.css'

export interface RadioCardOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly note?: string
  /** At its end, such as "about 10 s". */
  readonly cost?: string
  /** A last line: that it fits, or what stands against it. */
  readonly status?: { readonly text: string; readonly isWarning?: boolean } | undefined
  readonly isDisabled?: boolean
}

export interface RadioCardsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly RadioCardOption<Value>[]
  readonly onChange: (value: Value) => void
}

export function RadioCards<Value extends string>(props: RadioCardsProps<Value>): ReactElement {
  const { label, value, options, onChange } = props
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={styles.cards}
      onKeyDown={(event) => moveFocus(event, '[role=radio]')?.click()}
    >
      {options.map((option) => (
        <Card
          key={option.value}
          option={option}
          isChosen={option.value === value}
          onChoose={() => onChange(option.value)}
        />
      ))}
    </div>
  )
}

interface CardProps {
  readonly option: RadioCardOption<string>
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Card({ option, isChosen, onChoose }: CardProps): ReactElement {
  const note = useId()
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      aria-label={option.label}
      aria-describedby={note}
      tabIndex={isChosen ? 0 : -1}
      className={cx(styles.card, isChosen && styles.chosen)}
      aria-disabled={option.isDisabled ? true : undefined}
      onClick={option.isDisabled ? undefined : onChoose}
    >
      <span className={styles.ring} />
      <span className={styles.words}>
        <span className={styles.label}>{option.label}</span>
        <span className={styles.note} id={note}>
          {option.note}
        </span>
        {option.status && (
          <span className={cx(styles.status, option.status.isWarning && styles.warned)}>
            <Icon name={option.status.isWarning ? 'warning' : 'check'} size={14} />
            {option.status.text}
          </span>
        )}
      </span>
      {option.cost !== undefined && <span className={styles.cost}>{option.cost}</span>}
    </button>
  )
}
