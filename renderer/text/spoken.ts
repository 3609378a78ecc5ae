/** What the polite live region says. Short, in whole words, at the end of a gesture. */
import { counted, spokenTime } from './numbers.ts'

export const spoken = {
  /** "Box, 188 by 112, at 356, 372." */
  drawn(
    format: string,
    box: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number },
  ): string {
    const size = `${Math.round(box.x1 - box.x0)} by ${Math.round(box.y1 - box.y0)}`
    return `${format}, ${size}, at ${Math.round(box.x0)}, ${Math.round(box.y0)}.`
  },
  /** @param isHeld the rest of the picture is */
  willChange(percent: number, isHeld: boolean, seconds: number | undefined): string {
    const time = seconds === undefined ? '' : `, ${spokenTime(seconds)}`
    return `${percent} percent ${isHeld ? 'will change' : 'is where things change'}${time}.`
  },
  generating: (passes: number): string => `Generating, ${counted(passes, 'pass', 'passes')}.`,
  share(quarter: 1 | 2 | 3, secondsLeft: number | undefined): string {
    const name = { 1: 'A quarter', 2: 'Halfway', 3: 'Three quarters' }[quarter]
    return secondsLeft === undefined ? `${name}.` : `${name}, ${spokenTime(secondsLeft)} left.`
  },
  done: (verdict: string | null): string => (verdict === null ? 'Done.' : `Done. ${verdict}.`),
  stopped: (hasPicture: boolean): string =>
    hasPicture ? 'Stopped. The picture so far can be kept as a draft.' : 'Stopped.',
  cross: (x: number, y: number): string => `${Math.round(x)}, ${Math.round(y)}`,
  saved: 'Saved.',
} as const
