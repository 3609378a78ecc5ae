/**
 * The viewport as a value: where the scene's corner lies on the canvas, and how large a scene pixel is.
 *
 * Everything is in CSS pixels from the canvas's upper left corner; screen = offset + scene · scale.
 */
import type { Box, Point } from '../../app/contract/scene.ts'

export interface View {
  /** CSS pixels in a scene pixel. */
  readonly scale: number
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** What is left free round a picture that is fitted. */
export const fitInset = { side: 16, top: 16, bottom: 56 } as const

export const zoomLimits = { smallest: 0.05, largest: 64 } as const

/** From this scale on pixels are shown hard, with a grid between them. */
export const pixelGridScale = 8

const snapWithin = 0.08

const steps = [0.05, 0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64] as const

export function toScreen(view: View, { x, y }: Point): Point {
  return { x: view.x + x * view.scale, y: view.y + y * view.scale }
}

export function toScene(view: View, { x, y }: Point): Point {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale }
}

function limited(scale: number): number {
  return Math.min(zoomLimits.largest, Math.max(zoomLimits.smallest, scale))
}

/** The scene as large as it fits, at a whole multiple of its pixels if one lies within 8 % below. */
export function fitted(canvas: Size, scene: Size): View {
  const width = Math.max(1, canvas.width - 2 * fitInset.side)
  const height = Math.max(1, canvas.height - fitInset.top - fitInset.bottom)
  const free = Math.min(width / scene.width, height / scene.height)
  const whole = Math.floor(free)
  const scale = limited(whole >= 1 && whole >= free * (1 - snapWithin) ? whole : free)
  return {
    scale,
    x: Math.round((canvas.width - scene.width * scale) / 2),
    y: Math.round(fitInset.top + (height - scene.height * scale) / 2),
  }
}

/** A box of the scene as large as it fits. */
export function fittedBox(canvas: Size, box: Box): View {
  const width = Math.max(1, canvas.width - 2 * fitInset.side)
  const height = Math.max(1, canvas.height - fitInset.top - fitInset.bottom)
  const size = { width: Math.max(1, box.x1 - box.x0), height: Math.max(1, box.y1 - box.y0) }
  const scale = limited(Math.min(width / size.width, height / size.height))
  return {
    scale,
    x: Math.round(canvas.width / 2 - ((box.x0 + box.x1) / 2) * scale),
    y: Math.round(fitInset.top + height / 2 - ((box.y0 + box.y1) / 2) * scale),
  }
}

/** What lies under `at` stays under it. */
export function zoomedTo(view: View, scale: number, at: Point): View {
  const to = limited(scale)
  const factor = to / view.scale
  return { scale: to, x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor }
}

export function zoomedBy(view: View, factor: number, at: Point): View {
  return zoomedTo(view, view.scale * factor, at)
}

/** The next larger or smaller of the usual scales. */
export function nextScale(scale: number, direction: 'in' | 'out'): number {
  if (direction === 'in') return steps.find((step) => step > scale * 1.005) ?? zoomLimits.largest
  return steps.findLast((step) => step < scale * 0.995) ?? zoomLimits.smallest
}

export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy }
}

/** So much of the picture stays in sight that it can be dragged back. */
export function keptInSight(view: View, canvas: Size, scene: Size): View {
  const rest = 48
  const within = (value: number, least: number, most: number) =>
    Math.min(Math.max(value, Math.min(least, most)), Math.max(least, most))
  return {
    ...view,
    x: within(view.x, rest - scene.width * view.scale, canvas.width - rest),
    y: within(view.y, rest - scene.height * view.scale, canvas.height - rest),
  }
}

/** The canvas got another size: a fitted picture is fitted again, any other keeps what is in its middle. */
export function resized(view: View, before: Size, after: Size, scene: Size): View {
  if (isSameView(view, fitted(before, scene))) return fitted(after, scene)
  return panned(view, (after.width - before.width) / 2, (after.height - before.height) / 2)
}

export function isSameView(a: View, b: View): boolean {
  return Math.abs(a.scale - b.scale) < 1e-6 && Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5
}

/** A view on the way from one to another, `share` 0 to 1. The scale moves evenly in powers, so that it looks steady. */
export function between(from: View, to: View, share: number): View {
  if (share >= 1) return to
  const scale = from.scale * (to.scale / from.scale) ** share
  const way = to.scale === from.scale ? share : (scale - from.scale) / (to.scale - from.scale)
  return { scale, x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way }
}

/** The CSS transform that shows `drawn` as `now`, with the origin in the upper left corner. */
export function transformOf(drawn: View, now: View): string {
  if (drawn === now) return 'none'
  const factor = now.scale / drawn.scale
  return `translate(${now.x - drawn.x * factor}px, ${now.y - drawn.y * factor}px) scale(${factor})`
}
