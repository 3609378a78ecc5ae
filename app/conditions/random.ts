/**
 * Seeded picks among the pixels of a mask (the published code draws them unseeded).
 *
 * Each instance has a stream of its own, by its id, so that adding one leaves the points of the others alone.
 */

/** mulberry32: a fraction from 0 to 1 (not included) at each call. */
export function fractions(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a over the text's UTF-16 units: 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

/** @returns `count` of 0 .. range − 1, each one at most once (Floyd's algorithm); needs count ≤ range */
export function pickDistinct(random: () => number, range: number, count: number): number[] {
  const picked = new Set<number>()
  for (let last = range - count; last < range; last++) {
    const candidate = Math.floor(random() * (last + 1))
    picked.add(picked.has(candidate) ? last : candidate)
  }
  return [...picked]
}

export function pickAny(random: () => number, range: number, count: number): number[] {
  return Array.from({ length: count }, () => Math.floor(random() * range))
}
