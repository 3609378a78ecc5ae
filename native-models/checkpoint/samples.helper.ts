/**
 * Small checkpoints in memory, valid unless a test makes them otherwise, and a source that counts what is asked of it.
 */

import { checkRange } from './source.ts'
import type { ByteSource } from './source.ts'
import { assemble, member, pickle, tensor, zipPieces } from './torch-writer.helper.ts'
import type { Member, Python, TensorView } from './torch-writer.helper.ts'

export interface CountingSource extends ByteSource {
  /** Bytes handed out so far, and the largest single piece. */
  total: number
  largest: number
}

export function memorySource(bytes: Buffer): CountingSource {
  return {
    size: bytes.length,
    total: 0,
    largest: 0,
    read(offset, length) {
      checkRange(bytes.length, offset, length)
      this.total += length
      this.largest = Math.max(this.largest, length)
      const copy = Buffer.from(new ArrayBuffer(length))
      bytes.copy(copy, 0, offset, offset + length)
      return copy
    },
  }
}

export const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer)

/** A dense float32 tensor that has storage `storage` to itself. */
export const dense = (storage: string, ...shape: number[]): TensorView => ({
  storage,
  type: 'FloatStorage',
  count: shape.reduce((product, size) => product * size, 1),
  shape,
  strides: shape.map((_, d) => shape.slice(d + 1).reduce((product, size) => product * size, 1)),
})

export const asDict = (tensors: Readonly<Record<string, TensorView>>): Python => ({
  orderedDict: Object.entries(tensors).map(([key, view]) => [key, tensor(view)] as const),
})

/** An archive of that pickle and those storages. */
export function archive(top: Python, storages: Readonly<Record<string, Buffer>>, zip64 = false): Buffer {
  return assemble(zipPieces(archiveMembers(pickle(top), storages), zip64))
}

export function archiveMembers(pickled: Buffer, storages: Readonly<Record<string, Buffer>>): Member[] {
  const data = Object.entries(storages).map(([key, content]) => member(`archive/data/${key}`, content))
  return [member('archive/data.pkl', pickled), ...data, member('archive/version', Buffer.from('3\n'))]
}

/** The top level of a published checkpoint, with a tensor or two in each group. */
export function smallCheckpoint(zip64 = false): Buffer {
  const weight = dense('0', 2, 3)
  const transposed: TensorView = { ...weight, shape: [3, 2], strides: [1, 3] }
  const groups = {
    model: asDict({ 'input_blocks.0.0.weight': weight, 'out.2.weight': transposed }),
    text_encoder: asDict({ 'transformer.text_model.final_layer_norm.weight': dense('1', 2) }),
    autoencoder: asDict({ 'quant_conv.weight': dense('2', 1, 2) }),
    opt: { dict: [['state', { dict: [[0, { dict: [['exp_avg', tensor(dense('3', 2, 3))]] }]] }]] } satisfies Python,
    iters: 500_000,
    config_dict: {
      dict: [['_content', { dict: [['model', configNode({ num_heads: 8, note: 'é' })]] }]],
    } satisfies Python,
    diffusion: asDict({ alphas_cumprod: dense('4', 3) }),
    ema: asDict({ 'input_blocks.0.0.weight': dense('5', 2, 3), 'out.2.weight': dense('6', 3, 2) }),
  }
  const storages = {
    0: floats(1, 2, 3, 4, 5, 6),
    1: floats(0.5, 0.25),
    2: floats(7, 8),
    3: floats(0, 0, 0, 0, 0, 0),
    4: floats(0.9, 0.5, 0.1),
    5: floats(10, 20, 30, 40, 50, 60),
    6: floats(-1, -2, -3, -4, -5, -6),
  }
  return archive({ dict: Object.entries(groups) }, storages, zip64)
}

/** An OmegaConf container as it is pickled. */
export function configNode(values: Readonly<Record<string, Python>>): Python {
  const leaf = (value: Python): Python => ({
    node: 'omegaconf.nodes AnyNode',
    state: {
      dict: [
        ['_metadata', metadata],
        ['_val', value],
        ['_parent', null],
      ],
    },
  })
  const content = Object.entries(values).map(([key, value]) => [key, leaf(value)] as const)
  return {
    node: 'omegaconf.dictconfig DictConfig',
    state: {
      dict: [
        ['_metadata', metadata],
        ['_content', { dict: content }],
      ],
    },
  }
}

const metadata: Python = {
  node: 'omegaconf.base Metadata',
  state: {
    dict: [
      ['key_type', { global: 'typing Any' }],
      ['flags', { dict: [] }],
      ['ratio', 0.5],
      ['optional', true],
    ],
  },
}

export function safetensors(header: unknown, data: Buffer): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, data])
}

export function smallSafetensors(): Buffer {
  const header = {
    __metadata__: { format: 'pt' },
    'model.a.weight': { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
    'model.b.bias': { dtype: 'F16', shape: [3], data_offsets: [16, 22] },
    'autoencoder.c': { dtype: 'I64', shape: [1], data_offsets: [22, 30] },
    'diffusion.empty': { dtype: 'BF16', shape: [0, 4], data_offsets: [30, 30] },
  }
  const halves = Buffer.from(Uint16Array.of(0x3c00, 0xc000, 0x0001).buffer)
  const long = Buffer.from(BigInt64Array.of(-5n).buffer)
  return safetensors(header, Buffer.concat([floats(1, 2, 3, 4), halves, long]))
}
