/**
 * Snapping: what is moved or stretched jumps to edges, centres and thirds of the picture and to edges and centres of the
 * other instances, once it is near enough.
 */

import type { Draft } from '../contract/document.ts'
import type { Box, Point } from '../contract/scene.ts'
import { isHidden } from './groups.ts'
import { locationBounds } from './transform.ts'

/** A line to snap to: at `at` across its direction, drawn from `from` to `to` along it. Scene pixels. */
export type SnapLine = {
  readonly at: number
  readonly from: number
  readonly to: number
  /** An instance's, whose distance is told; not the picture's. */
  readonly isNeighbour: boolean
}

/** `x`: upright lines, which snap across; `y`: level lines, which snap down. */
export type SnapLines = { readonly x: readonly SnapLine[]; readonly y: readonly SnapLine[] }

/** A line to be shown, as tools show it; `distance` in scene pixels is the gap to the neighbour. */
export type SnapGuide = { readonly from: Point; readonly to: Point; readonly distance?: number }

/** Which parts of a box may snap: the edge with the smaller coordinate, the middle, the other edge. */
export type SnapPart = 'start' | 'centre' | 'end'
const allParts: readonly SnapPart[] = ['start', 'centre', 'end']

/** Values that differ by less are the same line; scene pixels. */
const sameLine = 0.01

/** @param exceptIds those that are moved themselves; hidden ones give no lines either */
export function snapLines(draft: Draft, exceptIds: readonly string[]): SnapLines {
  const { width, height, instances } = draft.scene
  const boxes = instances
    .filter(({ id }) => !exceptIds.includes(id) && !isHidden(draft, id))
    .flatMap((instance) => locationBounds(instance) ?? [])
  return {
    x: [...pictureLines(width, height), ...boxes.flatMap(({ x0, x1, y0, y1 }) => edges(x0, x1, y0, y1))],
    y: [...pictureLines(height, width), ...boxes.flatMap(({ x0, x1, y0, y1 }) => edges(y0, y1, x0, x1))],
  }
}

function pictureLines(length: number, to: number): SnapLine[] {
  const shares = [0, 1 / 3, 1 / 2, 2 / 3, 1]
  return shares.map((share) => ({ at: share * length, from: 0, to, isNeighbour: false }))
}

function edges(start: number, end: number, from: number, to: number): SnapLine[] {
  return [start, (start + end) / 2, end].map((at) => ({ at, from, to, isNeighbour: true }))
}

/**
 * @param box where the pointer would put it, in scene pixels @param within scene pixels
 * @param parts which of its lines may snap: those that a handle moves; all for a move
 * @returns what to add to the box's place, and the lines that it then lies on
 */
export function snapBox(
  lines: SnapLines,
  box: Box,
  within: number,
  parts: { readonly x: readonly SnapPart[]; readonly y: readonly SnapPart[] } = { x: allParts, y: allParts },
): { dx: number; dy: number; guides: SnapGuide[] } {
  const dx = nearest(lines.x, partsOf(box.x0, box.x1, parts.x), within)
  const dy = nearest(lines.y, partsOf(box.y0, box.y1, parts.y), within)
  const put = { x0: box.x0 + (dx ?? 0), x1: box.x1 + (dx ?? 0), y0: box.y0 + (dy ?? 0), y1: box.y1 + (dy ?? 0) }
  const across = dx === null ? [] : guidesOf(lines.x, partsOf(put.x0, put.x1, parts.x), put.y0, put.y1)
  const down = dy === null ? [] : guidesOf(lines.y, partsOf(put.y0, put.y1, parts.y), put.x0, put.x1)
  return {
    dx: dx ?? 0,
    dy: dy ?? 0,
    guides: [...across.map((line) => guide(line, true)), ...down.map((line) => guide(line, false))],
  }
}

/** @returns the point where it is to be put, and the lines that it then lies on */
export function snapPoint(lines: SnapLines, point: Point, within: number): { point: Point; guides: SnapGuide[] } {
  const { dx, dy, guides } = snapBox(lines, { x0: point.x, y0: point.y, x1: point.x, y1: point.y }, within, {
    x: ['start'],
    y: ['start'],
  })
  return { point: { x: point.x + dx, y: point.y + dy }, guides }
}

function partsOf(start: number, end: number, parts: readonly SnapPart[]): number[] {
  const at = { start, centre: (start + end) / 2, end }
  return parts.map((part) => at[part])
}

/** The smallest step that puts one of the values on a line; null when none is near. Of equal steps the first line's. */
function nearest(lines: readonly SnapLine[], values: readonly number[], within: number): number | null {
  let best: number | null = null
  for (const { at } of lines) {
    for (const value of values) {
      const step = at - value
      if (Math.abs(step) <= within && (best === null || Math.abs(step) < Math.abs(best))) best = step
    }
  }
  return best
}

type Span = { readonly at: number; readonly from: number; readonly to: number; readonly distance?: number }

/** One guide a value that lies on a line: as long as all it joins, with the gap to the nearest neighbour on it. */
function guidesOf(lines: readonly SnapLine[], values: readonly number[], from: number, to: number): Span[] {
  return [...new Set(values)].flatMap((value) => {
    const hit = lines.filter(({ at }) => Math.abs(at - value) < sameLine)
    if (hit.length === 0) return []
    const gaps = hit.filter(({ isNeighbour }) => isNeighbour).map((line) => Math.max(line.from - to, from - line.to))
    const gap = gaps.length > 0 ? Math.min(...gaps) : 0
    const ends = {
      from: Math.min(from, ...hit.map((line) => line.from)),
      to: Math.max(to, ...hit.map((line) => line.to)),
    }
    return [{ at: value, ...ends, ...(gap > 0 && { distance: gap }) }]
  })
}

function guide({ at, from, to, distance }: Span, isUpright: boolean): SnapGuide {
  const point = (along: number): Point => (isUpright ? { x: at, y: along } : { x: along, y: at })
  return { from: point(from), to: point(to), ...(distance !== undefined && { distance }) }
}
