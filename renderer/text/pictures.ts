/** Words about pictures that come from outside: as a backdrop to draw over, or as a round to go on from. */
import { counted } from './numbers.ts'

export const pictureWords = {
  /** Of the group of buttons. */
  question: (name: string): string => `What ${name} shall be`,
  size: (name: string, width: number, height: number): string =>
    `${name}, ${width.toLocaleString('en-GB')} by ${height.toLocaleString('en-GB')}`,
  first: 'First round',
  goOn: 'Go on from this picture',
  backdrop: 'Backdrop',
  dismiss: 'Neither',
  how: 'Go on from it as a round, or lay it under the picture to draw over.',
  drop: 'Or drop a photograph or drawing to start from.',
  start: 'Start from a picture',
  useBackdrop: 'Use as first round',
  goOnBackdrop: 'Go on from the backdrop',
  /** What such a round is called without the name of its file. */
  own: 'Your own picture',
  /** The file that a picture from the clipboard is given. */
  pasted: 'Pasted picture.png',
  notDrawn: 'No model has drawn it.',
  pixelsStay: 'In rounds after it, its pixels stay outside of what changes.',
} as const

/** What becomes of its size: "As a round it is 160 by 104 pixels, as the model draws this shape; 2 % is cut off left and right." */
export function asRound(
  size: { readonly width: number; readonly height: number },
  cut: { readonly percent: number; readonly sides: 'across' | 'down' },
): string {
  const is = `As a round it is ${size.width} by ${counted(size.height, 'pixel')}, as the model draws this shape`
  if (cut.percent === 0) return `${is}; nothing is cut off.`
  return `${is}; ${cut.percent} % is cut off ${cut.sides === 'across' ? 'left and right' : 'at the top and bottom'}.`
}
