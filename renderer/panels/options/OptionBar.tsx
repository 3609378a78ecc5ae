/** The bar over the picture: what the tool can be told, and how the picture is looked at. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { selectParentRound, selectRunningJob } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { compareWords } from '../../text/compare.ts'
import { areas, options } from '../../text/studio.ts'
import { toolTitles } from '../../text/things.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Segment } from '../../ui/Segment.tsx'
import { CompareControls } from './CompareControls.tsx'
import { ShowTrack } from './ShowTrack.tsx'
import { ToolControls } from './ToolControls.tsx'
import { ZoomMenu } from './ZoomMenu.tsx'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './OptionBar.module.css'

export interface OptionBarProps {
  /** Opens the side panel where there is no room for it. */
  readonly onDrawer?: () => void
  readonly isDrawerOpen?: boolean
}

export function OptionBar({ onDrawer, isDrawerOpen }: OptionBarProps): ReactElement {
  const tool = useWindow((state) => state.tool)
  const isRunning = useWindow((state) => selectRunningJob(state) !== null)
  const showsPreview = isRunning && (tool === 'select' || tool === 'hand' || tool === 'zoom')
  const isComparing = useWindow((state) => state.compare !== null)
  const name = isComparing ? compareWords.title : toolTitles[tool]
  return (
    <div role="toolbar" aria-label={options.name(name)} className={styles.bar} data-area="options">
      <span className={styles.name}>{showsPreview && !isComparing ? options.preview : name}</span>
      <div className={styles.controls}>
        {isComparing ? <CompareControls /> : showsPreview ? <PreviewControls /> : <ToolControls tool={tool} />}
      </div>
      <Shows />
      <CompareButton />
      <span className={styles.line} />
      <ZoomMenu />
      {onDrawer && (
        <IconButton
          icon="panel"
          label={areas.side}
          isOn={isDrawerOpen}
          aria-expanded={isDrawerOpen}
          onClick={onDrawer}
        />
      )}
    </div>
  )
}

const everies = [1, 5, 0] as const

function PreviewControls(): ReactElement {
  const actions = useActions()
  const every = useWindow((state) => state.preferences.previewEvery)
  return (
    <>
      <Segment
        size="option"
        label={options.preview}
        value={String(every)}
        options={everies.map((each) => ({ value: String(each), label: options.previews[each] }))}
        onChange={(value) =>
          void actions.setPreferences({ previewEvery: everies.find((each) => String(each) === value)! })
        }
      />
      {every > 0 && <ShowTrack />}
    </>
  )
}

/** Over two pictures that are compared stands the rim of the region alone; side by side, nothing. */
function Shows(): ReactElement | null {
  const way = useWindow((state) => state.compare?.way)
  if (way === 'side') return null
  return (
    <>
      <div className={styles.shows}>
        {way === undefined && <ShowsOfThings />}
        <ShowsRegion />
      </div>
      <span className={styles.line} />
    </>
  )
}

function ShowsOfThings(): ReactElement {
  const actions = useActions()
  const shows = useWindow((state) => state.shows)
  return (
    <>
      <IconButton
        icon="outlines"
        iconSize={18}
        label={options.outlines}
        keys={useCommandKeys('show.outlines')}
        isOn={shows.outlines}
        onClick={() => actions.setShows({ outlines: !shows.outlines })}
      />
      <IconButton
        icon="tags"
        iconSize={18}
        label={options.tags}
        keys={useCommandKeys('show.tags')}
        isOn={shows.tags}
        onClick={() => actions.setShows({ tags: !shows.tags })}
      />
    </>
  )
}

function ShowsRegion(): ReactElement {
  const actions = useActions()
  const isShown = useWindow((state) => state.shows.region)
  return (
    <IconButton
      icon="region"
      iconSize={18}
      label={options.region}
      keys={useCommandKeys('show.region')}
      isAccent
      isOn={isShown}
      onClick={() => actions.setShows({ region: !isShown })}
    />
  )
}

function CompareButton(): ReactElement {
  const actions = useActions()
  const isOn = useWindow((state) => state.compare !== null)
  const round = useWindow(selectParentRound)
  const hasParent = round !== null && round.parent !== null
  return (
    <IconButton
      icon="compare"
      iconSize={18}
      label={options.compare}
      keys={useCommandKeys('compare')}
      isOn={isOn}
      isDisabled={!isOn && !hasParent}
      hint={round && !hasParent && !isOn ? compareWords.first : undefined}
      onClick={() => (isOn ? actions.changeCompare(null) : actions.startCompare(round!.id))}
    />
  )
}
