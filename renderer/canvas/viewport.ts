/**
 * Where the view is, where it is going, and where it was last drawn.
 *
 * While a hand pans or zooms, what was drawn is moved by a CSS transform, which costs nothing; it is drawn anew at rest,
 * or when the transform has gone so far that it would look coarse or bare.
 */
import type { Box, Point } from '../../app/contract/scene.ts'
import {
  between,
  fitted,
  fittedBox,
  keptInSight,
  nextScale,
  panned,
  resized,
  transformOf,
  zoomedBy,
  zoomedTo,
} from './view.ts'
import type { Size, View } from './view.ts'

const restMs = 120
const glideMs = 160

/** Beyond this the transform is given up for a redraw. */
const coarse = 2

/** cubic-bezier(.2, 0, 0, 1), near enough. */
const eased = (share: number): number => 1 - (1 - share) ** 4

interface Glide {
  readonly from: View
  readonly to: View
  readonly start: number
}

export class Viewport {
  view: View = { scale: 1, x: 0, y: 0 }
  size: Size = { width: 0, height: 0 }
  scene: Size = { width: 1, height: 1 }
  isReduced = false
  private drawn: View = this.view
  private glide: Glide | null = null
  private rest: ReturnType<typeof setTimeout> | undefined
  private readonly changed: () => void
  private readonly atRest: () => void

  /** @param changed is called whenever the view moved; `atRest` when it is to be drawn anew */
  constructor(changed: () => void, atRest: () => void) {
    this.changed = changed
    this.atRest = atRest
  }

  get middle(): Point {
    return { x: this.size.width / 2, y: this.size.height / 2 }
  }

  /** The canvas's size changed, or the first is known. */
  resize(size: Size): void {
    const isFirst = this.size.width === 0
    this.view = isFirst ? fitted(size, this.scene) : resized(this.view, this.size, size, this.scene)
    this.size = size
    this.glide = null
  }

  /** Another picture size: it is fitted at once. */
  setScene(scene: Size): void {
    if (scene.width === this.scene.width && scene.height === this.scene.height) return
    this.scene = { width: scene.width, height: scene.height }
    if (this.size.width > 0) this.view = fitted(this.size, this.scene)
    this.glide = null
  }

  pan(dx: number, dy: number): void {
    this.move(panned(this.view, dx, dy))
  }

  zoom(factor: number, at: Point): void {
    this.move(zoomedBy(this.view, factor, at))
  }

  step(direction: 'in' | 'out'): void {
    this.glideTo(zoomedTo(this.view, nextScale(this.glide?.to.scale ?? this.view.scale, direction), this.middle))
  }

  scaleTo(scale: number): void {
    this.glideTo(zoomedTo(this.view, scale, this.middle))
  }

  fit(): void {
    this.glideTo(fitted(this.size, this.scene))
  }

  fitBox(box: Box): void {
    this.glideTo(fittedBox(this.size, box))
  }

  /** After a pinch: smaller than the fitted picture goes back to it. */
  settle(): void {
    if (this.view.scale < fitted(this.size, this.scene).scale * 0.98) this.fit()
  }

  /** Moves on along a glide. @returns whether there is more to come */
  advance(now: number): boolean {
    if (!this.glide) return false
    const share = Math.min(1, (now - this.glide.start) / glideMs)
    this.view = between(this.glide.from, this.glide.to, eased(share))
    if (share >= 1) this.glide = null
    this.restSoon()
    return this.glide !== null
  }

  /** Whether the transform alone can show the view. */
  get canTransform(): boolean {
    const factor = this.view.scale / this.drawn.scale
    return factor <= coarse && factor >= 1 / coarse
  }

  get isDrawn(): boolean {
    return this.drawn === this.view
  }

  get transform(): string {
    return transformOf(this.drawn, this.view)
  }

  /** The view is now drawn as it is. */
  commit(): void {
    this.drawn = this.view
    clearTimeout(this.rest)
  }

  dispose(): void {
    clearTimeout(this.rest)
  }

  private move(view: View): void {
    this.glide = null
    this.view = keptInSight(view, this.size, this.scene)
    this.restSoon()
    this.changed()
  }

  private glideTo(to: View): void {
    if (this.isReduced) return this.move(to)
    this.glide = { from: this.view, to, start: performance.now() }
    this.changed()
  }

  private restSoon(): void {
    clearTimeout(this.rest)
    this.rest = setTimeout(this.atRest, restMs)
  }
}
