/** Snapping as the tools ask for it: on or off in the option bar, off while Mod is held, within 6 screen pixels. */
import type { Box, Point } from '../../../app/contract/scene.ts'
import { snapBox, snapLines, snapPoint } from '../../../app/scene/snap.ts'
import type { Direction } from './handles.ts'
import type { Guide, Modifiers, ToolContext } from './tool.ts'

/** Screen pixels. */
const reach = 6

/**
 * @param except ids of instances that are being moved
 * @param direction of the handle that is dragged: one in the middle of a side moves along one axis only
 */
export function snapped(
  point: Point,
  context: ToolContext,
  modifiers: Modifiers,
  except: readonly string[] = [],
  direction: Direction = { x: 1, y: 1 },
): { readonly point: Point; readonly guides: readonly Guide[] } {
  if (!isSnapping(context, modifiers)) return { point, guides: [] }
  const snap = snapPoint(snapLines(context.draft, except), point, reach / context.scale)
  const { x, y } = { x: direction.x === 0 ? point.x : snap.point.x, y: direction.y === 0 ? point.y : snap.point.y }
  const isAcross = ({ from, to }: Guide) => from.x === to.x
  return { point: { x, y }, guides: snap.guides.filter((guide) => (isAcross(guide) ? direction.x : direction.y) !== 0) }
}

/** How much farther a moved box goes. */
export function snappedBox(
  box: Box,
  context: ToolContext,
  modifiers: Modifiers,
  except: readonly string[],
): { readonly dx: number; readonly dy: number; readonly guides: readonly Guide[] } {
  if (!isSnapping(context, modifiers)) return { dx: 0, dy: 0, guides: [] }
  return snapBox(snapLines(context.draft, except), box, reach / context.scale)
}

function isSnapping({ options }: ToolContext, modifiers: Modifiers): boolean {
  return options.snap && !modifiers.mod
}
