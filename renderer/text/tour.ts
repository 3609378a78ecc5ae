/** The tour's six cards; each goes on when the thing is done. */
import { about } from './numbers.ts'

export const tourCards = [
  'Draw a box on the sand.',
  'Say what it is: try "a\u00a0blue\u00a0striped\u00a0mug".',
  'The hatched part is all that will change. Everything else stays as it is.',
  'Generate.',
  'Press Y to compare. Drag the divider between the two pictures.',
  'Go back to an earlier round and try something else. Both stay.',
] as const

export const tour = {
  skip: 'Skip the tour',
  name: 'Tour',
  done: 'That was the tour. It is under Help whenever you like.',
} as const

const regionCard = 2
const generateCard = 3

/** Without a promise where nothing is held, and with the time that drawing takes here. */
export function tourText(card: number, isHeld: boolean, seconds: number | undefined): string {
  const text = tourCards[card] ?? ''
  if (card === regionCard && !isHeld) return 'The hatched part is where things change.'
  if (card !== generateCard || seconds === undefined) return text
  return `${text} It takes ${about(seconds).toLowerCase()} here.`
}

export function tourStep(card: number): string {
  return `Card ${card + 1} of ${tourCards.length}`
}
