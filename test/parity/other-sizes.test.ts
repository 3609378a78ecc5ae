/**
 * The engine at other sizes than the miniature: averaged weights, half precision, fewer slots and levels, other planes.
 * Expected values come from the PyTorch code of native-models/training (test/fixtures/make-small.py).
 */
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCheckpointSync, tensorOf } from '../../native-models/checkpoint/checkpoint.ts'
import { checkFolder } from '../../native-models/reference/check.ts'
import type { CheckReport } from '../../native-models/reference/report.ts'

const folder = path.join(import.meta.dirname, '../fixtures/small-ema-half')
const sampled = /^(plms|ddim|pipeline)/

describe('a checkpoint of other sizes, in half precision', () => {
  let report: CheckReport
  beforeAll(async () => {
    report = await checkFolder(folder, { device: 'cpu' })
  })

  it('M2 every output of all cases is made', () => {
    expect(report.failures).toEqual([])
    expect(report.tensors).toHaveLength(18)
  })

  it('M2 networks are within 5e-6 of the reference, sampled latents and the picture within 1e-5', () => {
    const far = report.tensors.filter((each) => each.relativeError > (sampled.test(each.case) ? 1e-5 : 5e-6))
    expect(far.filter(({ isBytes }) => !isBytes)).toEqual([])
    expect(report.worstBytes!.differing).toBeLessThanOrEqual(0.001)
    expect(report.worstBytes!.maxAbsolute).toBeLessThanOrEqual(1)
  })

  it('M2 the averaged weights are taken, where they lie and as they are stored', () => {
    const checkpoint = openCheckpointSync(path.join(folder, 'checkpoint.pth'))
    const weight = (key: string) => tensorOf(checkpoint, key)
    expect(checkpoint.usesEma).toBe(true)
    expect(weight('model.input_blocks.0.0.weight')).toMatchObject({ dtype: 'float16', isDense: true })
    expect(weight('autoencoder.decoder.conv_in.weight')).toMatchObject({ dtype: 'bfloat16', isDense: true })
  })
})
