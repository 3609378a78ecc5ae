/** Projects, pictures that come into them, and the window itself. */
import { command, always, canEdit, hasRounds } from './command.ts'
import type { Test, WindowCommand } from './command.ts'
import { currentRound, toCurrentRound } from './rounds.ts'

const hasBackdrop: Test = (state) => canEdit(state) && state.project?.document.draft.backdrop != null

export const projectCommands: readonly WindowCommand[] = [
  command('project', 'new', ['$mod+KeyN', 'Alt+KeyN'], (actions) => void actions.createProject(), { when: always }),
  command('project', 'open', ['$mod+KeyO', 'Alt+KeyO'], (actions) => void actions.chooseProject(), { when: always }),
  command('project', 'picture.start', [], (actions) => void actions.choosePicture('round'), { when: canEdit }),
  command('project', 'picture.backdrop', [], (actions) => void actions.choosePicture('backdrop'), { when: canEdit }),
  command('project', 'backdrop.start', [], (actions) => void actions.startFromBackdrop(), { when: hasBackdrop }),
  command('project', 'close', ['$mod+KeyW'], (actions) => void actions.closeProject()),
  command(
    'project',
    'nameState',
    ['$mod+KeyS'],
    (actions, state) => actions.openDialog('roundName', currentRound(state) ?? undefined),
    { when: hasRounds },
  ),
  command('project', 'saveCopy', ['$mod+Shift+KeyS'], (actions) => void actions.chooseCopy()),
  command(
    'project',
    'export',
    ['$mod+Shift+KeyE'],
    toCurrentRound((actions, id) => actions.openDialog('export', id)),
    { when: hasRounds },
  ),
  command(
    'project',
    'copyPicture',
    [],
    toCurrentRound((actions, id) => void actions.copyPicture(id)),
    { when: hasRounds },
  ),
  command('project', 'storage', [], (actions) => actions.openDialog('storage')),
  command('project', 'models', ['$mod+Shift+KeyM'], (actions) => actions.goTo('models'), { when: always }),
  command('project', 'palette', ['$mod+KeyK'], (actions) => actions.openDialog('palette'), { when: always }),
  command('project', 'settings', ['$mod+Comma'], (actions) => actions.openDialog('settings'), { when: always }),
  command('project', 'shortcuts', ['[Shift]+?', 'F1'], (actions) => actions.openDialog('shortcuts'), {
    when: always,
    in: 'outsideText',
  }),
  command('project', 'tour', [], (actions) => void actions.startTour(), { when: always }),
  command('project', 'about', [], (actions) => actions.openDialog('about'), { when: always }),
]
