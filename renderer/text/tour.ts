/** The tour's six cards; each goes on when the thing is done. */

export const tourCards = [
  'Draw a box on the sand.',
  'Say what it is: try “a glossy blue car”.',
  'The hatched part is where things change.',
  'Generate.',
  'Drag the divider to compare the two pictures.',
  'Go back to an earlier round and try something else. Both stay.',
] as const

export const tour = {
  skip: 'Skip the tour',
  name: 'Tour',
  done: 'That was the tour. It is under Help whenever you like.',
} as const

export function tourStep(card: number): string {
  return `Card ${card + 1} of ${tourCards.length}`
}
