/** Tools, and what those that paint are told. */
import type { ToolName } from '../../canvas/tools/tool.ts'
import { selectSelected } from '../derived.ts'
import type { WindowState } from '../window.ts'
import { command, isComposing, outsideText } from './command.ts'
import type { Run, Test, WindowCommand } from './command.ts'

const hasMask: Test = (state) => isComposing(state) && selectSelected(state)?.mask !== undefined

function tool(name: ToolName, key: string): WindowCommand {
  return command('tools', `tool.${name}`, [key], (actions) => actions.setTool(name), { in: 'outsideText' })
}

/** For as long as the keys are down. */
function held(name: ToolName, keys: string): WindowCommand {
  return command('tools', `held.${name}`, [keys], (actions) => actions.setTool(name), { in: 'canvas', held: 'canvas' })
}

const brushStep = 1.2

const brush = (change: (options: WindowState['toolOptions']) => Partial<WindowState['toolOptions']>): Run => {
  return (actions, { toolOptions }) => actions.setToolOptions(change(toolOptions))
}

export const toolCommands: readonly WindowCommand[] = [
  tool('select', 'KeyV'),
  tool('hand', 'KeyH'),
  tool('zoom', 'KeyZ'),
  tool('point', 'KeyP'),
  tool('scribble', 'KeyS'),
  tool('box', 'KeyR'),
  tool('mask', 'KeyB'),
  tool('polygon', 'KeyG'),
  tool('lasso', 'KeyL'),
  tool('eraser', 'KeyE'),
  tool('region', 'KeyW'),
  held('hand', 'Space'),
  held('zoom', '$mod+Space'),
  command(
    'tools',
    'brush.smaller',
    ['BracketLeft'],
    brush(({ brushSize }) => ({ brushSize: Math.max(1, Math.round(brushSize / brushStep)) })),
    outsideText,
  ),
  command(
    'tools',
    'brush.larger',
    ['BracketRight'],
    brush(({ brushSize }) => ({ brushSize: Math.min(1000, Math.ceil(brushSize * brushStep)) })),
    outsideText,
  ),
  command(
    'tools',
    'brush.softer',
    ['Shift+BracketLeft'],
    brush(({ hardness }) => ({ hardness: Math.max(0, hardness - 0.1) })),
    outsideText,
  ),
  command(
    'tools',
    'brush.harder',
    ['Shift+BracketRight'],
    brush(({ hardness }) => ({ hardness: Math.min(1, hardness + 0.1) })),
    outsideText,
  ),
  command(
    'tools',
    'brush.swap',
    ['KeyX'],
    brush(({ isErasing }) => ({ isErasing: !isErasing })),
    outsideText,
  ),
  command('tools', 'mask.invert', ['$mod+KeyI'], (actions) => actions.editMask('invert'), { when: hasMask }),
  command('tools', 'mask.fill', [], (actions) => actions.editMask('fillHoles'), { when: hasMask }),
  command('tools', 'mask.grow', ['Alt+Equal', 'Alt+NumpadAdd'], (actions) => actions.editMask({ grow: 1 }), {
    when: hasMask,
  }),
  command('tools', 'mask.shrink', ['Alt+Minus', 'Alt+NumpadSubtract'], (actions) => actions.editMask({ grow: -1 }), {
    when: hasMask,
  }),
  command('tools', 'mask.growFar', ['Alt+Shift+Equal'], (actions) => actions.editMask({ grow: 8 }), { when: hasMask }),
  command('tools', 'mask.shrinkFar', ['Alt+Shift+Minus'], (actions) => actions.editMask({ grow: -8 }), {
    when: hasMask,
  }),
]
