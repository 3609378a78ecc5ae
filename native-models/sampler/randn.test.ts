/** Random numbers against torch's own. */
import { expect, test } from 'vitest'
import { largestDifference, outputOf, tiny } from './golden.helper.ts'
import { TorchGenerator } from './randn.ts'

const first = (seed: number) => new TorchGenerator(seed).randn(20)

const cases = tiny.casesOf('randn')

test.each(cases)('M2 randn: $id is within 2e-6 of torch, draw after draw', (published) => {
  const generator = new TorchGenerator(published.params['seed'] as number)
  const draws = published.params['draws'] as number[][]
  for (const [i, shape] of draws.entries()) {
    const numbers = generator.randn(shape.reduce((a, b) => a * b))
    expect(largestDifference(numbers, outputOf(published, String(i)))).toBeLessThan(2e-6)
  }
})

test('G1 randn: seeds count by their low 32 bits, as in torch', () => {
  expect(first(2 ** 32 + 7)).toEqual(first(7))
  expect(first(-1)).toEqual(first(2 ** 32 - 1))
  expect(first(8)).not.toEqual(first(7))
  expect(() => first(0.5)).toThrow('whole number')
})

test('G1 randn: a seed gives the same first picture whatever the number of pictures', () => {
  expect(new TorchGenerator(3).randn(2 * 256).slice(0, 256)).toEqual(new TorchGenerator(3).randn(256))
})
