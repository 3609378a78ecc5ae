/** Words of comparing two rounds. It promises nothing that was not computed. */
export const compareWords = {
  title: 'Compare',
  ways: { slider: 'Slider', side: 'Side by side', blink: 'Blink', difference: 'Difference' },
  way: 'Way to compare',
  gain: 'Strength of the difference',
  gains: { 1: '1×', 4: '4×', 16: '16×', 0: 'Any change' },
  swap: 'Swap sides',
  close: 'Stop comparing',
  verdict: 'The whole picture was drawn anew',
  first: 'This is the first round. Choose any other round to compare with.',
  seed: 'Seed',
  passes: 'Passes',
  seconds: 'Time',
  model: 'Model',
  device: 'Device',
  nothing: 'Nothing but the seed.',
  difference: 'Difference',
  instances: 'Instances',
  round: 'Round',
  samePlace: 'Same words, same place',
  drawnIn: 'to draw it',
  words: 'The words of the scene were changed.',
  size: 'Size of the picture',
} as const

export function reportOf(level: number): string {
  return `Round ${level} report`
}

/** Over two rounds of which neither goes on from the other: nothing is promised between them. */
export function twoRounds(earlier: number, later: number): string {
  return earlier === later ? `Two pictures of round ${later}` : `Round ${earlier} and round ${later}`
}

export function backTo(level: number): string {
  return `Back to round ${level}`
}

export function goOnFrom(level: number): string {
  return `Go on from round ${level}`
}

/** "3 kept, 1 covered, 2 changed"; in a round that held nothing, "3 same". */
export function instanceCounts(
  counts: { readonly same: number; readonly covered: number; readonly changed: number },
  isHeld: boolean,
): string {
  const parts = [
    [counts.same, isHeld ? 'kept' : 'same'],
    [counts.covered, 'covered'],
    [counts.changed, 'changed'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')
}

interface Bounds {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** "154 px left, 12 px up, 1.3 times larger". */
export function howPlaced(before: Bounds, after: Bounds): string {
  const across = Math.round((after.x0 + after.x1 - before.x0 - before.x1) / 2)
  const down = Math.round((after.y0 + after.y1 - before.y0 - before.y1) / 2)
  const side = (box: Bounds): number => Math.sqrt(Math.max(1, (box.x1 - box.x0) * (box.y1 - box.y0)))
  const scale = side(after) / side(before)
  return [
    across !== 0 && `${Math.abs(across)} px ${across < 0 ? 'left' : 'right'}`,
    down !== 0 && `${Math.abs(down)} px ${down < 0 ? 'up' : 'down'}`,
    scale >= 1.05 && `${scale.toFixed(1)} times larger`,
    scale <= 0.95 && `${(1 / scale).toFixed(1)} times smaller`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}
