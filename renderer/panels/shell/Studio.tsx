/**
 * The studio's areas. In the document they stand in the order in which they are read and focused; the grid places the side
 * panel beside the picture and the rounds below it.
 */
import { useEffect, useState } from 'react'
import type { MouseEvent, PointerEvent, ReactElement, ReactNode } from 'react'
import { Cell, Grid, Gridline, useDefaultGridLayout, useGridRef } from 'react-resizable-panels'
import { Stage } from '../../canvas/Stage.tsx'
import { focusArea } from '../../state/areas.ts'
import { useWindow, useWindowStore } from '../../state/window.ts'
import { words } from '../../text/common.ts'
import { areas } from '../../text/studio.ts'
import { cx } from '../../ui/cx.ts'
import { PortalHost } from '../../ui/portal.tsx'
import { OptionBar } from '../options/OptionBar.tsx'
import { Overlays } from '../overlays/Overlays.tsx'
import { ToolRail } from '../rail/ToolRail.tsx'
import { Rounds } from '../rounds/Rounds.tsx'
import { SidePanel } from '../side/SidePanel.tsx'
import { Strip } from '../strip/Strip.tsx'
import { TopBar } from '../topbar/TopBar.tsx'
import { useFocusFrom } from './focus.ts'
import { FirstGestures } from './FirstGestures.tsx'
import { layoutOf, media } from './layout.ts'
import { useMedia } from './media.ts'
import styles from './Studio.module.css'

export function Studio(): ReactElement {
  const isHidden = useWindow((state) => state.panelsHidden)
  const isDrawer = useMedia(media.drawer)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  useFocusFrom(() => focusArea('canvas'))
  const store = useWindowStore()
  // A thing that was just drawn asks what it is, a name is written in the list and found there, so the panel with its field
  // comes in. Not a state of the studio: that would draw all of it again at the end of every gesture.
  useEffect(
    () =>
      store.subscribe(({ captionFocus, renaming, find }, before) => {
        const isFieldNew = (renaming !== null && before.renaming === null) || (find !== null && before.find === null)
        const isAsked = captionFocus !== before.captionFocus || isFieldNew
        if (isDrawer && isAsked) setDrawerOpen(true)
      }),
    [store, isDrawer],
  )
  return (
    <div className={cx(styles.studio, isHidden && styles.bare)}>
      <button type="button" className={styles.skip} onClick={() => focusArea('canvas')}>
        {words.skipToPicture}
      </button>
      <TopBar />
      <ToolRail />
      <Areas isDrawer={isDrawer} isDrawerOpen={isDrawerOpen} onDrawer={() => setDrawerOpen(!isDrawerOpen)} />
      {isDrawer && isDrawerOpen && (
        <div className={styles.drawer}>
          <SidePanel isWide={false} />
        </div>
      )}
    </div>
  )
}

interface AreasProps {
  readonly isDrawer: boolean
  readonly isDrawerOpen: boolean
  readonly onDrawer: () => void
}

/** Kept for this window as long as it lives; a new one begins with the usual sizes. */
const layoutId = 'diorama-layout'

function Areas({ isDrawer, isDrawerOpen, onDrawer }: AreasProps): ReactElement {
  const layout = useLayout()
  const grid = useGridRef()
  const id = `${layoutId}-${isDrawer ? 'drawer' : layout.isWide ? 'wide' : 'usual'}`
  const kept = useDefaultGridLayout({ id, storage: sessionStorage, onlySaveAfterUserInteractions: true })
  useRoundsFold(grid)
  const { side, rounds } = layout
  const onDoubleClick = ({ target }: MouseEvent): void => {
    const line = (target as HTMLElement).closest('[data-separator]')?.getAttribute('aria-orientation')
    if (line === 'vertical') grid.current?.getTrackById('column', 'side').resize(side.usual)
    if (line === 'horizontal') grid.current?.getTrackById('row', 'rounds').resize(rounds.usual)
  }
  const columns = [
    { id: 'centre', minSize: '20rem' },
    { id: 'side', ...track(side), groupResizeBehavior: 'preserve-pixel-size' as const },
  ]
  const rows = [
    { id: 'picture', minSize: '20rem' },
    {
      id: 'rounds',
      ...track(rounds),
      collapsible: true,
      collapsedSize: rounds.closed,
      groupResizeBehavior: 'preserve-pixel-size' as const,
    },
  ]
  return (
    <Grid
      key={id}
      className={styles.areas}
      gridRef={grid}
      columns={isDrawer ? columns.slice(0, 1) : columns}
      rows={rows}
      onDoubleClick={onDoubleClick}
      {...kept}
    >
      <Cell column={0} row={0} className={styles.centre}>
        <Picture>
          <OptionBar {...(isDrawer && { onDrawer, isDrawerOpen })} />
        </Picture>
      </Cell>
      {!isDrawer && (
        <Cell column={1} row={0} rowSpan={2} className={styles.side}>
          <SidePanel isWide={layout.isWide} />
        </Cell>
      )}
      <Cell column={0} row={1} className={styles.rounds}>
        <section className={styles.roundsArea} aria-label={areas.rounds} data-area="rounds">
          <Rounds />
        </section>
      </Cell>
      <section className={styles.lines} aria-label={areas.lines}>
        {!isDrawer && (
          <Gridline type="column" column={1} className={styles.columnLine} elementRef={named(areas.sideLine)} />
        )}
        <Gridline
          type="row"
          row={1}
          column={0}
          columnSpan={1}
          className={styles.rowLine}
          elementRef={named(areas.roundsLine)}
        />
      </section>
    </Grid>
  )
}

/** The library's lines take no attributes of our own. */
function named(label: string): (element: HTMLElement | null) => void {
  return (element) => element?.setAttribute('aria-label', label)
}

function track(sizes: { readonly usual: string; readonly least: string; readonly most: string }) {
  return { defaultSize: sizes.usual, minSize: sizes.least, maxSize: sizes.most }
}

function useLayout() {
  const wide = useMedia(media.wide)
  const narrow = useMedia(media.narrow)
  const high = useMedia(media.high)
  const low = useMedia(media.low)
  return layoutOf({ wide, narrow, high, low })
}

/** The rounds fold by the button in their head, which is a fact of the window. */
function useRoundsFold(grid: ReturnType<typeof useGridRef>): void {
  const isOpen = useWindow((state) => state.roundsOpen)
  useEffect(() => {
    const rows = grid.current?.getTrackById('row', 'rounds')
    if (isOpen) rows?.expand()
    else rows?.collapse()
  }, [grid, isOpen])
}

/**
 * The dividers measure the whole grid at every move of the pointer to see whether it is near them, unless the move is taken.
 * During a gesture on the canvas it is: a brush has five of them in a frame.
 */
function keepToCanvas(event: PointerEvent): void {
  if (event.buttons !== 0) event.preventDefault()
}

/** @param props.children the bar over it, which belongs to the picture as well */
function Picture({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <main className={styles.main} aria-label={areas.picture}>
      {children}
      <div className={styles.picture}>
        <div className={styles.stage}>
          <div className={styles.canvas} data-area="canvas" onPointerMove={keepToCanvas}>
            <Stage />
          </div>
          <FirstGestures />
          <Strip />
        </div>
        <PortalHost />
        <Overlays />
      </div>
    </main>
  )
}
