/** What empty places say: one line of what will be there, one of how. */

export const empty = {
  picture: {
    title: 'Start with where things go',
    text: 'Pick a tool and draw on the empty picture. Then say in a few words what each thing is.',
  },
  instances: { title: 'None yet.', text: 'Everything you draw gets a line here, with its own caption.' },
  rounds: { title: 'Each Generate adds a picture here.', text: 'You can always go back to any of them.' },
  selection: { title: 'Nothing selected.', text: 'Click a thing on the picture or in the list.' },
  queue: { title: 'Nothing waiting.' },
  recent: { title: 'Projects you open will be listed here.' },
  starred: { title: 'No stars yet.', text: 'Press Shift S on a round you like.' },
  compare: { title: 'This is the first round.', text: 'Choose any other round to compare with.' },
} as const

/** Drawn on an empty picture. */
export const firstGestures = [
  { tool: 'point', name: 'Point', how: 'Click. Its size is left to the model.' },
  { tool: 'box', name: 'Box', how: 'Drag a corner. Shift keeps it square.' },
  { tool: 'mask', name: 'Mask', how: 'Paint the shape. Alt takes away.' },
] as const

export const otherStarts = { describe: 'Describe the whole scene', example: 'Open an example' } as const

export function notFound(text: string): string {
  return `No instance has "${text}" in its words.`
}
