/** What is worth knowing after the tour: one hint when a project is opened, each once. */
import { hints } from '../text/hints.ts'
import { keyText } from '../text/keys.ts'
import { commandById, keysOf } from './commands.ts'
import type { WindowState } from './window.ts'

/** @returns none before the tour, beside other messages, and when all were given; a command without keys is passed over */
export function nextHint(
  state: Pick<WindowState, 'preferences' | 'messages'>,
): { id: string; text: string } | undefined {
  const { tourDone, hintsSeen } = state.preferences
  if (!tourDone || state.messages.length > 0) return undefined
  for (const [id, say] of Object.entries(hints)) {
    const [keys] = keysOf(commandById(id), state)
    if (keys !== undefined && !hintsSeen.includes(id)) return { id, text: say(keyText(keys)) }
  }
  return undefined
}
