/** Undo, the clipboard, and selecting everything. */
import { selectCanUndo, selectDraft } from '../derived.ts'
import { command, isComposing, isWritable, outsideText, selected, shown } from './command.ts'
import type { WindowCommand } from './command.ts'

export const editCommands: readonly WindowCommand[] = [
  command('edit', 'undo', ['$mod+KeyZ'], (actions) => actions.undo(), {
    when: (state) => isWritable(state) && selectCanUndo(state),
  }),
  command('edit', 'redo', ['$mod+Shift+KeyZ', '$mod+KeyY'], (actions) => actions.redo(), {
    when: (state) => isWritable(state) && state.project!.history.redo !== null,
  }),
  command('edit', 'cut', ['$mod+KeyX'], (actions) => void actions.cut(), selected),
  command('edit', 'copy', ['$mod+KeyC'], (actions) => void actions.copy(), shown),
  command('edit', 'paste', ['$mod+KeyV'], (actions) => void actions.paste(false), {
    when: isComposing,
    in: 'outsideText',
  }),
  command('edit', 'pasteInPlace', ['$mod+Shift+KeyV'], (actions) => void actions.paste(true), {
    when: isComposing,
    in: 'outsideText',
  }),
  command('edit', 'duplicate', ['$mod+KeyD', '$mod+KeyJ'], (actions) => actions.duplicate(), selected),
  command(
    'edit',
    'selectAll',
    ['$mod+KeyA'],
    (actions, state) => actions.select(selectDraft(state)?.scene.instances.map(({ id }) => id) ?? []),
    outsideText,
  ),
  command('edit', 'selectNone', ['$mod+Shift+KeyA'], (actions) => actions.select([]), outsideText),
  command('edit', 'remove', ['Delete', 'Backspace'], (actions) => actions.removeSelection(), selected),
]
