/** Hints by command, in the order in which they are given: what an artist who has taken the tour may not have found yet. */

export const hints: Readonly<Record<string, (keys: string) => string>> = {
  palette: (keys) => `${keys} finds every command by its name.`,
  'compare.peek': (keys) => `Hold ${keys} to see the picture as it was before.`,
  'tool.region': (keys) => `${keys} is a brush for the region: more of the picture may change then, or less.`,
  'generate.variants': (keys) => `${keys} draws four variants. Each is a round of its own.`,
  'round.star': (keys) => `${keys} stars the round on the canvas.`,
  keep: (keys) => `${keys} goes through locked, harmonise and free, for what is selected or for the round.`,
}
