/** What is done with the things that are selected. */
import { keepModes } from '../../../app/contract/document.ts'
import { selectDraft } from '../derived.ts'
import { command, hasSelection, isComposing, selected } from './command.ts'
import type { Options, Run, WindowCommand } from './command.ts'

const arrows = { Left: [-1, 0], Right: [1, 0], Up: [0, -1], Down: [0, 1] } as const
const cell = 8

/** Moving and resizing by arrows: for each the four directions, one by one and by a latent cell. */
const nudges = Object.entries(arrows).flatMap(([name, [x, y]]) => {
  const options: Options = { when: hasSelection, in: 'canvas' }
  const key = `Arrow${name}`
  return [
    command('instances', `move.${name}`, [key], (actions) => actions.moveSelection(x, y), options),
    command(
      'instances',
      `moveFar.${name}`,
      [`Shift+${key}`],
      (actions) => actions.moveSelection(x * cell, y * cell),
      options,
    ),
    command('instances', `resize.${name}`, [`$mod+${key}`], (actions) => actions.resizeSelection(x, y), options),
    command(
      'instances',
      `resizeFar.${name}`,
      [`$mod+Shift+${key}`],
      (actions) => actions.resizeSelection(x * cell, y * cell),
      options,
    ),
  ]
})

const opacities = Array.from({ length: 10 }, (_, digit) =>
  command(
    'instances',
    `opacity.${digit}`,
    [String(digit)],
    (actions, { selection }) => actions.noteInstances(selection, { opacity: digit === 0 ? null : digit / 10 }),
    { when: hasSelection, in: 'canvas' },
  ),
)

const alignments = [
  ['left', 'KeyA'],
  ['right', 'KeyD'],
  ['top', 'KeyW'],
  ['bottom', 'KeyS'],
  ['centreAcross', 'KeyH'],
  ['centreDown', 'KeyV'],
] as const

function toggleNotes(what: 'pinned' | 'hidden'): Run {
  return (actions, state) => {
    const notes = selectDraft(state)?.notes ?? {}
    const isOn = state.selection.every((id) => notes[id]?.[what])
    actions.noteInstances(state.selection, { [what]: isOn ? null : true })
  }
}

/** Of what is selected, which after the last mode goes with the round again; of the round where nothing is. */
const nextKeep: Run = (actions, state) => {
  const draft = selectDraft(state)
  if (!draft) return
  const last = state.selection.at(-1)
  if (last === undefined) {
    actions.setKeep(keepModes[(keepModes.indexOf(draft.keep) + 1) % keepModes.length]!)
    return
  }
  const own = draft.notes[last]?.keep
  const next = own === undefined ? keepModes[0] : keepModes[keepModes.indexOf(own) + 1]
  actions.noteInstances(state.selection, { keep: next ?? null })
}

export const instanceCommands: readonly WindowCommand[] = [
  command('instances', 'select.front', ['Alt+BracketRight'], (actions) => actions.selectNext(1)),
  command('instances', 'select.behind', ['Alt+BracketLeft'], (actions) => actions.selectNext(-1)),
  ...nudges,
  command(
    'instances',
    'order.forward',
    ['$mod+BracketRight'],
    (actions, { selection }) => actions.order(selection, 'forward'),
    { when: hasSelection },
  ),
  command(
    'instances',
    'order.backward',
    ['$mod+BracketLeft'],
    (actions, { selection }) => actions.order(selection, 'backward'),
    { when: hasSelection },
  ),
  command(
    'instances',
    'order.front',
    ['$mod+Shift+BracketRight'],
    (actions, { selection }) => actions.order(selection, 'front'),
    { when: hasSelection },
  ),
  command(
    'instances',
    'order.back',
    ['$mod+Shift+BracketLeft'],
    (actions, { selection }) => actions.order(selection, 'back'),
    { when: hasSelection },
  ),
  command('instances', 'group', ['$mod+KeyG'], (actions) => actions.group(), {
    when: (state) => hasSelection(state) && state.selection.length > 1,
  }),
  command('instances', 'ungroup', ['$mod+Shift+KeyG'], (actions) => actions.ungroup(), { when: hasSelection }),
  command('instances', 'caption', ['Enter'], (actions, { selection }) => actions.focusCaption(selection.at(-1)!), {
    when: hasSelection,
    in: 'canvas',
  }),
  command('instances', 'keep', ['KeyK'], nextKeep, { when: isComposing, in: 'outsideText' }),
  command('instances', 'name', ['F2'], (actions, { selection }) => actions.rename(selection.at(-1)!), selected),
  command('instances', 'pin', ['$mod+Shift+KeyL'], toggleNotes('pinned'), { when: hasSelection }),
  command('instances', 'hide', ['$mod+Shift+KeyH'], toggleNotes('hidden'), { when: hasSelection }),
  ...opacities,
  ...alignments.map(([alignment, key]) =>
    command('instances', `align.${alignment}`, [`Alt+${key}`], (actions) => actions.align(alignment), selected),
  ),
  command('instances', 'distribute.across', [], (actions) => actions.align('distributeAcross'), selected),
  command('instances', 'distribute.down', [], (actions) => actions.align('distributeDown'), selected),
  command('instances', 'find', ['$mod+KeyF'], (actions) => actions.find('')),
]
