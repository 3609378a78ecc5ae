/** One stop for Tab in a row of controls, arrows inside it. */
import type { KeyboardEvent } from 'react'

/** Moves focus among the enabled elements that match; gives the element that has it now, or null for another key. */
export function moveFocus(
  event: KeyboardEvent<HTMLElement>,
  selector: string,
  orientation: 'horizontal' | 'vertical' | 'both' = 'both',
): HTMLElement | null {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const next = nextIndex(event.key, at, items.length, orientation)
  const item = next === null ? undefined : items[next]
  if (!item || at < 0) return null
  event.preventDefault()
  event.stopPropagation()
  item.focus()
  return item
}

function nextIndex(key: string, at: number, count: number, orientation: string): number | null {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const isForward =
    (key === 'ArrowRight' && orientation !== 'vertical') || (key === 'ArrowDown' && orientation !== 'horizontal')
  const isBack =
    (key === 'ArrowLeft' && orientation !== 'vertical') || (key === 'ArrowUp' && orientation !== 'horizontal')
  if (isForward) return (at + 1) % count
  return isBack ? (at - 1 + count) % count : null
}
