/** A small picture: all of an image, or the part of it where a thing stands; a hatch where there is none yet. */
import type { ReactElement } from 'react'
import { cx } from './cx.ts'
import styles from './Thumb.module.css'

/** Shares of the picture's width and height. */
export interface ThumbPart {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

export interface ThumbProps {
  /** Address; null for what was never drawn. */
  readonly picture: string | null
  /** Width by height of the picture, to show it, or a part of it, true to its shape. */
  readonly ratio?: number
  readonly part?: ThumbPart | undefined
  readonly size?: 'row' | 'wide' | 'node' | 'small' | 'large'
  readonly className?: string | undefined
}

export function Thumb({ picture, ratio = 1, part, size = 'row', className }: ThumbProps): ReactElement {
  if (picture === null) return <span className={cx(styles.thumb, styles[size], styles.hatch, className)} />
  return (
    <span
      className={cx(styles.thumb, styles[size], className)}
      style={size === 'node' ? { width: nodeWidth(ratio) } : undefined}
    >
      <img className={styles.image} src={picture} alt="" draggable={false} style={part && cut(part, ratio)} />
    </span>
  )
}

/** As wide as the picture is, for its height in the tree; the very wide and the very high are cut. */
function nodeWidth(ratio: number): string {
  return `${4.8 * Math.min(1.5, Math.max(0.75, ratio))}rem`
}

/** Places the whole picture so that the part, made square, fills the frame. */
function cut(part: ThumbPart, ratio: number): { width: string; height: string; left: string; top: string } {
  const side = Math.min(Math.max((part.x1 - part.x0) * ratio, part.y1 - part.y0, 0.08) * 1.1, Math.min(ratio, 1))
  const left = within(((part.x0 + part.x1) / 2) * ratio - side / 2, ratio - side)
  const top = within((part.y0 + part.y1) / 2 - side / 2, 1 - side)
  const percent = (value: number): string => `${(value / side) * 100}%`
  return { width: percent(ratio), height: percent(1), left: percent(-left), top: percent(-top) }
}

function within(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most))
}
