/** While comparing: the keys. */
import type { ReactElement } from 'react'
import { selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { strip } from '../../text/studio.ts'
import { Keys } from '../../ui/Kbd.tsx'
import styles from './Strip.module.css'

export function CompareKeys(): ReactElement {
  const way = useWindow((state) => state.compare?.way)
  const before = useWindow((state) => selectRound(state, state.compare?.before ?? null))
  return (
    <p className={styles.keys}>
      {way === 'slider' && (
        <span>
          <Keys keys="ArrowLeft ArrowRight" /> {strip.moveDivider}
        </span>
      )}
      <span>
        <Keys keys="Y" /> {strip.nextWay}
      </span>
      {before && (
        <span>
          <Keys keys="Backslash" /> {strip.holdFor(before.level)}
        </span>
      )}
      <span>
        <Keys keys="Escape" /> {strip.endCompare}
      </span>
    </p>
  )
}
