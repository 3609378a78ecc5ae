/**
 * Every command by name: what it does, its keys and when it can be given. The palette, the menus, the shortcut table and
 * the key bindings are all made from this list; its words are in the catalogue under the same ids.
 */
import { keepModes } from '../../app/contract/document.ts'
import type { ToolName } from '../canvas/tools/tool.ts'
import type { Actions } from './actions.ts'
import {
  selectCanGenerate,
  selectCanUndo,
  selectDraft,
  selectParentRound,
  selectRound,
  selectRounds,
  selectRunningJob,
  selectSelected,
} from './derived.ts'
import type { CompareWay, WindowState } from './window.ts'

export const commandGroups = [
  'tools',
  'view',
  'edit',
  'instances',
  'generate',
  'rounds',
  'compare',
  'project',
  'places',
] as const
export type CommandGroup = (typeof commandGroups)[number]

export interface WindowCommand {
  readonly id: string
  readonly group: CommandGroup
  /**
   * As tinykeys writes them; `$mod` is Ctrl, on macOS Command. `held` keys act while they are down and are bound elsewhere.
   */
  readonly keys: readonly string[]
  readonly isHeld?: true
  /** Where the keys act: anywhere, outside text fields, or with the canvas (or nothing) focused. */
  readonly keysIn: 'anywhere' | 'outsideText' | 'canvas'
  isEnabled(state: WindowState): boolean
  run(actions: Actions, state: WindowState): void
}

type Run = WindowCommand['run']
type Test = WindowCommand['isEnabled']

const hasProject: Test = (state) => state.screen === 'studio' && state.project !== null
const canEdit: Test = (state) => hasProject(state) && state.project?.readOnly === undefined
const hasSelection: Test = (state) => canEdit(state) && state.selection.length > 0
const hasMask: Test = (state) => canEdit(state) && selectSelected(state)?.mask !== undefined
const hasRounds: Test = (state) => hasProject(state) && selectRounds(state).length > 0
const hasBackdrop: Test = (state) => canEdit(state) && state.project?.document.draft.backdrop != null
const isComparing: Test = (state) => state.compare !== null
const always: Test = () => true

interface Options {
  readonly when?: Test
  readonly in?: WindowCommand['keysIn']
  readonly isHeld?: true
}

function command(
  group: CommandGroup,
  id: string,
  keys: readonly string[],
  run: Run,
  { when = hasProject, in: keysIn = 'anywhere', isHeld }: Options = {},
): WindowCommand {
  return { id, group, keys, keysIn, isEnabled: when, run, ...(isHeld && { isHeld }) }
}

function tool(name: ToolName, key: string): WindowCommand {
  return command('tools', `tool.${name}`, [key], (actions) => actions.setTool(name), { in: 'outsideText' })
}

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

const compareWays: readonly CompareWay[] = ['slider', 'side', 'blink', 'difference']
const brushStep = 1.2

/** The round that keys for rounds are about: the one looked at, or the one that the draft goes on from. */
function currentRound(state: WindowState): string | null {
  return selectParentRound(state)?.id ?? null
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

function toggleNotes(what: 'pinned' | 'hidden'): Run {
  return (actions, state) => {
    const notes = selectDraft(state)?.notes ?? {}
    const isOn = state.selection.every((id) => notes[id]?.[what])
    actions.noteInstances(state.selection, { [what]: isOn ? null : true })
  }
}

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

const brush = (change: (options: WindowState['toolOptions']) => Partial<WindowState['toolOptions']>): Run => {
  return (actions, { toolOptions }) => actions.setToolOptions(change(toolOptions))
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

const outsideText: Options = { in: 'outsideText' }
/** Over pictures that are compared stand no things. */
const composing: Options = { when: (state) => hasProject(state) && !isComparing(state), in: 'outsideText' }
const selected: Options = { when: hasSelection, in: 'outsideText' }

export const commands: readonly WindowCommand[] = [
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

  command('view', 'zoom.in', ['$mod+Equal', '$mod+NumpadAdd'], (actions) => actions.zoomTo('in')),
  command('view', 'zoom.out', ['$mod+Minus', '$mod+NumpadSubtract'], (actions) => actions.zoomTo('out')),
  command('view', 'zoom.fit', ['$mod+Digit0', 'Shift+Digit1'], (actions) => actions.zoomTo('fit'), outsideText),
  command('view', 'zoom.full', ['$mod+Digit1'], (actions) => actions.zoomTo('full')),
  command('view', 'zoom.selection', ['Shift+Digit2'], (actions) => actions.zoomTo('selection'), selected),
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

  command('edit', 'undo', ['$mod+KeyZ'], (actions) => actions.undo(), {
    when: (state) => canEdit(state) && selectCanUndo(state),
  }),
  command('edit', 'redo', ['$mod+Shift+KeyZ', '$mod+KeyY'], (actions) => actions.redo(), {
    when: (state) => canEdit(state) && state.project!.history.redo !== null,
  }),
  command('edit', 'cut', ['$mod+KeyX'], (actions) => void actions.cut(), selected),
  command('edit', 'copy', ['$mod+KeyC'], (actions) => void actions.copy(), selected),
  command('edit', 'paste', ['$mod+KeyV'], (actions) => void actions.paste(false), { when: canEdit, in: 'outsideText' }),
  command('edit', 'pasteInPlace', ['$mod+Shift+KeyV'], (actions) => void actions.paste(true), {
    when: canEdit,
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
  command('instances', 'keep', ['KeyK'], nextKeep, { when: canEdit, in: 'outsideText' }),
  ...keepModes.map((mode) =>
    command('generate', `keep.${mode}`, [], (actions) => actions.setKeep(mode), { when: canEdit }),
  ),
  command('generate', 'region.reset', [], (actions) => actions.resetRegion(), {
    when: (state) => canEdit(state) && state.looking === null && selectDraft(state)?.region !== undefined,
  }),
  command('instances', 'pin', ['$mod+Shift+KeyL'], toggleNotes('pinned'), { when: hasSelection }),
  command('instances', 'hide', ['$mod+Shift+KeyH'], toggleNotes('hidden'), { when: hasSelection }),
  ...opacities,
  ...alignments.map(([alignment, key]) =>
    command('instances', `align.${alignment}`, [`Alt+${key}`], (actions) => actions.align(alignment), selected),
  ),
  command('instances', 'distribute.across', [], (actions) => actions.align('distributeAcross'), selected),
  command('instances', 'distribute.down', [], (actions) => actions.align('distributeDown'), selected),
  command('instances', 'find', ['$mod+KeyF'], (actions) => actions.find('')),

  command('generate', 'generate', ['$mod+Enter'], (actions) => void actions.generate(), {
    when: (state) => hasProject(state) && selectCanGenerate(state),
  }),
  command('generate', 'generate.variants', ['$mod+Shift+Enter'], (actions) => void actions.generate(4), {
    when: (state) => hasProject(state) && selectCanGenerate(state),
  }),
  command('generate', 'generate.queue', ['$mod+Alt+Enter'], (actions) => void actions.generate(), {
    when: (state) => hasProject(state) && selectCanGenerate(state),
  }),
  command('generate', 'stop', ['$mod+Period'], (actions) => void actions.stop(), {
    when: (state) => selectRunningJob(state) !== null,
  }),
  command('generate', 'seed', [], (actions) => actions.rollSeed(), { when: canEdit }),

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
    (actions, state) => {
      const id = currentRound(state)
      if (id) actions.noteRound(id, { starred: state.project?.document.rounds[id]?.starred ? null : true })
    },
    { when: hasRounds, in: 'outsideText' },
  ),
  command(
    'rounds',
    'round.goOn',
    ['$mod+Shift+KeyB'],
    (actions, state) => {
      const id = currentRound(state)
      if (id) actions.goOnFrom(id)
    },
    { when: hasRounds },
  ),
  command(
    'rounds',
    'round.note',
    ['$mod+Alt+KeyN'],
    (actions, state) => actions.openDialog('roundNote', currentRound(state) ?? undefined),
    { when: hasRounds },
  ),
  command(
    'rounds',
    'round.name',
    [],
    (actions, state) => actions.openDialog('roundName', currentRound(state) ?? undefined),
    { when: hasRounds },
  ),
  command(
    'rounds',
    'round.delete',
    [],
    (actions, state) => {
      const id = currentRound(state)
      if (id) actions.noteRound(id, { deleted: true })
    },
    { when: hasRounds },
  ),

  command('compare', 'compare', ['KeyY'], nextCompare, { when: hasRounds, in: 'outsideText' }),
  command('compare', 'compare.peek', ['Backslash'], (actions) => actions.setPeek('parent'), {
    in: 'outsideText',
    isHeld: true,
  }),
  command('compare', 'compare.bare', ['Shift+Backslash'], (actions) => actions.setPeek('bare'), {
    in: 'outsideText',
    isHeld: true,
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

const byId = new Map(commands.map((each) => [each.id, each]))

/** @throws Error for an id that is not in the list: our bug */
export function commandById(id: string): WindowCommand {
  const found = byId.get(id)
  if (!found) throw new Error(`There is no command "${id}".`)
  return found
}

/** Its own keys, or those that the artist gave it. */
export function keysOf(
  { id, keys }: WindowCommand,
  { preferences }: Pick<WindowState, 'preferences'>,
): readonly string[] {
  const own = preferences.keys[id]
  return own === undefined ? keys : own === '' ? [] : [own]
}
