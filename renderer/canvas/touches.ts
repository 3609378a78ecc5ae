/**
 * Fingers: two or more pan and zoom under every tool, and tap to undo, redo or hide the panels.
 *
 * A value with the fingers that are down; each event gives the next value and what it means.
 */
import type { Point } from '../../app/contract/scene.ts'
import { distance } from './rings.ts'

export interface Touches {
  readonly fingers: ReadonlyMap<number, Point>
  /** Most fingers since the first came down. */
  readonly most: number
  readonly startedAt: number
  /** How far the fingers went, in CSS pixels. */
  readonly travelled: number
}

export const noTouches: Touches = { fingers: new Map(), most: 0, startedAt: 0, travelled: 0 }

export type TouchMove = { readonly dx: number; readonly dy: number; readonly factor: number; readonly at: Point }

/** Taps are shorter and stiller than this. */
const tapMs = 300
const tapTravel = 16

export function touchDown(touches: Touches, id: number, at: Point, time: number): Touches {
  const isFirst = touches.fingers.size === 0
  const fingers = new Map(touches.fingers).set(id, at)
  return {
    fingers,
    most: Math.max(isFirst ? 0 : touches.most, fingers.size),
    startedAt: isFirst ? time : touches.startedAt,
    travelled: isFirst ? 0 : touches.travelled,
  }
}

/** With two fingers or more: how the picture follows their middle and their distance. */
export function touchMove(touches: Touches, id: number, to: Point): [Touches, TouchMove | null] {
  const from = touches.fingers.get(id)
  if (!from) return [touches, null]
  const fingers = new Map(touches.fingers).set(id, to)
  const next = { ...touches, fingers, travelled: touches.travelled + distance(from, to) }
  if (fingers.size < 2) return [next, null]
  const [before, after] = [pairOf(touches.fingers), pairOf(fingers)]
  return [
    next,
    {
      dx: after.middle.x - before.middle.x,
      dy: after.middle.y - before.middle.y,
      factor: before.apart < 1 ? 1 : after.apart / before.apart,
      at: after.middle,
    },
  ]
}

/** @returns how many fingers tapped, once the last is up; 0 if it was no tap */
export function touchUp(touches: Touches, id: number, time: number): [Touches, taps: number] {
  const fingers = new Map(touches.fingers)
  fingers.delete(id)
  return [{ ...touches, fingers }, fingers.size === 0 && isTap(touches, time) ? touches.most : 0]
}

/** Whether the fingers, if they were lifted now, have only tapped. */
export function isTap({ startedAt, travelled, most }: Touches, time: number): boolean {
  return time - startedAt <= tapMs && travelled <= tapTravel * most
}

/** The system took a finger away, for a gesture of its own or a palm: then those that are left did not tap either. */
export function touchLost(touches: Touches, id: number): Touches {
  const fingers = new Map(touches.fingers)
  fingers.delete(id)
  return { ...touches, fingers, travelled: Number.POSITIVE_INFINITY }
}

function pairOf(fingers: ReadonlyMap<number, Point>): { middle: Point; apart: number } {
  const [a, b] = [...fingers.values()] as [Point, Point]
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, apart: distance(a, b) }
}
