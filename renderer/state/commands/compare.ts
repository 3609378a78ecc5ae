/** Two pictures beside each other, and what is shown while a key is held. */
import type { CompareWay } from '../window.ts'
import { command, hasRounds, isComparing } from './command.ts'
import type { Run, WindowCommand } from './command.ts'
import { currentRound } from './rounds.ts'

const compareWays: readonly CompareWay[] = ['slider', 'side', 'blink', 'difference']

/** Comparing begins with the slider; after that each press takes the next way. */
const nextCompare: Run = (actions, state) => {
  const round = currentRound(state)
  if (!state.compare) {
    if (round) actions.startCompare(round)
    return
  }
  const way = compareWays[(compareWays.indexOf(state.compare.way) + 1) % compareWays.length]!
  actions.changeCompare({ way })
}

function moveDivider(by: number): Run {
  return (actions, { compare }) =>
    compare && actions.changeCompare({ divider: Math.min(1, Math.max(0, compare.divider + by)) })
}

export const compareCommands: readonly WindowCommand[] = [
  command('compare', 'compare', ['KeyY'], nextCompare, { when: hasRounds, in: 'outsideText' }),
  command('compare', 'compare.peek', ['Backslash'], (actions) => actions.setPeek('parent'), {
    in: 'outsideText',
    held: 'window',
  }),
  command('compare', 'compare.bare', ['Shift+Backslash'], (actions) => actions.setPeek('bare'), {
    in: 'outsideText',
    held: 'window',
  }),
  command('compare', 'compare.left', ['ArrowLeft'], moveDivider(-0.01), { when: isComparing, in: 'outsideText' }),
  command('compare', 'compare.right', ['ArrowRight'], moveDivider(0.01), { when: isComparing, in: 'outsideText' }),
  command('compare', 'compare.farLeft', ['Shift+ArrowLeft'], moveDivider(-0.1), {
    when: isComparing,
    in: 'outsideText',
  }),
  command('compare', 'compare.farRight', ['Shift+ArrowRight'], moveDivider(0.1), {
    when: isComparing,
    in: 'outsideText',
  }),
  command(
    'compare',
    'compare.swap',
    ['Shift+KeyY'],
    (actions, { compare }) => compare && actions.changeCompare({ before: compare.after, after: compare.before }),
    { when: isComparing, in: 'outsideText' },
  ),
]
