/** While comparing: the keys. */
import type { ReactElement } from 'react'
import { selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { strip } from '../../text/studio.ts'
import { Keys } from '../../ui/Kbd.tsx'
import { CommandKeys } from '../shell/command-keys.tsx'
import styles from './Strip.module.css'

export function CompareKeys(): ReactElement {
  const way = useWindow((state) => state.compare?.way)
  const before = useWindow((state) => selectRound(state, state.compare?.before ?? null))
  return (
    <p className={styles.keys}>
      {way === 'slider' && (
        <span>
          <CommandKeys id="compare.left" /> <CommandKeys id="compare.right" /> {strip.moveDivider}
        </span>
      )}
      <span>
        <CommandKeys id="compare" /> {strip.nextWay}
      </span>
      {before && (
        <span>
          <CommandKeys id="compare.peek" /> {strip.holdFor(before.level)}
        </span>
      )}
      <span>
        <Keys keys="Escape" /> {strip.endCompare}
      </span>
    </p>
  )
}
