/** Words that a small model lists as its own: of which kind they are, and which of them is nearest to one it does not know. */
import type { Words } from '../contract/studio.ts'

export type WordKind = Words['captions'][number]['known'][number]['kind']

/** The starter model's world. The engine says which words a model knows; this says what those stand for. */
const kinds: Readonly<Record<WordKind, readonly string[]>> = {
  class: ['ball', 'box', 'house', 'tree', 'fish', 'star', 'car', 'mug'],
  colour: ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'white', 'black'],
  texture: ['plain', 'striped', 'dotted'],
  place: ['meadow', 'beach', 'room', 'night'],
}

const kindOf = new Map(
  Object.entries(kinds).flatMap(([kind, words]) => words.map((word) => [word, kind as WordKind] as const)),
)

export function wordKind(word: string): WordKind | undefined {
  return kindOf.get(word)
}

/** Words that say the same to a person, for which no spelling would lead there. */
const meant: Readonly<Record<string, string>> = {
  automobile: 'car',
  building: 'house',
  bush: 'tree',
  crate: 'box',
  cup: 'mug',
  dark: 'night',
  field: 'meadow',
  grass: 'meadow',
  home: 'house',
  lawn: 'meadow',
  pink: 'purple',
  sand: 'beach',
  sea: 'beach',
  spotted: 'dotted',
  stripy: 'striped',
  sun: 'star',
  violet: 'purple',
}

/** Shares of a word's letters that may be wrong, and still it is meant. */
const wrongShare = 0.34

/** The known word that was probably meant. Where we know of which kind the words are, only those that have one are offered. */
export function nearestWord(word: string, vocabulary: readonly string[]): string | undefined {
  const named = vocabulary.filter((known) => kindOf.has(known))
  const offered = named.length > 0 ? named : vocabulary.filter((known) => known.length > 2)
  const same = meant[word]
  if (same !== undefined && offered.includes(same)) return same
  const most = Math.max(1, Math.floor(word.length * wrongShare))
  let best: { word: string; distance: number } | undefined
  for (const known of offered) {
    const distance = editDistance(word, known)
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { word: known, distance }
  }
  return best?.word
}

/** Letters to be put in, taken out, changed or swapped with their neighbour (Damerau, restricted). */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + Number(a[i - 1] !== b[j - 1])
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(Math.min(change, last[j]! + 1, row[j - 1]! + 1, isSwap ? before[j - 2]! + 1 : Infinity))
    }
    before = last
    last = row
  }
  return last[b.length]!
}
