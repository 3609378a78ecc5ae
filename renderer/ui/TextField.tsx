/** One line of words. It is taken on Enter and on leaving, or at each key where `onType` is given; Escape restores it. */
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { Icon } from '../theme/icons.tsx'
import type { IconName } from '../theme/icons.tsx'
import { cx } from './cx.ts'
import styles from './Field.module.css'

export interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  /** Shown before the words, such as "Avoid". */
  readonly prefix?: string
  readonly icon?: IconName
  readonly maxLength?: number
  readonly onChange?: (value: string) => void
  readonly onType?: (value: string) => void
  /** After Enter or Escape. */
  readonly onDone?: (how: 'taken' | 'left') => void
  /** Takes the focus, with all selected, when it appears. */
  readonly isFocused?: boolean
  readonly isDisabled?: boolean
  readonly error?: string | undefined
  readonly className?: string | undefined
}

export function TextField(props: TextFieldProps): ReactElement {
  const { label, value, placeholder, prefix, icon, maxLength = 4096, onChange, onType, onDone, isFocused } = props
  const [typed, setTyped] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFocused) input.current?.select()
  }, [isFocused])

  const commit = (): void => {
    if (typed !== null && typed !== value) onChange?.(typed)
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      commit()
      // With other keys it is a command of the window, such as Generate.
      if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
      // Whatever takes the focus now is not to be pressed by the same key.
      event.preventDefault()
      onDone?.('taken')
    } else if (event.key === 'Escape' && (typed !== null || onDone)) {
      event.stopPropagation()
      setTyped(null)
      onDone?.('left')
    }
  }
  return (
    <div className={props.className}>
      <label className={cx(styles.field, props.isDisabled && styles.disabled, props.error && styles.wrong)}>
        {icon && <Icon name={icon} size={14} />}
        {prefix !== undefined && <span className={styles.prefix}>{prefix}</span>}
        <input
          ref={input}
          className={styles.input}
          aria-label={label}
          aria-invalid={props.error === undefined ? undefined : true}
          autoComplete="off"
          spellCheck={false}
          maxLength={maxLength}
          placeholder={placeholder}
          disabled={props.isDisabled}
          value={typed ?? value}
          onChange={(event) => (onType ? onType(event.currentTarget.value) : setTyped(event.currentTarget.value))}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
      </label>
      {props.error !== undefined && (
        <p className={styles.error} role="alert">
          <Icon name="error" size={14} />
          {props.error}
        </p>
      )}
    </div>
  )
}
