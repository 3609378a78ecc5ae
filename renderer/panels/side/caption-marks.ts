/** A caption in pieces: which of its words the model knows, and as what. */
import type { Words } from '../../../app/contract/studio.ts'

export type CaptionWords = Words['captions'][number]

export interface Piece {
  readonly from: number
  readonly text: string
  readonly kind: 'plain' | 'unknown' | 'class' | 'colour' | 'texture' | 'place'
  /** The model's own word for it: the colour's name. */
  readonly word: string | null
}

/** Pieces in order, which together are the caption. Marks of an older caption that do not fit it are left out. */
export function piecesOf(caption: string, words: CaptionWords | undefined): readonly Piece[] {
  const marks = [
    ...(words?.unknown ?? []).map(({ from, to }) => ({ from, to, kind: 'unknown' as const, word: null })),
    ...(words?.known ?? []),
  ].sort((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  let at = 0
  const plain = (to: number): void => {
    if (to > at) pieces.push({ from: at, text: caption.slice(at, to), kind: 'plain', word: null })
  }
  for (const { from, to, kind, word } of marks) {
    if (from < at || to > caption.length) continue
    plain(from)
    pieces.push({ from, text: caption.slice(from, to), kind, word })
    at = to
  }
  plain(caption.length)
  return pieces
}

/** The caption with the word at `from` replaced. */
export function withWord(caption: string, from: number, to: number, word: string): string {
  return caption.slice(0, from) + word + caption.slice(to)
}
