/** One of several, in a list that opens. */
import { Select as Base } from '@base-ui/react/select'
import type { ReactElement } from 'react'
import { Icon } from '../theme/icons.tsx'
import { cx } from './cx.ts'
import { usePortal } from './portal.tsx'
import { Hinted } from './Tooltip.tsx'
import styles from './Select.module.css'
import floating from './floating.module.css'

export interface SelectOption<Value extends string> {
  readonly value: Value
  readonly label: string
  /** One line about it, in the list. */
  readonly note?: string
  readonly isDisabled?: boolean
}

export interface SelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly SelectOption<Value>[]
  readonly onChange: (value: Value) => void
  /** Shown before the value, such as "Ratio". */
  readonly prefix?: string
  readonly look?: 'field' | 'quiet'
  readonly size?: 'option' | 'control'
  readonly isDisabled?: boolean
  /** One line about it. */
  readonly hint?: string
  readonly className?: string | undefined
}

export function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const {
    label,
    value,
    options,
    onChange,
    prefix,
    look = 'field',
    size = 'control',
    isDisabled,
    hint,
    className,
  } = props
  const container = usePortal()
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={isDisabled}
    >
      <Hinted hint={hint}>
        <Base.Trigger
          aria-label={label}
          aria-description={hint}
          className={cx(styles.trigger, styles[look], styles[size], className)}
        >
          {prefix !== undefined && <span className={styles.prefix}>{prefix}</span>}
          <Base.Value className={styles.value} />
          <Icon name="down" size={12} />
        </Base.Trigger>
      </Hinted>
      <Base.Portal container={container}>
        <Base.Positioner
          className={floating.positioner}
          sideOffset={4}
          alignItemWithTrigger={false}
          positionMethod="fixed"
        >
          <Base.Popup className={floating.popup}>
            <Base.List>
              {options.map((option) => (
                <Item key={option.value} option={option} />
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Item({ option }: { readonly option: SelectOption<string> }): ReactElement {
  return (
    <Base.Item className={floating.item} value={option.value} disabled={option.isDisabled}>
      <span className={floating.itemIcon}>
        <Base.ItemIndicator>
          <Icon name="check" size={14} />
        </Base.ItemIndicator>
      </span>
      <span className={floating.itemText}>
        <Base.ItemText>{option.label}</Base.ItemText>
        {option.note !== undefined && <span className={floating.itemNote}>{option.note}</span>}
      </span>
    </Base.Item>
  )
}
