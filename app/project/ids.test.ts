/** Ids: random, short, and in the order of time. */
import { expect, test } from 'vitest'
import { makeId } from './ids.ts'

test('P4 ids sort by the time they were made', () => {
  const times = [0, 1, 31, 32, 1000, Date.UTC(2026, 0, 1), Date.UTC(2199, 0, 1)]
  const ids = times.map((time) => makeId(time))
  expect([...ids].sort()).toEqual(ids)
})

test('P4 ids of the same moment differ', () => {
  expect(new Set(Array.from({ length: 1000 }, () => makeId(7))).size).toBe(1000)
})

test('P4 an id is 48 bits of time and 80 of chance in 26 characters', () => {
  expect(makeId(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe('7ZZZZZZZZZZZZZZZZZZZZZZZZZ')
  expect(makeId(1, new Uint8Array(10))).toBe('00000000010000000000000000')
})
