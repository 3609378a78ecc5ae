/** A number by feel. Its label can be dragged for finer steps than the track has room for. */
import { Slider as Base } from '@base-ui/react/slider'
import { useId } from 'react'
import type { ReactElement } from 'react'
import { useScrub } from './scrub.ts'
import { Hinted } from './Tooltip.tsx'
import styles from './Slider.module.css'

export interface SliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** What is shown and spoken. */
  readonly format: (value: number) => string
  readonly onChange: (value: number) => void
  readonly isDisabled?: boolean
  /** One line about it. */
  readonly hint?: string
}

export function Slider(props: SliderProps): ReactElement {
  const { label, value, min, max, step, format, onChange, isDisabled, hint } = props
  const hintId = useId()
  const scrub = useScrub({ value, min, max, step }, onChange)
  return (
    <Hinted hint={hint}>
      <Base.Root
        className={styles.slider}
        value={value}
        min={min}
        max={max}
        step={step}
        disabled={isDisabled}
        onValueChange={(next) => onChange(next)}
      >
        <span className={styles.label} {...(isDisabled ? {} : scrub)}>
          {label}
        </span>
        <Base.Control className={styles.control}>
          <Base.Track className={styles.track}>
            <Base.Indicator className={styles.indicator} />
            <Base.Thumb
              className={styles.thumb}
              {...(hint !== undefined && { 'aria-describedby': hintId })}
              getAriaLabel={() => label}
              getAriaValueText={(_, number) => format(number)}
            />
          </Base.Track>
        </Base.Control>
        {hint !== undefined && (
          <span id={hintId} hidden>
            {hint}
          </span>
        )}
        <output className={styles.value}>{format(value)}</output>
      </Base.Root>
    </Hinted>
  )
}
