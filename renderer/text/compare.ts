/** Words of comparing two rounds. It promises nothing that was not computed. */
import { counted } from './numbers.ts'

export const compareWords = {
  title: 'Compare',
  ways: { slider: 'Slider', side: 'Side by side', blink: 'Blink', difference: 'Difference' },
  way: 'Way to compare',
  gain: 'Strength of the difference',
  gains: { 1: '1×', 4: '4×', 16: '16×', 0: 'Any change' },
  swap: 'Swap sides',
  close: 'Stop comparing',
  verdict: 'The whole picture was drawn anew',
  first: 'This is the first round.',
  firstHow: 'Choose any other round to compare with.',
  seed: 'Seed',
  passes: 'Passes',
  seconds: 'Time',
  model: 'Model',
  device: 'Device',
  region: 'Where things changed',
  things: 'What changed',
  nothing: 'Nothing but the seed.',
  goOn: 'Go on from this round',
  keys: 'Arrows move the divider, Y takes the next way, Escape ends.',
  words: 'Words of the scene',
  size: 'Size of the picture',
} as const

export function keptCount(kept: number): string {
  return `${counted(kept, 'thing')} left as they were in the scene.`
}
