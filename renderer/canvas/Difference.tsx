/** The difference of two pictures, computed on a canvas of their own size. */
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { differencePixels } from './difference.ts'
import styles from './stage.module.css'

/** No side is larger: more cannot be told apart on a screen, and it would be waited for. */
const largestSide = 2048

export interface DifferenceProps {
  readonly before: HTMLImageElement | null
  readonly after: HTMLImageElement | null
  readonly gain: number
}

export function Difference({ before, after, gain }: DifferenceProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (before && after) show(canvas.current!, before, after, gain)
  }, [before, after, gain])
  return <canvas ref={canvas} className={styles.image} aria-hidden />
}

function show(canvas: HTMLCanvasElement, before: HTMLImageElement, after: HTMLImageElement, gain: number): void {
  const share = Math.min(1, largestSide / Math.max(after.naturalWidth, after.naturalHeight))
  const [width, height] = [Math.round(after.naturalWidth * share), Math.round(after.naturalHeight * share)]
  const pixels = differencePixels(pixelsOf(before, width, height), pixelsOf(after, width, height), gain)
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.putImageData(new ImageData(pixels, width, height), 0, 0)
}

function pixelsOf(image: HTMLImageElement, width: number, height: number): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  context.drawImage(image, 0, 0, width, height)
  return context.getImageData(0, 0, width, height).data
}
