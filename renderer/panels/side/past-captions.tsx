/**
 * Captions that were used before in this project, while one is written: they come with the first letters or with the arrow
 * down, which also goes into them; Enter takes one, Escape puts them away. The focus stays in the field.
 */
import { useId, useState } from 'react'
import type { ComponentProps, KeyboardEvent, ReactElement } from 'react'
import { offeredCaptions, selectPastCaptions } from '../../state/past-captions.ts'
import type { CaptionKind } from '../../state/past-captions.ts'
import { useWindowStore } from '../../state/window.ts'
import { side } from '../../text/studio.ts'
import styles from './caption.module.css'

export interface PastCaptions {
  /** For the field: what it tells of the list to those who do not see it. */
  readonly field: Pick<ComponentProps<'textarea'>, 'aria-autocomplete' | 'aria-controls' | 'aria-activedescendant'>
  readonly list: ReactElement | null
  open(): void
  close(): void
  /** @returns whether the key was for the list */
  takesKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean
}

export function usePastCaptions(kind: CaptionKind, written: string, onTake: (caption: string) => void): PastCaptions {
  const id = useId()
  const store = useWindowStore()
  const [past, setPast] = useState<readonly string[] | null>(null)
  const [marked, setMarked] = useState(-1)
  const offers = past ? offeredCaptions(past, written) : []
  const isShown = offers.length > 0

  const open = (): readonly string[] => {
    const all = past ?? selectPastCaptions(store.getState(), kind)
    setPast(all)
    setMarked(-1)
    return offeredCaptions(all, written)
  }
  const close = (): void => setPast(null)
  const take = (caption: string): void => {
    onTake(caption)
    close()
  }
  const keys: Readonly<Record<string, (field: HTMLTextAreaElement) => boolean>> = {
    ArrowDown({ selectionStart, value }) {
      if (selectionStart < value.length) return false
      const { length } = isShown ? offers : open()
      setMarked(isShown ? Math.min(marked + 1, length - 1) : 0)
      return length > 0
    },
    ArrowUp() {
      if (!isShown || marked < 0) return false
      setMarked(marked - 1)
      return true
    },
    Enter() {
      if (!isShown || marked < 0) return false
      take(offers[marked]!)
      return true
    },
    Escape() {
      if (isShown) close()
      return isShown
    },
  }
  return {
    field: {
      'aria-autocomplete': 'list',
      ...(isShown && { 'aria-controls': id }),
      ...(isShown && marked >= 0 && { 'aria-activedescendant': `${id}-${marked}` }),
    },
    list: isShown ? <Offers id={id} offers={offers} marked={marked} onTake={take} /> : null,
    open: () => void open(),
    close,
    takesKey(event) {
      const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
      if (!isPlain || event.nativeEvent.isComposing || keys[event.key]?.(event.currentTarget) !== true) return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}

interface OffersProps {
  readonly id: string
  readonly offers: readonly string[]
  readonly marked: number
  readonly onTake: (caption: string) => void
}

function Offers({ id, offers, marked, onTake }: OffersProps): ReactElement {
  return (
    <ul role="listbox" id={id} aria-label={side.pastCaptions} className={styles.offers}>
      {offers.map((caption, at) => (
        <li
          key={caption}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === marked}
          className={styles.offer}
          // The field would lose the focus, and with it this list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(caption)}
        >
          {caption}
        </li>
      ))}
    </ul>
  )
}
