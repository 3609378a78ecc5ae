/** A report as text. */
import { expect, test } from 'vitest'
import { reportText } from './report-lines.ts'

test('R4 report as text: the verdict first, then the figures it rests on, then each thing', () => {
  const text = reportText({
    title: 'Red ball moved',
    level: 2,
    seed: 7,
    model: 'Starter',
    report: {
      mode: 'harmonise',
      reason: null,
      regionShare: 0.19,
      outside: { largest: 9, mean: 0.4, psnr: 44.12 },
      putBack: null,
      passes: 14,
      reused: 31,
      seconds: 1.24,
    },
    things: [
      { title: 'red ball', badge: 'moved', difference: null },
      { title: 'blue house', badge: 'kept', difference: { largest: 9, mean: 0.4, psnr: 41 } },
    ],
  })
  expect(text).toBe(`Round 2: Red ball moved
The surroundings adapted slightly: 44.1 dB.

Kept as: Harmonise
Difference outside: 9 of 255
Likeness outside: 44.1 dB
Drawn anew: 19 %
Passes: 14 of 45 · 31 saved
Time: 1.2 s
Seed: 7
Model: Starter

- red ball: Moved
- blue house: Kept, differs by up to 9 of 255, 41.0 dB
`)
})
