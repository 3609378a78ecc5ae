/** Guidance by example. */
import { expect, test } from 'vitest'
import { guide } from './guidance.ts'

const [unconditional, conditional] = [Float32Array.of(1, -2, 0.5), Float32Array.of(2, -2, 0)]

test('G1 guidance: moves from the unconditional estimate through the conditional one', () => {
  expect(guide(unconditional, conditional, 7.5)).toEqual(Float32Array.of(8.5, -2, -3.25))
  expect(guide(unconditional, conditional, 0)).toEqual(unconditional)
})

test('G1 guidance: scale 1 is the conditional estimate itself, so that its caller need not ask for the other', () => {
  expect(guide(unconditional, conditional, 1)).toBe(conditional)
})

test('G1 guidance: estimates of different shapes are refused', () => {
  expect(() => guide(unconditional, conditional.slice(1), 2)).toThrow('same shape')
})
