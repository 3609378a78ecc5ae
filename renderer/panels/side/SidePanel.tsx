/** The panel at the side: what the scene is and what is in it; while a picture is drawn, how it comes about. */
import { useRef } from 'react'
import type { ReactElement } from 'react'
import { selectRunningJob } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { areas } from '../../text/studio.ts'
import { cx } from '../../ui/cx.ts'
import { CompareReport } from '../rounds/CompareReport.tsx'
import { Instances } from './Instances.tsx'
import { RoundSection } from './RoundSection.tsx'
import { SceneSection } from './SceneSection.tsx'
import { Selected } from './Selected.tsx'
import { Tracks } from './Tracks.tsx'
import styles from './SidePanel.module.css'

export function SidePanel({ isWide }: { readonly isWide: boolean }): ReactElement {
  const isComparing = useWindow((state) => state.compare !== null)
  const showsTracks = useShowsTracks()
  return (
    <aside className={cx(styles.panel, isWide && styles.wide)} aria-label={areas.side} data-area="side">
      {isComparing && <CompareReport />}
      {!isComparing && showsTracks && !isWide && <Tracks />}
      {!isComparing && (isWide || !showsTracks) && (
        <>
          <div className={styles.column}>
            <SceneSection />
            <Instances />
          </div>
          <div className={styles.column}>
            {showsTracks ? (
              <Tracks />
            ) : (
              <>
                <Selected />
                <RoundSection />
              </>
            )}
          </div>
        </>
      )}
    </aside>
  )
}

const nothing: readonly string[] = []

/** While drawing, the tracks are shown until something else is picked: then work on the next round has begun. */
function useShowsTracks(): boolean {
  const job = useWindow((state) => selectRunningJob(state)?.id ?? null)
  const selection = useWindow((state) => (selectRunningJob(state) ? state.selection : nothing))
  const start = useRef<{ job: string; selection: readonly string[] } | null>(null)
  if (job === null) start.current = null
  else if (start.current?.job !== job) start.current = { job, selection }
  return job !== null && (selection.length === 0 || start.current?.selection === selection)
}
