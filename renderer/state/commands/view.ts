/** How the picture is looked at. */
import { command, canEdit, hasProject, isComparing, outsideText, shown } from './command.ts'
import type { Options, WindowCommand } from './command.ts'

/** Over pictures that are compared stand no things. */
const composing: Options = { when: (state) => hasProject(state) && !isComparing(state), in: 'outsideText' }
export const viewCommands: readonly WindowCommand[] = [
  command('view', 'zoom.in', ['$mod+Equal', '$mod+NumpadAdd'], (actions) => actions.zoomTo('in')),
  command('view', 'zoom.out', ['$mod+Minus', '$mod+NumpadSubtract'], (actions) => actions.zoomTo('out')),
  command('view', 'zoom.fit', ['$mod+Digit0', 'Shift+Digit1'], (actions) => actions.zoomTo('fit'), outsideText),
  command('view', 'zoom.full', ['$mod+Digit1'], (actions) => actions.zoomTo('full')),
  command('view', 'zoom.selection', ['Shift+Digit2'], (actions) => actions.zoomTo('selection'), shown),
  command(
    'view',
    'show.outlines',
    ['KeyO'],
    (actions, { shows }) => actions.setShows({ outlines: !shows.outlines }),
    composing,
  ),
  command('view', 'show.tags', ['KeyT'], (actions, { shows }) => actions.setShows({ tags: !shows.tags }), composing),
  command(
    'view',
    'show.region',
    ['KeyQ'],
    (actions, { shows }) => actions.setShows({ region: !shows.region }),
    outsideText,
  ),
  command('view', 'show.latentGrid', ['$mod+Quote'], (actions, { shows }) =>
    actions.setShows({ latentGrid: !shows.latentGrid }),
  ),
  command('view', 'panels', ['$mod+Backslash'], (actions, { panelsHidden }) => actions.setPanelsHidden(!panelsHidden)),
  command('view', 'fullScreen', ['KeyF'], () => void document.documentElement.requestFullscreen(), outsideText),
  command('view', 'size', [], (actions) => actions.openDialog('size'), { when: canEdit }),
]
