/** The divider between two compared pictures: dragged, or moved by keys. */
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { useActions } from '../state/actions.ts'
import { useWindow } from '../state/window.ts'
import { canvasWords } from '../text/canvas.ts'
import { side } from '../text/studio.ts'
import { selectBefore } from './shown-pictures.ts'
import styles from './stage.module.css'

const clamped = (share: number): number => Math.min(1, Math.max(0, share))

export function CompareDivider({ divider }: { readonly divider: number }): ReactNode {
  const { changeCompare } = useActions()
  const level = useWindow((state) => selectBefore(state)?.level ?? 0)
  const line = useRef<HTMLDivElement>(null)
  const percent = Math.round(divider * 100)

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const { left, width } = line.current!.parentElement!.getBoundingClientRect()
    changeCompare({ divider: clamped((event.clientX - left) / width) })
  }
  const press = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const key = (event: KeyboardEvent) => {
    const ends: Readonly<Record<string, number>> = { Home: 0, End: 1 }
    const end = ends[event.key]
    if (end === undefined) return
    event.preventDefault()
    changeCompare({ divider: end })
  }
  return (
    <div
      ref={line}
      className={styles.divider}
      style={{ left: `${divider * 100}%` }}
      role="slider"
      data-own-pointer
      tabIndex={0}
      aria-label={canvasWords.divider}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={canvasWords.dividerValue(percent, side.round(level).toLowerCase())}
      onPointerDown={press}
      onPointerMove={drag}
      onKeyDown={key}
    >
      <span className={styles.grip} aria-hidden>
        <svg viewBox="0 0 20 20">
          <path d="m8 5.5-4.5 4.500 4.500 4.500M12 5.500l4.500 4.500-4.500 4.500" />
        </svg>
      </span>
    </div>
  )
}
