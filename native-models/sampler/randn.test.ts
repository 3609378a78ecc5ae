import { expect, test } from 'vitest'
import { golden, goldenCases, largestDifference } from './golden.helper.ts'
import { TorchGenerator } from './randn.ts'

const cases = goldenCases.filter(({ kind }) => kind === 'randn')

test.each(cases)('M2 randn: $id is within 2e-6 of torch, draw after draw', ({ params, outputs }) => {
  const generator = new TorchGenerator(params['seed'] as number)
  const draws = params['draws'] as number[][]
  for (const [i, shape] of draws.entries()) {
    const numbers = generator.randn(shape.reduce((a, b) => a * b))
    expect(largestDifference(numbers, golden(outputs[i]!))).toBeLessThan(2e-6)
  }
})

test('G1 randn: seeds count by their low 32 bits, as in torch', () => {
  const first = (seed: number) => new TorchGenerator(seed).randn(20)
  expect(first(2 ** 32 + 7)).toEqual(first(7))
  expect(first(-1)).toEqual(first(2 ** 32 - 1))
  expect(first(8)).not.toEqual(first(7))
  expect(() => first(0.5)).toThrow('whole number')
})

test('G1 randn: a seed gives the same first picture whatever the number of pictures', () => {
  expect(new TorchGenerator(3).randn(2 * 256).slice(0, 256)).toEqual(new TorchGenerator(3).randn(256))
})
