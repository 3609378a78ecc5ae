/** Which entries of a list changed places, told from their old ranks. */

export type Ranked = {
  /** Position in the list before; no two are equal. */
  readonly rank: number
  /** Whether the entry was edited in another way, and would rather be the one that moved. */
  readonly isEdited: boolean
}

/**
 * The heaviest rising subsequence of ranks stays, the others moved: as few as can be, and of equally few those that were
 * edited anyway. n² steps for n entries.
 *
 * @returns positions in the new list, rising
 */
export function movedInOrder(entries: readonly Ranked[]): number[] {
  if (entries.every(({ rank }, i) => i === 0 || entries[i - 1]!.rank < rank)) return []
  // an edited entry weighs one part in a thousand less, too little to let one more entry move
  const best: { weight: number; from: number }[] = []
  for (const [i, { rank, isEdited }] of entries.entries()) {
    let [weight, from] = [0, -1]
    for (let j = 0; j < i; j++) {
      if (entries[j]!.rank < rank && best[j]!.weight > weight) [weight, from] = [best[j]!.weight, j]
    }
    best.push({ weight: weight + (isEdited ? 0.999 : 1), from })
  }
  const staying = new Set<number>()
  let at = best.reduce((top, { weight }, i) => (weight > best[top]!.weight ? i : top), 0)
  for (; at >= 0; at = best[at]!.from) staying.add(at)
  return entries.map((_, i) => i).filter((i) => !staying.has(i))
}
