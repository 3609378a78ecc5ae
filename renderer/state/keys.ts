/** Key bindings, made from the list of commands; what Escape undoes next; the keys that act while they are held. */
import { matchKeybindingPress, parseKeybinding } from 'tinykeys'
import type { Actions } from './actions.ts'
import { commands, keysOf } from './commands.ts'
import type { WindowCommand } from './commands.ts'
import { selectRunningJob } from './derived.ts'
import type { WindowState, WindowStore } from './window.ts'

/** @returns a function that takes the bindings away */
export function bindKeys(store: WindowStore, actions: Actions): () => void {
  const bound = remembered((preferences: WindowState['preferences']) => bindings({ preferences }))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return
    const state = store.getState()
    if (event.key === 'Escape') return onEscape(event, state, actions)
    if (isEarly(event, state)) {
      event.preventDefault()
      store.setState({ early: { ...state.early!, text: state.early!.text + event.key } })
      return
    }
    const command = bound(state.preferences).find(({ press, command: each }) => {
      return matchKeybindingPress(event, press) && isHere(each, event, state) && each.isEnabled(state)
    })?.command
    if (!command || (command.held && event.repeat)) return
    event.preventDefault()
    if (!event.repeat || !onceGroups.has(command.group)) command.run(actions, state)
  }
  const onKeyUp = (event: KeyboardEvent): void => {
    if (store.getState().peek !== null && (event.code === 'Backslash' || event.key === 'Shift')) actions.setPeek(null)
  }
  const onBlur = (): void => actions.setPeek(null)
  window.addEventListener('keydown', onKeyDown)
  window.addEventListener('keyup', onKeyUp)
  window.addEventListener('blur', onBlur)
  return () => {
    window.removeEventListener('keydown', onKeyDown)
    window.removeEventListener('keyup', onKeyUp)
    window.removeEventListener('blur', onBlur)
  }
}

/** Runs, projects and dialogs: one of them, however long the keys are held. */
const onceGroups: ReadonlySet<WindowCommand['group']> = new Set(['generate', 'project'])

/** Whether a letter is meant for the caption of a thing that was just drawn, whose field takes a frame to come. */
function isEarly({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent, { early }: WindowState): boolean {
  if (!early || performance.now() > early.until || isText(target)) return false
  return key.length === 1 && !ctrlKey && !metaKey && !altKey
}

interface Binding {
  readonly press: ReturnType<typeof parseKeybinding>[number]
  readonly command: WindowCommand
}

/** Commands that need more come first: comparing takes the arrows before moving does. */
function bindings(state: Pick<WindowState, 'preferences'>): Binding[] {
  const ordered = [
    ...commands.filter(({ group }) => group === 'compare'),
    ...commands.filter(({ group }) => group !== 'compare'),
  ]
  return ordered
    .filter(({ held }) => held !== 'canvas')
    .flatMap((command) => keysOf(command, state).map((keys) => ({ press: parseKeybinding(keys)[0]!, command })))
}

function remembered<Key, T>(make: (key: Key) => T): (key: Key) => T {
  let last: { readonly key: Key; readonly value: T } | undefined
  return (key) => (last && last.key === key ? last : (last = { key, value: make(key) })).value
}

/** Whether a command's keys act where the focus is. */
function isHere({ keysIn, id }: WindowCommand, event: KeyboardEvent, state: WindowState): boolean {
  const { target } = event
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey
  if (state.dialog !== null && id !== 'palette') return false
  if (state.screen !== 'studio' && !hasModifier && event.key !== 'F1' && event.key !== '?') return false
  // Keys that write or move the caret are the field's, whichever command has got them.
  const isForText = isText(target) && !hasModifier && !/^F\d+$/.test(event.key)
  if (keysIn === 'anywhere' && !isForText) return true
  if (isText(target)) return false
  const isSingle = !hasModifier && /^[a-z]$/i.test(event.key)
  if (isSingle && !state.preferences.singleKeys) return false
  return keysIn === 'outsideText' || isCanvas(target)
}

function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type))
  )
}

/** The canvas, what lies over it, or nothing in particular. */
function isCanvas(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.closest('[data-canvas]') !== null)
}

/**
 * One thing at a time: the gesture and menus take Escape themselves and stop it before it comes here; then comparing, the
 * round that is looked at, the tool, the selection, the run.
 */
function onEscape(event: KeyboardEvent, state: WindowState, actions: Actions): void {
  if (state.dialog !== null || state.menu !== null) return
  if (state.screen === 'models' && state.project) return actions.goTo('studio')
  if (state.screen === 'models') return actions.goTo('start')
  if (state.screen !== 'studio') return
  if (isText(event.target)) return (event.target as HTMLElement).blur()
  event.preventDefault()
  escapes.find(({ isNext }) => isNext(state))?.run(actions)
}

const escapes: readonly { isNext(state: WindowState): boolean; run(actions: Actions): void }[] = [
  { isNext: ({ tour }) => tour !== null, run: (actions) => actions.setTourCard(null) },
  { isNext: ({ compare }) => compare !== null, run: (actions) => actions.changeCompare(null) },
  { isNext: ({ find }) => find !== null, run: (actions) => actions.find(null) },
  { isNext: ({ looking }) => looking !== null, run: (actions) => actions.look(null) },
  { isNext: ({ editingPoints }) => editingPoints !== null, run: (actions) => actions.editPoints(null) },
  { isNext: ({ tool }) => tool !== 'select', run: (actions) => actions.setTool('select') },
  { isNext: ({ selection }) => selection.length > 0, run: (actions) => actions.select([]) },
  { isNext: (state) => selectRunningJob(state) !== null, run: (actions) => void actions.stop() },
]

/** Whether Escape, pressed now on the canvas, would stop the run; the Cancel button says so. */
export function escapeStops(state: WindowState): boolean {
  const next = escapes.find(({ isNext }) => isNext(state))
  return next === escapes.at(-1) && state.dialog === null && state.menu === null
}
