/** What the Select tool shows: the scene as the gesture would leave it, guides, marquee, points and the cursor. */
import type { Instance } from '../../../app/contract/scene.ts'
import { isPinned } from '../../../app/scene/groups.ts'
import { instancesAt } from '../../../app/scene/hit.ts'
import { boxBetween } from './constrain.ts'
import { gripAt, handlesOf } from './handles.ts'
import { isDrag } from './press.ts'
import type { Select } from './select.ts'
import { editedInstance, pointChange, vertexShapes } from './select-points.ts'
import type { PointPress } from './select-points.ts'
import type { Cursor, Pointer, ToolContext, ToolView } from './tool.ts'
import { copyCommands, movable, moveCommands, moveOf, pinchChange, resizeChange, rotateChange } from './transform.ts'
import { viewOf } from './view.ts'

export function selectView(state: Select, context: ToolContext, pointer: Pointer | null): ToolView {
  switch (state.name) {
    case 'idle':
      return idleView(state, context, pointer)
    case 'pressing':
      return viewOf('move', { hovered: state.ids.at(-1) ?? null })
    case 'moving':
      return movingView(state, context)
    case 'refused':
      return viewOf('notAllowed')
    case 'framing':
      return framingView(state)
    case 'resizing': {
      const isMoved = isDrag(state.press, state.at)
      const change = isMoved ? resizeChange(state.handle, state.bounds, state, context) : {}
      return viewOf({ resize: state.handle.angle }, change)
    }
    case 'rotating':
      return viewOf('rotate', isDrag(state.press, state.at) ? rotateChange(state.bounds, state, context) : {})
    case 'pinching':
      return viewOf('move', pinchChange(state, context))
    case 'reshaping':
      return reshapingView(state, context)
  }
}

function idleView(state: Extract<Select, { name: 'idle' }>, context: ToolContext, pointer: Pointer | null): ToolView {
  const edited = editedInstance(context)
  const shapes = edited ? vertexShapes(edited, state.picked) : []
  if (pointer === null) return viewOf('arrow', { shapes })
  const { draft, selection, scale } = context
  const handles = edited ? null : handlesOf(draft, selection, scale)
  const grip = handles && gripAt(handles, pointer.point, scale, pointer.device)
  const hovered = instancesAt(draft, pointer.point, scale)[0] ?? null
  const cursor = (): Cursor => {
    if (grip) return grip.grip === 'rotate' ? 'rotate' : { resize: grip.handle.angle }
    if (hovered === null) return 'arrow'
    return isPinned(draft, hovered) ? 'notAllowed' : 'move'
  }
  return viewOf(cursor(), { shapes, hovered })
}

function movingView(state: Extract<Select, { name: 'moving' }>, context: ToolContext): ToolView {
  const isCopy = state.at.modifiers.alt
  const instances = movable(context.draft, state.ids, isCopy)
  const move = moveOf(instances, state, context)
  const commands = isCopy ? copyCommands(instances, move, context) : moveCommands(instances, move)
  return viewOf(isCopy ? 'copy' : 'move', { commands, guides: move.guides })
}

function framingView({ press, at }: Extract<Select, { name: 'framing' }>): ToolView {
  return viewOf('arrow', {
    shapes: isDrag(press, at) ? [{ shape: 'marquee', box: boxBetween(press.point, at.point) }] : [],
  })
}

function reshapingView(state: PointPress, context: ToolContext): ToolView {
  const { change, guides } = pointChange(state, context)
  const after = { ...state.instance, ...withoutNulls(change) }
  const commands =
    Object.keys(change).length > 0 ? [{ do: 'changeInstance' as const, id: state.instance.id, change }] : []
  return viewOf('move', { commands, guides, shapes: vertexShapes(after, state.picked) })
}

function withoutNulls(change: object): Partial<Instance> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null))
}
