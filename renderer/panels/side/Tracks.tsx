/** While a picture is drawn: each thing's own track, then all together, and what waits. */
import type { ReactElement } from 'react'
import type { Job } from '../../../app/contract/jobs.ts'
import type { RunProgress } from '../../../app/contract/result.ts'
import { useActions } from '../../state/actions.ts'
import { selectInstance, selectRunningJob } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { empty } from '../../text/empty.ts'
import { time } from '../../text/numbers.ts'
import { ofTotal, side, variantsLabel } from '../../text/studio.ts'
import { thingTitle } from '../../text/things.ts'
import { Icon } from '../../theme/icons.tsx'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { Section } from '../../ui/Section.tsx'
import { Thumb } from '../../ui/Thumb.tsx'
import { useParentPicture, useThumb } from './thumbs.ts'
import styles from './tracks.module.css'

type Track = NonNullable<RunProgress['tracks']>[number]

export function Tracks(): ReactElement | null {
  const job = useWindow(selectRunningJob)
  if (!job) return null
  const tracks = job.progress?.tracks ?? []
  const own = tracks.filter(({ instanceId }) => instanceId !== null)
  const together = tracks.find(({ instanceId }) => instanceId === null)
  const active = tracks.find(({ done, total }) => done < total)
  return (
    <>
      <Section title={side.trackList} count={own.length === 0 ? undefined : side.toDraw(own.length)}>
        {own.map((track) => (
          <TrackRow key={track.instanceId} track={track} isActive={track === active} />
        ))}
        {together && <Together track={together} isActive={together === active} before={own[0]?.total ?? 0} />}
      </Section>
      <Queue />
      <p className={styles.note}>{side.keepDrawing}</p>
    </>
  )
}

interface TrackProps {
  readonly track: Track
  readonly isActive: boolean
}

/** More blocks than this cannot be told apart. */
const mostSteps = 30

function TrackRow({ track, isActive }: TrackProps): ReactElement {
  const id = track.instanceId ?? ''
  const instance = useWindow((state) => selectInstance(state, id))
  const thumb = useThumb(id)
  const isDone = track.done >= track.total
  const title = instance ? thingTitle(instance) : side.sceneTrack
  const text = ofTotal(track.done, track.total)
  return (
    <div className={cx(styles.track, isActive && styles.active)}>
      <Thumb {...thumb} />
      <div className={styles.words}>
        <span className={styles.line}>
          <span className={cx(styles.name, !isActive && !isDone && styles.waiting)}>{title}</span>
          <span className={styles.count}>{isDone || isActive ? text : side.waiting}</span>
        </span>
        <Progress
          label={title}
          done={track.done}
          total={track.total}
          text={text}
          isStepped={track.total <= mostSteps}
          tone={isActive ? 'accent' : 'plain'}
        />
      </div>
      <span className={styles.mark}>{isDone && <Icon name="check" size={16} />}</span>
    </div>
  )
}

function Together({ track, isActive, before }: TrackProps & { readonly before: number }): ReactElement {
  return (
    <div className={cx(styles.together, isActive && styles.active)}>
      <span className={styles.line}>
        <span className={cx(styles.name, !isActive && styles.waiting)}>{side.together}</span>
        <span className={styles.count}>
          {isActive ? ofTotal(track.done, track.total) : side.stepsFromTo(before + 1, before + track.total)}
        </span>
      </span>
      <Progress
        label={side.together}
        done={track.done}
        total={track.total}
        text={ofTotal(track.done, track.total)}
        tone={isActive ? 'accent' : 'plain'}
      />
    </div>
  )
}

function Queue(): ReactElement {
  const jobs = useWindow((state) => state.jobs)
  const waiting = jobs.filter(({ state }) => state === 'waiting')
  return (
    <Section title={side.queue} count={waiting.length === 0 ? undefined : side.after(waiting.length)}>
      {waiting.length === 0 && <EmptyState {...empty.queue} />}
      {waiting.map((job) => (
        <QueueRow key={job.id} job={job} />
      ))}
    </Section>
  )
}

function QueueRow({ job }: { readonly job: Job }): ReactElement {
  const actions = useActions()
  const picture = useParentPicture()
  const parent = useWindow((state) => state.project?.rounds.find(({ id }) => id === job.parent))
  return (
    <div className={styles.track}>
      <Thumb picture={picture} size="wide" />
      <div className={styles.words}>
        <span className={styles.name}>{side.round((parent?.level ?? 0) + 1)}</span>
        <span className={styles.second}>{job.variants > 1 ? variantsLabel(job.variants) : side.seedOf(job.seed)}</span>
      </div>
      {job.seconds !== undefined && <span className={styles.count}>{time(job.seconds)}</span>}
      <IconButton icon="close" size="mini" label={side.takeOut} onClick={() => void actions.stop(job.id)} />
    </div>
  )
}
