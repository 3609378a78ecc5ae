/** Keys that the artist gives a command in place of its own: what was pressed, and which command has that already. */
import { matchKeybindingPress, parseKeybinding } from 'tinykeys'
import { commands, keysOf } from './commands.ts'
import type { WindowCommand } from './commands.ts'
import type { WindowState } from './window.ts'

const modifiers = ['Control', 'Meta', 'Alt', 'Shift'] as const

/** Ctrl, on macOS Command. */
const mod = (): string => parseKeybinding('$mod+KeyA')[0]![0][0]!

/** As bindings are written; null while only modifiers are down. */
export function keysPressed(event: KeyboardEvent): string | null {
  if (modifiers.some((name) => name === event.key)) return null
  const held = modifiers.filter((name) => event.getModifierState(name)).map((name) => (name === mod() ? '$mod' : name))
  // By the place of the key, as the bindings that come with the program; some keyboards on screens name none.
  return [...held, event.code || event.key].join('+')
}

/** The other command that these keys would give, wherever it acts: one key with two meanings is hard to learn. */
export function holderOf(
  event: KeyboardEvent,
  id: string,
  state: Pick<WindowState, 'preferences'>,
): WindowCommand | undefined {
  const isPressed = (keys: string): boolean => matchKeybindingPress(event, parseKeybinding(keys)[0]!)
  return commands.find((command) => command.id !== id && keysOf(command, state).some(isPressed))
}

type OwnKeys = WindowState['preferences']['keys']

/** A command gets the keys that it came with; another that has got one of them in the meantime has none then. */
export function withoutOwn(all: OwnKeys, { id, keys }: Pick<WindowCommand, 'id' | 'keys'>): OwnKeys {
  const { [id]: _, ...others } = all
  return Object.fromEntries(Object.entries(others).map(([other, own]) => [other, keys.includes(own) ? '' : own]))
}
