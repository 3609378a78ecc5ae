/** Moving, resizing and rotating what is selected: the commands of a gesture, at any moment of it. */
import type { Draft } from '../../../app/contract/document.ts'
import type { Command } from '../../../app/contract/edit.ts'
import { sceneLimits } from '../../../app/contract/scene.ts'
import type { Box, Instance, Point } from '../../../app/contract/scene.ts'
import { locationBounds, moved, resized, rotated } from '../../../app/scene/arrange.ts'
import { centreOf, uniteBoxes } from '../../../app/scene/geometry.ts'
import { isPinned, withParts } from '../../../app/scene/groups.ts'
import { angleStep, latentCell, onAxis, rounded } from './constrain.ts'
import { anchorOf, isFree } from './handles.ts'
import type { Direction, Handle } from './handles.ts'
import { distance, dragDistance } from './press.ts'
import { snapped, snappedBox } from './snapping.ts'
import { instanceOf, previewId } from './target.ts'
import type { Fingers, Guide, Modifiers, Pointer, ToolContext } from './tool.ts'

/** Where a gesture began and where it is. */
export type Drag = { readonly press: Pointer; readonly at: Pointer }

/** Where two fingers were on what is selected and where they are, in scene pixels. */
export type Pinch = { readonly from: Fingers; readonly fingers: Fingers }

/** How far beside a thing a finger may come down and still mean it; screen pixels. */
const fingerReach = 24

export type Change = { readonly commands: Command[]; readonly guides: readonly Guide[] }

export type Move = { readonly dx: number; readonly dy: number; readonly guides: readonly Guide[] }

/** What of a selection a drag moves: its parts go along, pinned things stay. A copy leaves everything where it is. */
export function movable(draft: Draft, ids: readonly string[], isCopy: boolean): Instance[] {
  return withParts(draft, ids).filter(({ id }) => isCopy || !isPinned(draft, id))
}

/** How far a drag moves, by whole pixels: masks know no others. */
export function moveOf(instances: readonly Instance[], { press, at }: Drag, context: ToolContext): Move {
  const to = at.modifiers.shift ? onAxis(press.point, at.point) : at.point
  const [dx, dy] = [rounded(to.x - press.point.x), rounded(to.y - press.point.y)]
  const bounds = boundsOfAll(instances)
  if (bounds === null || at.modifiers.shift) return { dx, dy, guides: [] }
  const box = { x0: bounds.x0 + dx, y0: bounds.y0 + dy, x1: bounds.x1 + dx, y1: bounds.y1 + dy }
  const ids = instances.map(({ id }) => id)
  const snap = snappedBox(box, context, at.modifiers, ids)
  return { dx: rounded(dx + snap.dx), dy: rounded(dy + snap.dy), guides: snap.guides }
}

function boundsOfAll(instances: readonly Instance[]): Box | null {
  return instances.map(locationBounds).reduce(uniteBoxes, null)
}

export function moveCommands(instances: readonly Instance[], { dx, dy }: Move): Command[] {
  if (dx === 0 && dy === 0) return []
  return instances.map((instance) => ({ do: 'changeInstance', id: instance.id, change: moved(instance, dx, dy) }))
}

/** Copies in front of everything, under ids of their own; the real ones come with the effect. */
export function copyCommands(instances: readonly Instance[], { dx, dy }: Move, { draft }: ToolContext): Command[] {
  const { scene } = draft
  const free = sceneLimits.instances - scene.instances.length
  return instances.slice(0, Math.max(0, free)).map((instance, i) => {
    const copy = { ...instance, ...withoutNulls(moved(instance, dx, dy)), id: `${previewId}${i}` }
    return { do: 'addInstance', at: scene.instances.length + i, instance: copy }
  })
}

function withoutNulls(change: object): Partial<Instance> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null))
}

/** Resizes what has handles from the bounds that it had at the press. */
export function resizeChange(handle: Handle, bounds: Box, drag: Drag, context: ToolContext): Change {
  const { press, at } = drag
  const aim = { x: handle.point.x + at.point.x - press.point.x, y: handle.point.y + at.point.y - press.point.y }
  const { point, guides } = at.modifiers.shift
    ? { point: aim, guides: [] }
    : snapped(aim, context, at.modifiers, context.selection, handle.direction)
  const to = roundedFrom(bounds, resizedBounds(bounds, handle.direction, point, at.modifiers))
  const { draft } = context
  const commands = isSameBox(bounds, to) ? [] : resizeCommands(freeInstances(context), bounds, to, draft)
  return { commands, guides }
}

function resizeCommands(instances: readonly Instance[], from: Box, to: Box, { scene }: Draft): Command[] {
  return instances.map((instance) => ({
    do: 'changeInstance',
    id: instance.id,
    change: resized(scene, instance, from, to),
  }))
}

function freeInstances({ draft, selection }: ToolContext): Instance[] {
  return selection.flatMap((id) => instanceOf(draft, id) ?? []).filter(({ id }) => isFree(draft, id))
}

/** Sides that were moved come to stand on whole pixels, the others stay. */
function roundedFrom(before: Box, box: Box): Box {
  const side = (key: keyof Box) => (Math.abs(before[key] - box[key]) < 0.001 ? before[key] : rounded(box[key]))
  return { x0: side('x0'), y0: side('y0'), x1: side('x1'), y1: side('y1') }
}

function isSameBox(a: Box, b: Box): boolean {
  return a.x0 === b.x0 && a.y0 === b.y0 && a.x1 === b.x1 && a.y1 === b.y1
}

/**
 * The bounds when a handle is at `to`. Shift keeps their ratio, Alt their centre. They turn neither inside out nor smaller
 * than a latent cell, if they were not before.
 */
export function resizedBounds(
  bounds: Box,
  direction: Direction,
  to: Point,
  { shift, alt }: Pick<Modifiers, 'shift' | 'alt'>,
): Box {
  const [width, height] = [bounds.x1 - bounds.x0, bounds.y1 - bounds.y0]
  const fixed = alt
    ? centreOf(bounds)
    : anchorOf(bounds, { x: -direction.x as Direction['x'], y: -direction.y as Direction['y'] })
  const handle = anchorOf(bounds, direction)
  let [across, down] = [factor(handle.x - fixed.x, to.x - fixed.x), factor(handle.y - fixed.y, to.y - fixed.y)]
  if (shift) across = down = direction.x === 0 ? down : direction.y === 0 ? across : Math.max(across, down)
  across = Math.max(across, leastFactor(width))
  down = Math.max(down, leastFactor(height))
  return {
    x0: fixed.x + (bounds.x0 - fixed.x) * across,
    y0: fixed.y + (bounds.y0 - fixed.y) * down,
    x1: fixed.x + (bounds.x1 - fixed.x) * across,
    y1: fixed.y + (bounds.y1 - fixed.y) * down,
  }
}

/** How much farther from the fixed point; 1 along an axis on which the handle does not lie. */
function factor(before: number, after: number): number {
  return before === 0 ? 1 : after / before
}

function leastFactor(length: number): number {
  return length === 0 ? 0 : Math.min(1, latentCell / length)
}

/** Whether two fingers are on what is selected and may move. */
export function isPinch(fingers: Fingers, { draft, selection, scale }: ToolContext): boolean {
  const bounds = boundsOfAll(movable(draft, selection, false))
  const reach = fingerReach / scale
  return (
    bounds !== null &&
    fingers.every(
      ({ x, y }) =>
        x >= bounds.x0 - reach && x <= bounds.x1 + reach && y >= bounds.y0 - reach && y <= bounds.y1 + reach,
    )
  )
}

/** What is selected follows the middle of the fingers and, in its size, how far they are apart; its parts go along. */
export function pinchChange(
  { from, fingers }: Pinch,
  { draft, selection, scale }: ToolContext,
): Change & { readonly isResize: boolean } {
  const instances = movable(draft, selection, false)
  const bounds = boundsOfAll(instances)
  const isStill = fingers.every((finger, i) => distance(finger, from[i]!) * scale < dragDistance.touch)
  if (bounds === null || isStill) return { commands: [], guides: [], isResize: false }
  const [width, height] = [bounds.x1 - bounds.x0, bounds.y1 - bounds.y0]
  const apart = distance(...fingers) / Math.max(1, distance(...from))
  const by = Math.max(apart, leastFactor(width), leastFactor(height))
  const [middle, to] = [between(...from), between(...fingers)]
  const x = (at: number): number => rounded(to.x + (at - middle.x) * by)
  const y = (at: number): number => rounded(to.y + (at - middle.y) * by)
  const after = { x0: x(bounds.x0), y0: y(bounds.y0), x1: x(bounds.x1), y1: y(bounds.y1) }
  return {
    commands: isSameBox(bounds, after) ? [] : resizeCommands(instances, bounds, after, draft),
    guides: [],
    isResize: after.x1 - after.x0 !== width || after.y1 - after.y0 !== height,
  }
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

/** Rotates about the centre of the bounds; with Shift in steps of 15 degrees. */
export function rotateChange(bounds: Box, { press, at }: Drag, context: ToolContext): Change {
  const centre = centreOf(bounds)
  const turn = angleFrom(centre, at.point) - angleFrom(centre, press.point)
  const radians = at.modifiers.shift ? Math.round(turn / angleStep) * angleStep : turn
  if (radians === 0) return { commands: [], guides: [] }
  const commands = freeInstances(context).map((instance): Command => ({
    do: 'changeInstance',
    id: instance.id,
    change: rotated(instance, centre, radians),
  }))
  return { commands, guides: [] }
}

function angleFrom(centre: Point, to: Point): number {
  return Math.atan2(to.y - centre.y, to.x - centre.x)
}
