/**
 * The engine against the published code: every golden case of the miniature checkpoint, through the networks and
 * samplers that make pictures.
 */
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkFolder } from '../../native-models/reference/check.ts'
import type { CheckReport } from '../../native-models/reference/report.ts'

const folder = path.join(import.meta.dirname, '../fixtures/tiny')
/** Kinds that are sampled over many steps, where rounding adds up; all others are single functions or networks. */
const manySteps = /^(plms|ddim|pipeline)/

describe('parity with the published code', () => {
  let report: CheckReport
  beforeAll(async () => {
    report = await checkFolder(folder, { device: 'cpu' })
  }, 300_000)

  it('M2 every output of all 86 cases is made', () => {
    expect(report.failures).toEqual([])
    expect(new Set(report.tensors.map((tensor) => tensor.case)).size).toBe(86)
  })

  it('M2 single functions and networks are within 3e-5, sampled latents and pictures within 1e-4', () => {
    const numbers = report.tensors.filter(({ isBytes }) => !isBytes)
    const single = numbers.filter((tensor) => !manySteps.test(tensor.case))
    expect(single.filter(({ relativeError }) => relativeError > 3e-5)).toEqual([])
    expect(numbers.filter(({ relativeError }) => relativeError > 1e-4)).toEqual([])
  })

  it('G5 noise is within 2e-6 of torch', () => {
    const noise = report.tensors.filter((tensor) => tensor.case.startsWith('randn'))
    expect(noise.length).toBeGreaterThan(10)
    expect(Math.max(...noise.map(({ maxAbsolute }) => maxAbsolute))).toBeLessThanOrEqual(2e-6)
  })

  it('M2 at most 0.1 % of picture bytes differ, by one', () => {
    const bytes = report.tensors.filter(({ isBytes }) => isBytes)
    expect(bytes.length).toBe(3)
    for (const { differing, maxAbsolute } of bytes) {
      expect(differing).toBeLessThanOrEqual(0.001)
      expect(maxAbsolute).toBeLessThanOrEqual(1)
    }
  })
})
