/** Which estimate the canvas shows while a picture is drawn: of all tracks so far, of the joint one, or of one thing. */
import type { ReactElement } from 'react'
import type { TrackName } from '../../../app/contract/result.ts'
import { useActions } from '../../state/actions.ts'
import { selectDraft, selectRunningJob } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { options, side } from '../../text/studio.ts'
import { thingTitle } from '../../text/things.ts'
import { Select } from '../../ui/Select.tsx'
import styles from './OptionBar.module.css'

type Choice = 'all' | 'joint' | `of ${string}`

export function ShowTrack(): ReactElement | null {
  const actions = useActions()
  const tracks = useWindow((state) => selectRunningJob(state)?.progress?.tracks)
  const shown = useWindow((state) => state.shownTrack)
  const things = useWindow((state) => selectDraft(state)?.scene.instances)
  if (!tracks || tracks.length < 2) return null
  const titleOf = (track: TrackName): string => {
    const thing = things?.find(({ id }) => id === track)
    return track === null ? side.sceneTrack : thing ? thingTitle(thing) : options.goneThing
  }
  const joint = tracks.filter(({ instanceId }) => instanceId === null)
  const own = tracks.filter(({ instanceId }) => instanceId !== null)
  return (
    <Select<Choice>
      size="option"
      className={styles.track}
      label={options.show}
      prefix={options.show}
      value={shown ? choiceOf(shown.track) : 'all'}
      options={[
        { value: 'all', label: options.allTracks },
        ...[...joint, ...own].map(({ instanceId, done }) => ({
          value: choiceOf(instanceId),
          label: titleOf(instanceId),
          // there is nothing to see of it yet
          isDisabled: done === 0,
        })),
      ]}
      onChange={(choice) => actions.showTrack(trackOf(choice))}
    />
  )
}

function choiceOf(track: TrackName): Choice {
  return track === null ? 'joint' : `of ${track}`
}

function trackOf(choice: Choice): TrackName | undefined {
  if (choice === 'all') return undefined
  return choice === 'joint' ? null : choice.slice('of '.length)
}
