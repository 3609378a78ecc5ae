/** The parts that every tool's view has. */
import type { LocationFormat } from '../../../app/contract/scene.ts'
import { isAdding } from './target.ts'
import type { Cursor, Pointer, ToolContext, ToolView } from './tool.ts'

/** A view with nothing but what is given. */
export function viewOf(cursor: Cursor, parts: Partial<ToolView> = {}): ToolView {
  return { shapes: [], commands: [], guides: [], hovered: null, cursor, ...parts }
}

/** The thin cross of a location tool, with a plus while the selected instance gets what is drawn. */
export function crossCursor(cross: LocationFormat | 'lasso', context: ToolContext, pointer: Pointer | null): Cursor {
  const modifiers = pointer?.modifiers ?? { shift: false, alt: false, mod: false, space: false }
  return { cross, isAdding: isAdding(context, modifiers) }
}
