/** How many pictures a pass may hold. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCheckpointSync } from './checkpoint/checkpoint.ts'
import { activationBytes, batchLimit, guidedBatch, workBytes } from './memory-plan.ts'
import { modelConfig } from './model-config.ts'

const tiny = modelConfig(openCheckpointSync(path.join(import.meta.dirname, '../test/fixtures/tiny/checkpoint.pth')))
const published = {
  ...tiny,
  unet: { ...tiny.unet, modelChannels: 320 },
  autoencoder: { ...tiny.autoencoder, pictureWidth: 128 },
}
const square = { height: 64, width: 64 }

describe('memory plan', () => {
  it('R5 a picture of the published model takes the 0.38 GB that were measured, and more cells take more', () => {
    expect(activationBytes(published, square) / 1e9).toBeCloseTo(0.38, 2)
    expect(activationBytes(published, { height: 64, width: 128 })).toBe(2 * activationBytes(published, square))
  })

  it('R5 a CPU gets one picture a pass, whatever its memory', () => {
    expect(batchLimit(published, square, 'cpu', 2 ** 40)).toBe(1)
  })

  it('R5 a GPU gets as many as fit its budget, and one where none does', () => {
    const one = activationBytes(published, square)
    expect(batchLimit(published, square, 'webgpu', 4 * one)).toBe(4)
    expect(batchLimit(published, square, 'webgpu', 4 * one - 1)).toBe(3)
    expect(batchLimit(published, square, 'webgpu', one / 2)).toBe(1)
    expect(batchLimit(published, square, 'cuda')).toBe(8)
  })

  it('M4 a run takes what its passes take, and for decoding the 1.1 GB more that were measured', () => {
    const decoding = workBytes(published, square, 'cpu') - activationBytes(published, square)
    expect(decoding / 2 ** 30).toBeGreaterThan(1.08)
    expect(decoding / 2 ** 30).toBeLessThan(1.2)
    const double = { height: 64, width: 128 }
    expect(workBytes(published, double, 'cpu')).toBe(2 * workBytes(published, square, 'cpu'))
    expect(workBytes(published, square, 'cuda')).toBe(decoding + 2 * activationBytes(published, square))
  })

  it('M4 a guided pass holds two pictures where they fit, and one on a CPU', () => {
    expect(guidedBatch(published, square, 'cuda')).toBe(2)
    expect(guidedBatch(published, { height: 256, width: 192 }, 'cuda')).toBe(1)
    expect(guidedBatch(published, square, 'cpu')).toBe(1)
  })
})
