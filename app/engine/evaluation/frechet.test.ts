/** The Fréchet distance where it is known without computing. */
import { describe, expect, it } from 'vitest'
import { fractions } from '../../conditions/random.ts'
import { frechetDistance } from './frechet.ts'

const next = fractions(3)
/** 200 pictures with three features that lean on each other. */
const features = Array.from({ length: 200 }, () => {
  const [a, b, c] = [next(), next(), next()]
  return Float32Array.of(a, a + b, a - 2 * b + c)
})

/** Moments by their definition. */
function statistics(rows: readonly Float32Array[]): { mean: Float32Array; covariance: Float32Array } {
  const mean = [0, 1, 2].map((k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length)
  const covariance = [0, 1, 2].flatMap((j) =>
    [0, 1, 2].map(
      (k) => rows.reduce((sum, row) => sum + (row[j]! - mean[j]!) * (row[k]! - mean[k]!), 0) / (rows.length - 1),
    ),
  )
  return { mean: Float32Array.from(mean), covariance: Float32Array.from(covariance) }
}

const real = statistics(features)
const trace = real.covariance[0]! + real.covariance[4]! + real.covariance[8]!

describe('Fréchet distance', () => {
  it('G5 is nothing from pictures to themselves', () => {
    expect(frechetDistance(features, real)).toBeCloseTo(0, 5)
  })

  it('G5 moved features are as far as the square of the way', () => {
    const moved = features.map((row) => row.map((value, k) => value + [3, 0, -4][k]!))
    expect(frechetDistance(moved, real)).toBeCloseTo(25, 4)
  })

  it('G5 features that spread k times as far add (k - 1)² of the trace, with the means apart by k - 1 of themselves', () => {
    const wider = features.map((row) => row.map((value) => 3 * value))
    const apart = real.mean.reduce((sum, value) => sum + (2 * value) ** 2, 0)
    expect(frechetDistance(wider, real)).toBeCloseTo(apart + 4 * trace, 4)
  })

  it('G5 fewer pictures than features have a distance all the same, and a larger one; one picture has none', () => {
    const few = frechetDistance(features.slice(0, 3), real)
    expect(few).toBeGreaterThan(frechetDistance(features.slice(0, 100), real)!)
    expect(frechetDistance(features.slice(0, 1), real)).toBeNull()
  })
})
