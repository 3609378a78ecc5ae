/** Going through the tree of rounds, and what is noted in it. */
import type { Actions } from '../actions.ts'
import { selectParentRound, selectRound, selectRounds } from '../derived.ts'
import type { WindowState } from '../window.ts'
import { command, hasRounds } from './command.ts'
import type { Run, WindowCommand } from './command.ts'

/** The round that keys for rounds are about: the one looked at, or the one that the draft goes on from. */
export function currentRound(state: WindowState): string | null {
  return selectParentRound(state)?.id ?? null
}

/** What is done with that round; nothing without one. */
export function toCurrentRound(deed: (actions: Actions, id: string, state: WindowState) => void): Run {
  return (actions, state) => {
    const id = currentRound(state)
    if (id !== null) deed(actions, id, state)
  }
}

/** @param pick of the rounds of a family, which one */
function lookAt(pick: (state: WindowState) => string | null | undefined): Run {
  return (actions, state) => {
    const id = pick(state)
    if (id) actions.look(id)
  }
}

function variantBeside(state: WindowState, by: 1 | -1): string | undefined {
  const round = selectRound(state, currentRound(state))
  const variants = selectRounds(state).filter(({ job }) => job === round?.job)
  return variants[variants.findIndex(({ id }) => id === round?.id) + by]?.id
}

export const roundCommands: readonly WindowCommand[] = [
  command(
    'rounds',
    'round.parent',
    ['Alt+ArrowLeft'],
    lookAt((state) => selectRound(state, currentRound(state))?.parent),
    { when: hasRounds, in: 'outsideText' },
  ),
  command(
    'rounds',
    'round.child',
    ['Alt+ArrowRight'],
    lookAt((state) => selectRounds(state).findLast(({ parent }) => parent === currentRound(state))?.id),
    { when: hasRounds, in: 'outsideText' },
  ),
  command(
    'rounds',
    'round.earlier',
    ['Alt+ArrowUp'],
    lookAt((state) => variantBeside(state, -1)),
    { when: hasRounds, in: 'outsideText' },
  ),
  command(
    'rounds',
    'round.later',
    ['Alt+ArrowDown'],
    lookAt((state) => variantBeside(state, 1)),
    { when: hasRounds, in: 'outsideText' },
  ),
  command(
    'rounds',
    'round.star',
    ['Shift+KeyS'],
    toCurrentRound((actions, id, { project }) =>
      actions.noteRound(id, { starred: project?.document.rounds[id]?.starred ? null : true }),
    ),
    { when: hasRounds, in: 'outsideText' },
  ),
  command(
    'rounds',
    'round.goOn',
    ['$mod+Shift+KeyB'],
    toCurrentRound((actions, id) => void actions.goOnFrom(id)),
    { when: hasRounds },
  ),
  command(
    'rounds',
    'round.note',
    ['$mod+Alt+KeyN'],
    toCurrentRound((actions, id) => actions.openDialog('roundNote', id)),
    { when: hasRounds },
  ),
  command(
    'rounds',
    'round.name',
    [],
    toCurrentRound((actions, id) => actions.openDialog('roundName', id)),
    { when: hasRounds },
  ),
  command(
    'rounds',
    'round.delete',
    [],
    toCurrentRound((actions, id) => actions.noteRound(id, { deleted: true })),
    { when: hasRounds },
  ),
]
