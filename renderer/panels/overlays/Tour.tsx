/** The tour: six cards, each of which goes on when the thing is done. */
import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { selectPlan, selectSelected } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import type { WindowState } from '../../state/window.ts'
import { tour as words, tourCards, tourStep, tourText } from '../../text/tour.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { usePlace } from './tour-place.ts'
import styles from './overlays.module.css'

/** How far the thing that a card asks for is done: rises when it is, compared with what it was when the card came. */
const progress: readonly ((state: WindowState) => number)[] = [
  (state) => state.project?.document.draft.scene.instances.length ?? 0,
  (state) => (selectSelected(state)?.caption.trim().split(/\s+/).length ?? 0) - 1,
  (state) => (state.jobs.some(({ state: job }) => job === 'running' || job === 'waiting') ? 1 : 0),
  (state) => state.project?.rounds.length ?? 0,
  (state) => (state.compare ? 1 : 0),
  (state) => (state.looking === null ? 0 : 1),
]
/** The third card only tells; it stays this long at least. */
const readMs = 4000
const readCard = 2

export function Tour(): ReactElement | null {
  const actions = useActions()
  const card = useWindow((state) => (state.screen === 'studio' ? (state.tour?.card ?? null) : null))
  const done = useWindow((state) => (state.tour ? progress[state.tour.card]!(state) : 0))
  const seconds = useWindow((state) => state.estimate?.seconds)
  const isHeld = useWindow((state) => (state.tour ? selectPlan(state)?.mode !== 'free' : false))
  const own = useRef<HTMLElement>(null)
  const place = usePlace(own, card)
  const text = card === null ? '' : tourText(card, isHeld, seconds)
  useTourSteps(card, text, done)
  if (card === null) return null
  return (
    <aside ref={own} className={styles.tour} style={place} aria-label={words.name}>
      <p className={styles.tourText}>{text}</p>
      <div className={styles.tourFoot}>
        <span className={styles.dots} role="img" aria-label={tourStep(card)}>
          {tourCards.map((each, at) => (
            <span key={each} className={cx(styles.dot, at <= card && styles.dotOn)} />
          ))}
        </span>
        <Button look="quiet" onClick={() => actions.setTourCard(null)}>
          {words.skip}
        </Button>
      </div>
    </aside>
  )
}

/** Goes on to the next card; the last one ends the tour with a word. */
function useTourSteps(card: number | null, text: string, done: number): void {
  const actions = useActions()
  useEffect(() => {
    if (card === null) return
    actions.say(text)
    if (card === 0) actions.setTool('box')
  }, [actions, card, text])
  useEffect(() => {
    if (card === null) return undefined
    if (card === readCard) {
      const timer = setTimeout(() => actions.setTourCard(card + 1), readMs)
      return () => clearTimeout(timer)
    }
    return watch(card, done, () => {
      actions.setTourCard(card + 1 < tourCards.length ? card + 1 : null)
      if (card + 1 === tourCards.length) actions.tell({ tone: 'notice', title: words.done, offers: [] })
    })
  }, [actions, card, done])
}

const starts = new Map<number, number>()

/** Calls back once what the card asks for has risen above what it was when the card came. */
function watch(card: number, done: number, onDone: () => void): () => void {
  const start = starts.get(card)
  if (start === undefined || done < start) starts.set(card, done)
  else if (done > start) {
    starts.clear()
    onDone()
  }
  return () => undefined
}
