/** A caption being written: lines under its words say what the model makes of them, below stand the words as chips. */
import { useState } from 'react'
import type { KeyboardEvent, ReactElement, Ref } from 'react'
import { selectDraft } from '../../state/derived.ts'
import { wordsKey } from '../../state/followers.ts'
import type { CaptionKind } from '../../state/past-captions.ts'
import { useWindow } from '../../state/window.ts'
import { side } from '../../text/studio.ts'
import { insteadUse, unknownWord } from '../../text/things.ts'
import { Icon } from '../../theme/icons.tsx'
import { cx } from '../../ui/cx.ts'
import { TextArea } from '../../ui/TextArea.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { piecesOf, withWord } from './caption-marks.ts'
import type { CaptionWords, Piece } from './caption-marks.ts'
import { usePastCaptions } from './past-captions.tsx'
import styles from './caption.module.css'

export interface CaptionFieldProps {
  readonly label: string
  /** Those of its kind that were used before are offered. */
  readonly kind: CaptionKind
  readonly placeholder?: string
  /** Shown before the words, such as "Avoid". */
  readonly prefix?: string
  readonly value: string
  readonly rows?: number
  readonly isDisabled: boolean
  readonly inputRef?: Ref<HTMLTextAreaElement>
  /** Shows the words as chips, and always the count of tokens. */
  readonly hasChips?: boolean
  readonly onChange: (value: string) => void
  /** After Enter. */
  readonly onDone?: () => void
}

export function CaptionField(props: CaptionFieldProps): ReactElement {
  const { label, kind, placeholder, prefix, value, rows = 1, isDisabled, inputRef, hasChips, onChange, onDone } = props
  const model = useWindow((state) => selectDraft(state)?.settings.model ?? '')
  const words = useWindow((state) => state.words.get(wordsKey(model, value)))
  const [isWriting, setWriting] = useState(false)
  const pieces = piecesOf(value, words)
  const past = usePastCaptions(kind, value, onChange)
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (past.takesKey(event)) return
    // Enter with other keys is a command of the window, such as Generate.
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key !== 'Enter' || !isPlain || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.currentTarget.blur()
    onDone?.()
  }
  return (
    <div className={styles.caption}>
      <TextArea
        {...past.field}
        ref={inputRef}
        label={label}
        className={cx(rows > 1 && styles.tall)}
        placeholder={placeholder}
        prefix={prefix}
        value={value}
        maxLength={4096}
        disabled={isDisabled}
        onChange={(text) => {
          past.open()
          onChange(text)
        }}
        onFocus={() => setWriting(true)}
        onBlur={() => {
          past.close()
          setWriting(false)
        }}
        onKeyDown={onKeyDown}
        marks={value === '' ? undefined : <Marks pieces={pieces} />}
      />
      {past.list}
      {words && (hasChips || isWriting || words.unknown.length > 0) && (
        <Chips value={value} words={words} pieces={pieces} isShort={!hasChips} onChange={onChange} />
      )}
    </div>
  )
}

function Marks({ pieces }: { readonly pieces: readonly Piece[] }): ReactElement {
  return (
    <>
      {pieces.map(({ from, text, kind, word }) => (
        <span key={from} className={styles[kind]} data-word={kind === 'colour' ? word : undefined}>
          {text}
        </span>
      ))}
    </>
  )
}

interface ChipsProps {
  readonly value: string
  readonly words: CaptionWords
  readonly pieces: readonly Piece[]
  readonly isShort: boolean
  readonly onChange: (value: string) => void
}

function Chips({ value, words, pieces, isShort, onChange }: ChipsProps): ReactElement {
  const limit = useWindow((state) => state.wordLimit)
  const known = pieces.filter(({ kind }) => kind !== 'plain' && kind !== 'unknown')
  return (
    <div className={styles.under}>
      <div className={styles.chips}>
        {!isShort && known.map((piece) => <Chip key={piece.from} piece={piece} />)}
        {words.unknown.map(({ from, to, nearest }) => (
          <Tooltip key={from} text={unknownWord(value.slice(from, to), nearest)}>
            <button
              type="button"
              className={styles.unknownChip}
              aria-disabled={nearest === undefined ? true : undefined}
              aria-label={nearest === undefined ? unknownWord(value.slice(from, to)) : insteadUse(nearest)}
              onClick={() => nearest !== undefined && onChange(withWord(value, from, to, nearest))}
            >
              <Icon name="warning" size={12} />
              {value.slice(from, to)}
              {nearest !== undefined && (
                <>
                  <Icon name="right" size={10} />
                  {nearest}
                </>
              )}
            </button>
          </Tooltip>
        ))}
      </div>
      {limit !== null && (
        <span className={cx(styles.tokens, words.tokens > limit && styles.tooMany)}>
          {side.tokens(words.tokens, limit)}
        </span>
      )}
    </div>
  )
}

function Chip({ piece }: { readonly piece: Piece }): ReactElement {
  if (piece.kind === 'colour') {
    return (
      <span className={styles.chip}>
        <span className={styles.dot} data-word={piece.word} />
        {piece.text}
      </span>
    )
  }
  return (
    <span className={styles.chip}>
      <span className={styles.kind}>{side.kinds[piece.kind as keyof typeof side.kinds]}</span> {piece.text}
    </span>
  )
}
