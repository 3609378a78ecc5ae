/** Whole files: the miniature of the published checkpoint, small ones made here, and paths that lead to none. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CheckpointError, openCheckpointSync, readContents, readTensor, tensorOf } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readTensorFrom } from './read.ts'
import { memorySource, smallCheckpoint, smallSafetensors } from './samples.helper.ts'

const fixtures = join(import.meta.dirname, '../../test/fixtures')
const golden = openCheckpointSync(join(fixtures, 'tiny/golden.safetensors'))

const valuesOf = (checkpoint: Checkpoint, key: string) => readTensor(checkpoint, tensorOf(checkpoint, key))
const groupSizes = (checkpoint: Checkpoint) => {
  const sizes: Record<string, number> = {}
  for (const key of checkpoint.tensors.keys()) sizes[key.split('.')[0]!] = (sizes[key.split('.')[0]!] ?? 0) + 1
  return sizes
}

const codeOf = (open: () => unknown) => {
  try {
    open()
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError)
    return (error as CheckpointError).code
  }
  return 'no error'
}

describe('the miniature of the published checkpoint', () => {
  const checkpoint = openCheckpointSync(join(fixtures, 'tiny/checkpoint.pth'))

  test('M2 has every group under its own name, and leaves training state aside', () => {
    expect(groupSizes(checkpoint)).toEqual({ model: 1080, text_encoder: 37, autoencoder: 184, diffusion: 12 })
    expect(checkpoint.ignored).toEqual(['opt', 'scheduler', 'iters'])
    expect(checkpoint.usesEma).toBe(false)
  })

  test('M2 gives shapes, types and places that may be mapped', () => {
    expect(tensorOf(checkpoint, 'model.input_blocks.0.0.weight')).toMatchObject({
      shape: [32, 4, 3, 3],
      dtype: 'float32',
    })
    const ids = tensorOf(checkpoint, 'text_encoder.transformer.text_model.embeddings.position_ids')
    expect(ids).toMatchObject({ shape: [1, 77], dtype: 'int64' })
    expect(readTensor(checkpoint, ids)).toEqual(BigInt64Array.from({ length: 77 }, (_, i) => BigInt(i)))
    for (const { isDense, offset, byteLength } of checkpoint.tensors.values()) {
      expect(isDense && offset + byteLength <= checkpoint.sizeBytes).toBe(true)
    }
  })

  test('M2 reads the schedule that the reference code computed with', () => {
    const alphas = valuesOf(checkpoint, 'diffusion.alphas_cumprod')
    const timesteps = valuesOf(golden, 'schedule_10/timesteps')
    const expected = valuesOf(golden, 'schedule_10/alphas')
    expect([...timesteps].map((t) => alphas[Number(t)])).toEqual([...expected])
  })

  test('M2 a file of two tensors without groups keeps their names', () => {
    const separate = openCheckpointSync(join(fixtures, 'tiny/sd_input_conv.pth'))
    expect([...separate.tensors.keys()]).toEqual(['bias', 'weight'])
    expect(tensorOf(separate, 'weight').shape).toEqual(tensorOf(checkpoint, 'model.input_blocks.0.0.weight').shape)
  })

  test('M2 gives the configuration as plain data', () => {
    expect(checkpoint.config).toMatchObject({
      model: { params: { num_heads: 8, channel_mult: [1, 1, 1, 2], fuser_type: 'gatedSA', sd_v1_5: true } },
      diffusion: { params: { linear_start: 0.00085, timesteps: 1000 } },
    })
    expect(JSON.stringify(checkpoint.config)).not.toMatch(/omegaconf|_metadata|_parent/)
  })
})

describe('small checkpoints', () => {
  test.each([false, true])(
    'M2 torch archive, zip64 %s: averaged weights take the place of the trained ones',
    (zip64) => {
      const source = memorySource(smallCheckpoint(zip64))
      const contents = readContents(source)
      expect([...contents.tensors.keys()]).toEqual([
        'model.input_blocks.0.0.weight',
        'model.out.2.weight',
        'text_encoder.transformer.text_model.final_layer_norm.weight',
        'autoencoder.quant_conv.weight',
        'diffusion.alphas_cumprod',
      ])
      expect(contents).toMatchObject({ usesEma: true, ignored: ['model', 'opt', 'iters'] })
      expect(contents.config).toEqual({ model: { num_heads: 8, note: 'é' } })
      const weight = contents.tensors.get('model.input_blocks.0.0.weight')!
      expect(readTensorFrom(source, weight)).toEqual(Float32Array.of(10, 20, 30, 40, 50, 60))
    },
  )

  test('M2 safetensors: types, metadata and empty tensors', () => {
    const source = memorySource(smallSafetensors())
    const contents = readContents(source)
    const values = (key: string) => readTensorFrom(source, contents.tensors.get(key)!)
    expect(contents).toMatchObject({ kind: 'safetensors', metadata: { format: 'pt' }, config: undefined })
    expect(values('model.a.weight')).toEqual(Float32Array.of(1, 2, 3, 4))
    expect(values('model.b.bias')).toEqual(Float32Array.of(1, -2, 2 ** -24))
    expect(values('autoencoder.c')).toEqual(BigInt64Array.of(-5n))
    expect(values('diffusion.empty')).toEqual(new Float32Array(0))
  })

  test('M2 opening reads directories only: no weight is read', () => {
    const bytes = smallCheckpoint()
    const source = memorySource(bytes)
    const asked: { offset: number; length: number }[] = []
    const contents = readContents({
      size: source.size,
      read: (offset, length) => (asked.push({ offset, length }), source.read(offset, length)),
    })
    // The last 64 KiB, where a zip's end record is looked for, are the whole of so small a file.
    const rest = asked.filter(({ length }) => length < bytes.length)
    for (const { offset, byteLength } of contents.tensors.values()) {
      const isRead = rest.some((read) => read.offset < offset + byteLength && read.offset + read.length > offset)
      expect(isRead).toBe(false)
    }
    expect(asked.length - rest.length).toBe(1)
  })
})

describe('files that are not there, or not any more', () => {
  let folder = ''
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'checkpoint-'))))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('S2 a missing file, a folder and a text each get one sentence with their name', () => {
    writeFileSync(join(folder, 'notes.pth'), 'Dear diary, today I trained a model.')
    expect(() => openCheckpointSync(join(folder, 'none.pth'))).toThrow('"none.pth": there is no such file.')
    expect(() => openCheckpointSync(folder)).toThrow('it is not a file.')
    expect(() => openCheckpointSync(join(folder, 'notes.pth'))).toThrow('"notes.pth": it is neither a torch archive')
    expect(codeOf(() => openCheckpointSync(join(folder, 'none.pth')))).toBe('CHECKPOINT_UNREADABLE')
  })

  test.skipIf(process.platform === 'win32')('S2 a named pipe is refused and not waited for', () => {
    execFileSync('mkfifo', [join(folder, 'pipe.pth')])
    expect(codeOf(() => openCheckpointSync(join(folder, 'pipe.pth')))).toBe('CHECKPOINT_UNREADABLE')
  })

  test.skipIf(process.platform === 'win32')('M2 a symbolic link is resolved', () => {
    writeFileSync(join(folder, 'real.pth'), smallCheckpoint())
    symlinkSync(join(folder, 'real.pth'), join(folder, 'link.pth'))
    expect(openCheckpointSync(join(folder, 'link.pth')).path).toBe(realpathSync(join(folder, 'real.pth')))
  })

  test('S2 a file that changed after it was opened is not read', () => {
    const path = join(folder, 'changing.pth')
    writeFileSync(path, smallCheckpoint())
    const checkpoint = openCheckpointSync(path)
    truncateSync(path, 100)
    expect(codeOf(() => valuesOf(checkpoint, 'autoencoder.quant_conv.weight'))).toBe('CHECKPOINT_CHANGED')
  })

  test('M2 a missing weight is named', () => {
    expect(() => tensorOf(golden, 'model.nowhere')).toThrow('"golden.safetensors": it has no tensor "model.nowhere"')
  })
})
