import { expect, it } from 'vitest'
import { fractions, hashText, pickAny, pickDistinct } from './random.ts'

const take = (seed: number): number[] => Array.from({ length: 5 }, fractions(seed))

it('G5 the same seed gives the same numbers, another seed others', () => {
  expect(take(1)).toEqual(take(1))
  expect(take(1)).not.toEqual(take(2))
})

it('G5 fractions lie in 0..1 and spread evenly', () => {
  const random = fractions(3)
  const tenths = Array.from<number>({ length: 10 }).fill(0)
  for (let i = 0; i < 10_000; i++) tenths[Math.floor(random() * 10)]!++
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

it('G5 distinct picks are distinct, in range and reach every value', () => {
  const seen = new Set<number>()
  for (let seed = 0; seed < 200; seed++) {
    const picked = pickDistinct(fractions(seed), 25, 20)
    expect(new Set(picked).size).toBe(20)
    for (const value of picked) seen.add(value)
  }
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i))
})

it('G5 picks with repetition come from the range', () => {
  const picked = pickAny(fractions(5), 3, 128)
  expect(picked.length).toBe(128)
  expect(new Set(picked)).toEqual(new Set([0, 1, 2]))
})

it('G5 FNV-1a gives its published values', () => {
  expect(['', 'a', 'foobar'].map(hashText)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968])
})
