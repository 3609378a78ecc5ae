/** The strip under the picture: always the same place, and always the one sentence that matters now. */
import type { ReactElement } from 'react'
import { selectRound, selectRunningJob, selectStoppedJob } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { areas } from '../../text/studio.ts'
import { CompareKeys } from './CompareKeys.tsx'
import { DraftSentence } from './DraftSentence.tsx'
import { LookingAt } from './LookingAt.tsx'
import { LookOnly } from './LookOnly.tsx'
import { RunProgress } from './RunProgress.tsx'
import { Stopped } from './Stopped.tsx'
import styles from './Strip.module.css'

export function Strip(): ReactElement {
  return (
    <div className={styles.strip} role="status" aria-live="off" aria-label={areas.strip} data-area="strip" id="strip">
      <Content />
    </div>
  )
}

function Content(): ReactElement {
  const isComparing = useWindow((state) => state.compare !== null)
  const running = useWindow(selectRunningJob)
  const looked = useWindow((state) => selectRound(state, state.looking))
  const stopped = useWindow(selectStoppedJob)
  const readOnly = useWindow((state) => state.project?.readOnly)
  if (isComparing) return <CompareKeys />
  if (looked) return <LookingAt round={looked} />
  if (running) return <RunProgress job={running} />
  if (stopped?.state === 'stopped') return <Stopped job={stopped} />
  return readOnly === undefined ? <DraftSentence /> : <LookOnly why={readOnly} />
}
