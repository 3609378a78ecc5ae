/** The table of all tools, and which controls the option bar shows for each. */
import { boxTool } from './box.ts'
import { eraserTool } from './eraser.ts'
import { handTool } from './hand.ts'
import { lassoTool } from './lasso.ts'
import { maskTool } from './mask.ts'
import { pointTool } from './point.ts'
import { polygonTool } from './polygon.ts'
import { regionTool } from './region.ts'
import { scribbleTool } from './scribble.ts'
import { selectTool } from './select.ts'
import type { Tool, ToolName } from './tool.ts'
import { zoomTool } from './zoom.ts'

export { brushSizes } from './brush.ts'
export { handlesOf } from './handles.ts'
export type { Handle, Handles } from './handles.ts'
export { previewId } from './target.ts'
export { nextZoom, zoomSteps } from './zoom.ts'

export const tools: { readonly [Name in ToolName]: Tool } = {
  select: anyState(selectTool),
  hand: anyState(handTool),
  zoom: anyState(zoomTool),
  point: anyState(pointTool),
  scribble: anyState(scribbleTool),
  box: anyState(boxTool),
  mask: anyState(maskTool),
  polygon: anyState(polygonTool),
  lasso: anyState(lassoTool),
  eraser: anyState(eraserTool),
  region: anyState(regionTool),
}

/** Whoever holds a tool from the table gives it only states that it gave itself. */
function anyState<State extends { readonly name: string }>(tool: Tool<State>): Tool {
  return tool as unknown as Tool
}

/** Whether a gesture goes on, which Escape ends before anything else. */
export function isBusy(state: { readonly name: string }): boolean {
  return state.name !== 'idle'
}
