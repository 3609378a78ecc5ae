/** A number by hand: typed, stepped with arrows, or dragged by its label. Enter takes it, Escape leaves what was there. */
import { useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { cx } from './cx.ts'
import { factorOf, stepTo, useScrub } from './scrub.ts'
import { Hinted } from './Tooltip.tsx'
import styles from './Field.module.css'

export interface NumberFieldProps {
  /** Name for everyone; `short` is shown in its place. */
  readonly label: string
  readonly short?: string
  readonly value: number
  readonly unit?: string
  /** The unit is spoken only. */
  readonly isUnitHidden?: boolean
  readonly min?: number
  readonly max?: number
  readonly step?: number
  /** Digits after the point that are shown. */
  readonly digits?: number
  readonly onChange: (value: number) => void
  readonly isDisabled?: boolean
  /** One line about it. */
  readonly hint?: string
  readonly size?: 'option' | 'control'
  readonly className?: string | undefined
}

const far = 1_000_000

export function NumberField(props: NumberFieldProps): ReactElement {
  const {
    label,
    short,
    value,
    unit,
    min = -far,
    max = far,
    step = 1,
    digits = 0,
    onChange,
    isDisabled,
    hint,
    size,
    className,
  } = props
  const [typed, setTyped] = useState<string | null>(null)
  const range = { value, min, max, step }
  const scrub = useScrub(range, onChange)
  const shown = String(Number(value.toFixed(digits)))

  const commit = (): void => {
    const number = typed === null ? Number.NaN : numberOf(typed)
    if (!Number.isNaN(number) && number !== value) onChange(stepTo(number, range))
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') commit()
    else if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation()
      setTyped(null)
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      setTyped(null)
      onChange(stepTo(value + (event.key === 'ArrowUp' ? 1 : -1) * step * factorOf(event), range))
    }
  }
  return (
    <Hinted hint={hint}>
      <label className={cx(styles.field, size === 'option' && styles.option, isDisabled && styles.disabled, className)}>
        <span className={styles.scrub} {...(isDisabled ? {} : scrub)}>
          {short ?? label}
        </span>
        <input
          className={styles.input}
          role="spinbutton"
          inputMode="decimal"
          autoComplete="off"
          aria-label={label}
          aria-description={hint}
          aria-valuenow={value}
          aria-valuetext={unit === undefined ? shown : `${shown} ${unit}`}
          {...(min > -far && { 'aria-valuemin': min })}
          {...(max < far && { 'aria-valuemax': max })}
          disabled={isDisabled}
          value={typed ?? shown}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
        {unit !== undefined && !props.isUnitHidden && <span className={styles.unit}>{unit}</span>}
      </label>
    </Hinted>
  )
}

/** A comma is a point too; empty text is no number. */
function numberOf(text: string): number {
  const trimmed = text.trim().replace(',', '.')
  return trimmed === '' ? Number.NaN : Number(trimmed)
}
