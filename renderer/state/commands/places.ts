/** From one area of the window to the next. */
import { stepArea } from '../areas.ts'
import { command } from './command.ts'
import type { WindowCommand } from './command.ts'

/** The palette gives the focus back once it has gone; the step is from there. */
function step(by: 1 | -1): void {
  if (document.activeElement?.closest('[role=dialog]')) requestAnimationFrame(() => step(by))
  else stepArea(by)
}

export const placeCommands: readonly WindowCommand[] = [
  command('places', 'area.next', ['F6'], () => step(1)),
  command('places', 'area.last', ['Shift+F6'], () => step(-1)),
]
