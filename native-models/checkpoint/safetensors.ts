/**
 * A safetensors file: eight bytes of length, a JSON header, then the tensors without gaps.
 *
 * As strict as the format's own implementation: the tensors cover the data exactly, so none overlaps another and
 * nothing is hidden. Format: https://github.com/huggingface/safetensors#format
 */

import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import type { Contents } from './contents.ts'
import { invalid, quoted, unsupported } from './error.ts'
import { scanJson } from './json-scan.ts'
import { arrange } from './layout.ts'
import type { ByteSource } from './source.ts'
import { BYTES_PER_ELEMENT, checkKey, contiguousStrides, elementCount } from './tensor.ts'
import type { DType, StoredTensor } from './tensor.ts'

/** Stable Diffusion's header has about 150,000 bytes. */
const LARGEST_HEADER = 16 * 2 ** 20
const LENGTH_BYTES = 8

const DTYPES: ReadonlyMap<string, DType> = new Map([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['I16', 'int16'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
])

const size = z.int().nonnegative()
const TensorHeader = z.strictObject({ dtype: z.string(), shape: z.array(size), data_offsets: z.tuple([size, size]) })
const Metadata = z.record(z.string(), z.string())

/** @throws CheckpointError */
export function readSafetensors(source: ByteSource): Contents {
  const { header, dataOffset } = readHeader(source)
  const stored = new Map<string, StoredTensor>()
  let metadata: Readonly<Record<string, string>> = {}
  for (const [key, value] of Object.entries(header)) {
    if (key === '__metadata__') metadata = parse(Metadata, key, value)
    else stored.set(key, placeTensor(key, parse(TensorHeader, key, value), dataOffset))
  }
  checkCoverage([...stored.values()], dataOffset, source.size)
  const { tensors, usesEma, ignored } = arrange(stored)
  const renamed = new Map([...tensors].map(([key, tensor]) => [key, { ...tensor, key }]))
  return { kind: 'safetensors', tensors: renamed, usesEma, ignored, config: undefined, metadata }
}

/** How long the header is said to be, or undefined for a file that is no safetensors file. */
export function headerLength(source: ByteSource): number | undefined {
  if (source.size < LENGTH_BYTES + 2) return undefined
  const length = Number(source.read(0, LENGTH_BYTES).readBigUInt64LE(0))
  const opensObject = source.read(LENGTH_BYTES, 1)[0] === '{'.charCodeAt(0)
  return opensObject ? length : undefined
}

function readHeader(source: ByteSource): { header: Record<string, unknown>; dataOffset: number } {
  const length = headerLength(source)
  if (length === undefined) throw invalid('it is no safetensors file.')
  if (length > LARGEST_HEADER) throw unsupported(`its header claims ${length} bytes.`)
  const bytes = source.read(LENGTH_BYTES, length)
  if (!isUtf8(bytes)) throw invalid('its header is not UTF-8.')
  const text = bytes.toString('utf8')
  scanJson(text)
  try {
    return { header: JSON.parse(text) as Record<string, unknown>, dataOffset: LENGTH_BYTES + length }
  } catch (error) {
    throw invalid('its header is not JSON.', error)
  }
}

function parse<T>(schema: z.ZodType<T>, key: string, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw invalid(`its header describes ${quoted(key)} in a way that is not the format's.`, parsed.error)
  return parsed.data
}

function placeTensor(key: string, header: z.infer<typeof TensorHeader>, dataOffset: number): StoredTensor {
  checkKey(key)
  const { shape } = header
  const dtype = DTYPES.get(header.dtype)
  if (dtype === undefined) throw unsupported(`${quoted(key)} has the type ${quoted(header.dtype)}.`)
  const byteLength = elementCount(key, shape) * BYTES_PER_ELEMENT[dtype]
  const [begin, end] = header.data_offsets
  if (end - begin !== byteLength) {
    throw invalid(`${quoted(key)} is [${shape.join(', ')}] ${dtype}, ${byteLength} bytes, but takes ${end - begin}.`)
  }
  const strides = contiguousStrides(shape)
  return { key, dtype, shape, strides, offset: dataOffset + begin, byteLength, isDense: true }
}

function checkCoverage(tensors: readonly StoredTensor[], dataOffset: number, fileSize: number): void {
  const inOrder = [...tensors].sort((a, b) => a.offset - b.offset || a.byteLength - b.byteLength)
  let end = dataOffset
  for (const { key, offset, byteLength } of inOrder) {
    if (offset !== end) throw invalid(`${quoted(key)} overlaps another tensor or leaves a gap before it.`)
    end = offset + byteLength
  }
  if (end !== fileSize)
    throw invalid(`its tensors end at byte ${end}, the file at ${fileSize}; it is cut short or damaged.`)
}
