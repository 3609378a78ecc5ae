/** Checkpoint tensors as weights: in place where they can be, copied where they cannot. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCheckpointSync, type Checkpoint } from './checkpoint/checkpoint.ts'
import { archive, asDict, dense, floats } from './checkpoint/samples.helper.ts'
import { weightSource } from './weight-source.ts'

describe('weights of a group', () => {
  let folder = ''
  let checkpoint: Checkpoint
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'diorama-weights-'))
    const transposed = { shape: [3, 2], strides: [1, 3] }
    const doubles = { storage: '1', type: 'DoubleStorage', count: 6 }
    const model = asDict({
      dense: dense('0', 2, 3),
      turned: { ...dense('0', 2, 3), ...transposed },
      'turned.double': { ...doubles, ...transposed },
    })
    const storages = { 0: floats(1, 2, 3, 4, 5, 6), 1: Buffer.from(Float64Array.of(1, 2, 3, 4, 5, 6).buffer) }
    writeFileSync(path.join(folder, 'small.pth'), archive({ dict: [['model', model]] }, storages))
    checkpoint = openCheckpointSync(path.join(folder, 'small.pth'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('M2 keys are those of the group, without its name', () => {
    const source = weightSource(checkpoint, 'model')
    expect([source.has('dense'), source.has('model.dense'), source.has('gone')]).toEqual([true, false, false])
    expect(source.shape('turned')).toEqual([3, 2])
    expect(weightSource(checkpoint, '').has('model.dense')).toBe(true)
  })

  it('M2 a dense tensor is used where it lies', () => {
    const { offset } = checkpoint.tensors.get('model.dense')!
    expect(weightSource(checkpoint, 'model').tensor('dense')).toEqual({
      type: 'float32',
      shape: [2, 3],
      data: { location: 'small.pth', offset, byteLength: 24 },
    })
  })

  it('M2 one with other strides is copied in order, as float32 also where it is stored as double', () => {
    for (const key of ['turned', 'turned.double']) {
      const expected = { type: 'float32', shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) }
      expect(weightSource(checkpoint, 'model').tensor(key)).toEqual(expected)
    }
  })

  it('M2 one that is missing is refused with file and key', () => {
    expect(() => weightSource(checkpoint, 'model').tensor('gone')).toThrow(
      /"small\.pth": it has no tensor "model\.gone"/,
    )
  })
})
