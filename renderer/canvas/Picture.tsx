/** A decoded picture that fills its frame; a new one fades in over the old where that is asked for. */
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import styles from './stage.module.css'

const fadeMs = 160

export interface PictureProps {
  readonly image: HTMLImageElement | null
  /** Fades in over what was there. */
  readonly fades?: boolean
  readonly className?: string | undefined
  /** A `clip-path`: shown there alone. */
  readonly clip?: string | undefined
  /** It is not what was asked for: that is on its way. */
  readonly isWaiting?: boolean
}

export function Picture({ image, fades = false, className, clip, isWaiting = false }: PictureProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const host = frame.current!
    if (!image) return host.replaceChildren()
    image.className = styles.image ?? ''
    image.alt = ''
    image.draggable = false
    const before = [...host.children].filter((child) => child !== image)
    host.append(image)
    const clear = () => before.forEach((child) => child.remove())
    if (!fades || before.length === 0) return clear()
    const fade = image.animate([{ opacity: 0 }, { opacity: 1 }], fadeMs)
    fade.finished.then(clear, clear)
    return () => fade.finish()
  }, [image, fades])
  const style = clip === undefined ? undefined : { clipPath: clip }
  return (
    <div
      ref={frame}
      className={`${styles.picture} ${className ?? ''}`}
      style={style}
      data-waiting={isWaiting ? '' : undefined}
      aria-hidden
    />
  )
}
