/**
 * The canvas in its place in the window: pictures below, overlays on them, buttons for those who do not point.
 *
 * React draws what changes seldom; what moves with the pointer is the controller's.
 */
import { useCallback, useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useActions } from '../state/actions.ts'
import { selectDraft, selectParentRound } from '../state/derived.ts'
import { useWindow, useWindowStore } from '../state/window.ts'
import type { WindowState } from '../state/window.ts'
import { canvasWords } from '../text/canvas.ts'
import { pictureName } from '../text/studio.ts'
import { StageController } from './controller.ts'
import { InstanceButtons } from './InstanceButtons.tsx'
import { PictureLayer } from './PictureLayer.tsx'
import styles from './stage.module.css'

/** The strip's sentence describes the picture; the strip carries this id. */
const stripId = 'strip'

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')

function selectName(state: WindowState): string {
  const scene = selectDraft(state)?.scene
  if (!state.project || !scene) return ''
  const parent = selectParentRound(state)
  const isDraft = state.looking === null
  const level = (parent?.level ?? 0) + (isDraft ? 1 : 0)
  return pictureName(state.project.name, level, isDraft, scene.width, scene.height)
}

export function Stage(): ReactNode {
  const store = useWindowStore()
  const actions = useActions()
  const name = useWindow(selectName)
  const isReduced = useWindow((state) => state.preferences.motion === 'reduced') || reducedMotion.matches
  const surface = useRef<HTMLDivElement>(null)
  const pictures = useRef<HTMLDivElement>(null)
  const overlays = useRef<HTMLDivElement>(null)
  const cursor = useRef<HTMLCanvasElement>(null)
  const saying = useRef<HTMLParagraphElement>(null)
  const controller = useRef<StageController | null>(null)
  const below = useRef<HTMLImageElement | null>(null)

  useEffect(() => {
    const elements = {
      surface: surface.current!,
      pictures: pictures.current!,
      overlays: overlays.current!,
      cursor: cursor.current!,
      saying: saying.current!,
    }
    const stage = new StageController(elements, store, actions)
    stage.setBelow(below.current)
    controller.current = stage
    return () => {
      controller.current = null
      stage.dispose()
    }
  }, [store, actions])

  const takeBelow = useCallback((image: HTMLImageElement | null) => {
    below.current = image
    controller.current?.setBelow(image)
  }, [])

  return (
    <div className={styles.stage}>
      <div
        ref={surface}
        data-canvas
        className={styles.surface}
        role="application"
        tabIndex={0}
        aria-roledescription={canvasWords.role}
        aria-label={name}
        aria-describedby={stripId}
        onFocus={(event) => event.target === event.currentTarget && controller.current?.focused()}
        onBlur={() => controller.current?.blurred()}
      >
        <div ref={pictures} className={styles.moving}>
          <PictureLayer onBelow={takeBelow} isReduced={isReduced}>
            <InstanceButtons />
          </PictureLayer>
        </div>
        <div ref={overlays} className={`${styles.moving} ${styles.overlays}`} aria-hidden />
        <canvas ref={cursor} className={styles.cursor} aria-hidden />
        <p ref={saying} className={styles.saying} aria-hidden hidden />
      </div>
    </div>
  )
}
