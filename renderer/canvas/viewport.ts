/**
 * Where the view is, where it is going, and where it was last drawn.
 *
 * While a hand pans or zooms, what was drawn is moved by a CSS transform, which costs nothing. Pictures are placed anew at
 * rest, because the browser then scales them anew; overlays also on the way, before their lines look thick or thin.
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

/** The most that a transform may scale: pictures, which look coarse beyond it, and overlays, whose lines swell. */
const coarse = { pictures: 4, overlays: 1.6 } as const
type Layer = keyof typeof coarse

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
  private readonly drawn: Record<Layer, View> = { pictures: this.view, overlays: this.view }
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

  /** Side by side: the size of the view in half the canvas, as a share of its size in all of it. */
  get halfShare(): number {
    const half = { width: this.size.width / 2, height: this.size.height }
    return Math.min(1, fitted(half, this.scene).scale / fitted(this.size, this.scene).scale)
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
    this.atRest()
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

  /** Whether a transform alone can show a layer where the view is now. */
  canTransform(layer: Layer): boolean {
    const factor = this.view.scale / this.drawn[layer].scale
    return factor <= coarse[layer] && factor >= 1 / coarse[layer]
  }

  transform(layer: Layer): string {
    return transformOf(this.drawn[layer], this.view)
  }

  /** A layer is now drawn where the view is. */
  commit(layer: Layer): void {
    this.drawn[layer] = this.view
    if (layer === 'pictures') clearTimeout(this.rest)
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
