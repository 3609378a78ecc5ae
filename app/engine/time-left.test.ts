/** The estimate of the time that a run still takes. */
import { expect, it } from 'vitest'
import { TimeLeft } from './time-left.ts'

it('G2 time left: none before the second pass, then what the passes so far take', () => {
  let ms = 0
  const timeLeft = new TimeLeft(() => ms)
  const after = (at: number, done: number): number | undefined => {
    ms = at
    return timeLeft.after(done, 10)
  }
  expect(after(0, 0)).toBeUndefined()
  expect(after(5000, 1)).toBeUndefined()
  expect(after(7000, 2)).toBe(16)
  expect(after(8000, 4)).toBe(6)
  expect(after(9000, 10)).toBe(0)
})
