/** Two rounds in one frame: with a divider, side by side, in turn, or as their difference. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { Round } from '../../app/contract/project.ts'
import { useWindow } from '../state/window.ts'
import type { Compare } from '../state/window.ts'
import { side } from '../text/studio.ts'
import { CompareDivider } from './CompareDivider.tsx'
import { useDecoded } from './decoded.ts'
import { Difference } from './Difference.tsx'
import { Picture } from './Picture.tsx'
import { selectAfter, selectAfterPicture, selectBefore, selectBeforePicture } from './shown-pictures.ts'
import styles from './stage.module.css'
import { titleOfRound } from './titles.ts'

/** Under the three flashes a second that can harm. */
const blinkMs = 600

export interface ComparePicturesProps {
  readonly isReduced: boolean
  /** What lies over the picture. */
  readonly children: ReactNode
}

export function ComparePictures({ isReduced, children }: ComparePicturesProps): ReactNode {
  const compare = useWindow((state) => state.compare)
  const isHeld = useWindow((state) => state.peek === 'parent')
  const before = useDecoded(useWindow(selectBeforePicture))
  const after = useDecoded(useWindow(selectAfterPicture))
  const way = compare?.way
  const isBefore = useBlink(way === 'blink' && !isReduced)
  if (!compare) return null
  if (isHeld)
    return (
      <World pictures={<Picture image={before} />} label={<Label which="before" />}>
        {children}
      </World>
    )
  if (way === 'side') return <SideBySide before={before} after={after} />
  if (way === 'blink') {
    const isFirst = isReduced ? false : isBefore
    return (
      <World
        pictures={<Picture image={isFirst ? before : after} />}
        label={<Label which={isFirst ? 'before' : 'after'} />}
      >
        {children}
      </World>
    )
  }
  if (way === 'difference')
    return (
      <World pictures={<Difference before={before} after={after} gain={compare.gain} />} label={null}>
        {children}
      </World>
    )
  return (
    <Slider compare={compare} before={before} after={after}>
      {children}
    </Slider>
  )
}

/** Whether it is the turn of the picture before. */
function useBlink(isOn: boolean): boolean {
  const [isBefore, setBefore] = useState(false)
  useEffect(() => {
    if (!isOn) return
    const timer = setInterval(() => setBefore((was) => !was), blinkMs)
    return () => clearInterval(timer)
  }, [isOn])
  return isOn && isBefore
}

function World({
  pictures,
  label,
  children,
}: {
  readonly pictures: ReactNode
  readonly label: ReactNode
  readonly children: ReactNode
}): ReactNode {
  return (
    <div className={styles.world}>
      {pictures}
      {label}
      {children}
    </div>
  )
}

interface Two {
  readonly before: HTMLImageElement | null
  readonly after: HTMLImageElement | null
}

function Slider({
  compare,
  before,
  after,
  children,
}: Two & { readonly compare: Compare; readonly children: ReactNode }): ReactNode {
  const share = compare.divider * 100
  return (
    <div className={styles.world}>
      <Picture image={after} />
      <div className={styles.cut} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
        <Picture image={before} />
      </div>
      <Label which="before" />
      <Label which="after" />
      {children}
      <CompareDivider divider={compare.divider} />
    </div>
  )
}

function SideBySide({ before, after }: Two): ReactNode {
  return (['before', 'after'] as const).map((which) => (
    <div key={which} className={styles.pane} data-side={which}>
      <div className={styles.half}>
        <div className={styles.world}>
          <Picture image={which === 'before' ? before : after} />
        </div>
      </div>
      <Label which={which} />
    </div>
  ))
}

/** "Round 3", and its name or what it changed. */
function Label({ which }: { readonly which: 'before' | 'after' }): ReactNode {
  const round: Round | null = useWindow(which === 'before' ? selectBefore : selectAfter)
  const project = useWindow((state) => state.project)
  if (!round || !project) return null
  return (
    <p className={styles.label} data-side={which}>
      <b>{side.round(round.level)}</b> {titleOfRound(round, project.rounds, project.document.rounds[round.id]?.name)}
    </p>
  )
}
