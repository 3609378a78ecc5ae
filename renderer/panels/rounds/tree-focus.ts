/** Focus in the tree of rounds: one stop for Tab, and what has come into sight is scrolled there. */
import { useEffect, useRef, useState } from 'react'
import type { FocusEvent, RefObject } from 'react'

export interface TreeFocus {
  /** Id of the stop that Tab leads to, where that is not the current node. */
  readonly stop: string | null
  readonly onFocus: (event: FocusEvent) => void
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void
  focus(id: string): void
  /** When it is drawn next. */
  focusLater(id: string): void
}

/** @param key changes with the current node and with what stands beside it */
export function useTreeFocus(scroller: RefObject<HTMLElement | null>, key: string): TreeFocus {
  const [stop, setStop] = useState<string | null>(null)
  const later = useRef<string | null>(null)
  const find = (id: string): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(id)}"]`) ?? null
  useEffect(() => {
    const next = later.current
    later.current = null
    if (next !== null) return find(next)?.focus()
    const chosen = scroller.current?.querySelector<HTMLElement>('[aria-selected=true]')
    const focused = scroller.current?.querySelector<HTMLElement>('[role=treeitem]:focus')
    // a stub that was pressed stays where the focus is
    const target = focused?.hasAttribute('aria-expanded') ? focused : chosen
    target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (focused) target?.focus({ preventScroll: true })
  }, [scroller, key])
  return {
    stop,
    onFocus({ target }) {
      const { stop: id } = (target as HTMLElement).dataset
      setStop(id === undefined || target.getAttribute('aria-selected') === 'true' ? null : id)
    },
    onBlur({ currentTarget, relatedTarget }) {
      if (!currentTarget.contains(relatedTarget)) setStop(null)
    },
    focus: (id) => find(id)?.focus(),
    focusLater: (id) => (later.current = id),
  }
}
