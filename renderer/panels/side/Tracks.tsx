/** While a picture is drawn: each thing's own track, then all together, and what waits. */
import type { ReactElement } from 'react'
import type { Job } from '../../../app/contract/jobs.ts'
import type { TrackName } from '../../../app/contract/result.ts'
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
import { trackParts } from '../strip/progress-parts.ts'
import type { TrackPart } from '../strip/progress-parts.ts'
import { useParentPicture, useThumb } from './thumbs.ts'
import styles from './tracks.module.css'

export function Tracks(): ReactElement | null {
  const job = useWindow(selectRunningJob)
  if (!job) return null
  const parts = trackParts(job.progress?.tracks ?? [])
  const alone = parts.filter(({ kind }) => kind !== 'together')
  const together = parts.find(({ kind }) => kind === 'together')
  return (
    <>
      <Section title={side.trackList} count={alone.length === 0 ? undefined : side.toDraw(alone.length)}>
        {alone.map((part) => (
          <TrackRow key={part.id} part={part} />
        ))}
        {together && <Together part={together} before={alone[0]?.total ?? 0} />}
      </Section>
      <Queue />
      <p className={styles.note}>{side.keepDrawing}</p>
    </>
  )
}

/** More blocks than this cannot be told apart. */
const mostSteps = 30

function TrackRow({ part }: { readonly part: TrackPart }): ReactElement {
  const { instanceId, done, total, isActive } = part
  const instance = useWindow((state) => selectInstance(state, instanceId ?? undefined))
  const own = useThumb(instanceId ?? '')
  const whole = useParentPicture()
  const isDone = done >= total
  const title = instance ? thingTitle(instance) : side.sceneTrack
  const text = ofTotal(done, total)
  return (
    <div className={cx(styles.track, isActive && styles.active)}>
      <Thumb {...(instanceId === null ? { picture: whole } : own)} />
      <div className={styles.words}>
        <span className={styles.line}>
          <span className={cx(styles.name, done === 0 && !isActive && styles.waiting)}>{title}</span>
          <span className={styles.count}>
            {isDone && <Icon name="check" size={14} />}
            {done > 0 || isActive ? text : side.waiting}
          </span>
        </span>
        <Progress
          label={title}
          done={done}
          total={total}
          text={text}
          isStepped={total <= mostSteps}
          tone={isActive ? 'accent' : 'plain'}
        />
      </div>
      <span className={styles.mark}>{done > 0 && <ShowAlone track={instanceId} title={title} />}</span>
    </div>
  )
}

/** The same choice as in the bar over the picture, at hand beside the track. */
function ShowAlone({ track, title }: { readonly track: TrackName; readonly title: string }): ReactElement | null {
  const actions = useActions()
  const isShown = useWindow(({ shownTrack }) => shownTrack !== null && shownTrack.track === track)
  const hasPreviews = useWindow(({ preferences }) => preferences.previewEvery > 0)
  if (!hasPreviews) return null
  return (
    <IconButton
      icon="eye"
      size="mini"
      label={side.showAlone(title)}
      isOn={isShown}
      onClick={() => actions.showTrack(isShown ? undefined : track)}
    />
  )
}

function Together({ part, before }: { readonly part: TrackPart; readonly before: number }): ReactElement {
  const { done, total, isActive } = part
  const text = ofTotal(done, total)
  return (
    <div className={cx(styles.together, isActive && styles.active)}>
      <span className={styles.line}>
        <span className={cx(styles.name, !isActive && styles.waiting)}>{side.together}</span>
        <span className={styles.count}>{isActive ? text : side.stepsFromTo(before + 1, before + total)}</span>
      </span>
      <Progress label={side.together} done={done} total={total} text={text} tone={isActive ? 'accent' : 'plain'} />
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
      <IconButton icon="close" size="mini" label={side.takeOut} onClick={() => void actions.discard(job.id)} />
    </div>
  )
}
