/** What is being drawn, how far, and for how long already. */
import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { Job } from '../../../app/contract/jobs.ts'
import type { RunProgress as Progressing } from '../../../app/contract/result.ts'
import { selectInstance } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { spokenTime } from '../../text/numbers.ts'
import { theThing } from '../../text/region.ts'
import { drawingThing, passesOf, phaseName, soFar, stepOf, strip, trackOf } from '../../text/studio.ts'
import { thingTitle } from '../../text/things.ts'
import { Progress } from '../../ui/Progress.tsx'
import { progressParts, trackParts } from './progress-parts.ts'
import styles from './Strip.module.css'

export function RunProgress({ job }: { readonly job: Job }): ReactElement {
  const progress: Progressing = job.progress ?? { phase: 'load', done: 0, total: job.passes }
  const { done, total, secondsLeft } = progress
  const seconds = useSecondsSince(job.startedAt)
  const spoken = `${passesOf(done, total)}${secondsLeft === undefined ? '' : `, ${spokenTime(secondsLeft)} left`}`
  return (
    <div className={styles.run}>
      <div className={styles.line}>
        <What progress={progress} />
        <span className={styles.gap} />
        <span className={styles.second}>{passesOf(done, total)}</span>
        {seconds !== null && <span className={styles.third}>{soFar(seconds)}</span>}
      </div>
      <Progress label={strip.progress} done={done} total={total} text={spoken} parts={progressParts(progress)} />
    </div>
  )
}

function What({ progress }: { readonly progress: Progressing }): ReactElement {
  const parts = progress.phase === 'denoise' && progress.tracks ? trackParts(progress.tracks) : []
  const alone = parts.filter(({ kind }) => kind !== 'together')
  const part = parts.find(({ isActive }) => isActive)
  const instance = useWindow((state) => selectInstance(state, part?.instanceId ?? undefined))
  const own = instance ? drawingThing(theThing(thingTitle(instance))) : strip.drawing[part?.kind ?? 'together']
  return (
    <>
      <strong className={styles.head}>{part ? own : phaseName(progress.phase)}</strong>
      {part && (
        <span className={styles.third}>
          {stepOf(Math.min(part.done + 1, part.total), part.total)}
          {part.kind !== 'together' && `, ${trackOf(alone.indexOf(part) + 1, alone.length)}`}
        </span>
      )}
    </>
  )
}

function useSecondsSince(startedAt: number | undefined): number | null {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return startedAt === undefined ? null : Math.max(0, (now - startedAt) / 1000)
}
