/** The pictures under the overlays: one while composing, an estimate while generating, two while comparing. */
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { canvasWords } from '../text/canvas.ts'
import { selectDraft } from '../state/derived.ts'
import { useWindow } from '../state/window.ts'
import { ComparePictures } from './ComparePictures.tsx'
import { useDecoded } from './decoded.ts'
import { Picture } from './Picture.tsx'
import {
  selectBackdrop,
  selectBackdropPicture,
  selectPicture,
  selectPreview,
  selectPreviewClip,
} from './shown-pictures.ts'
import styles from './stage.module.css'

export interface PictureLayerProps {
  /** Told the decoded picture that the overlays cut from. */
  readonly onBelow: (image: HTMLImageElement | null) => void
  readonly isReduced: boolean
  readonly children: ReactNode
}

export function PictureLayer({ onBelow, isReduced, children }: PictureLayerProps): ReactNode {
  const isComparing = useWindow((state) => state.compare !== null)
  const picture = useDecoded(useWindow(selectPicture))
  const address = useWindow(selectPreview)
  const preview = useDecoded(address)
  const clip = useWindow(selectPreviewClip)
  useEffect(() => onBelow(picture), [onBelow, picture])
  if (isComparing) return <ComparePictures isReduced={isReduced}>{children}</ComparePictures>
  return (
    <div className={styles.world} data-empty={picture || preview ? undefined : ''}>
      {picture || preview ? null : <EmptyPicture />}
      <Picture image={picture} fades={!isReduced} />
      {preview ? <Picture image={preview} clip={clip} isWaiting={address === undefined} /> : null}
      <Backdrop />
      {children}
    </div>
  )
}

function Backdrop(): ReactNode {
  const backdrop = useWindow(selectBackdrop)
  const image = useDecoded(useWindow(selectBackdropPicture))
  if (!backdrop || !image) return null
  return (
    <div className={styles.backdrop} style={{ opacity: backdrop.opacity }}>
      <Picture image={image} className={styles.contained} />
    </div>
  )
}

function EmptyPicture(): ReactNode {
  const width = useWindow((state) => selectDraft(state)?.scene.width ?? 0)
  const height = useWindow((state) => selectDraft(state)?.scene.height ?? 0)
  const isUntouched = useWindow(
    (state) => state.project?.readOnly === undefined && selectDraft(state)?.scene.instances.length === 0,
  )
  return (
    <>
      {isUntouched ? <p className={styles.drawHere}>{canvasWords.drawHere}</p> : null}
      <p className={styles.size}>{canvasWords.size(width, height)}</p>
    </>
  )
}
