/**
 * The numbers of one tensor, copied out of the file. Graphs map dense tensors where they lie; this is for the rest:
 * small weights, other strides, half precision on a CPU, and tests.
 */

import { invalid, quoted } from './error.ts'
import type { ByteSource } from './source.ts'
import { BYTES_PER_ELEMENT, elementCount, elementSpan } from './tensor.ts'
import type { DType, StoredTensor } from './tensor.ts'

export type TensorData =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>

/** Dense, in C order. float16 and bfloat16 come widened to float32, which loses nothing; bool as 0 and 1. */
export function readTensorFrom(source: ByteSource, tensor: StoredTensor): TensorData {
  return DECODERS[tensor.dtype](denseBytes(source, tensor))
}

const DECODERS: Readonly<Record<DType, (bytes: ArrayBuffer) => TensorData>> = {
  float64: (bytes) => new Float64Array(bytes),
  float32: (bytes) => new Float32Array(bytes),
  float16: (bytes) => widenFloat16(new Uint16Array(bytes)),
  bfloat16: (bytes) => widenBfloat16(new Uint16Array(bytes)),
  int64: (bytes) => new BigInt64Array(bytes),
  int32: (bytes) => new Int32Array(bytes),
  int16: (bytes) => new Int16Array(bytes),
  int8: (bytes) => new Int8Array(bytes),
  uint8: (bytes) => new Uint8Array(bytes),
  bool: (bytes) => new Uint8Array(bytes),
}

function denseBytes(source: ByteSource, tensor: StoredTensor): ArrayBuffer {
  const { key, shape, strides, offset, byteLength } = tensor
  if (tensor.isDense) return source.read(offset, byteLength).buffer
  if (byteLength > source.size) throw invalid(`${quoted(key)} is larger than the whole file.`)
  const bytes = BYTES_PER_ELEMENT[tensor.dtype]
  const stored = source.read(offset, elementSpan(key, shape, strides) * bytes).buffer
  const Elements = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array }[bytes]
  return gather(new Elements(stored), new Elements(elementCount(key, shape)), shape, strides)
}

/** Walks the view in C order like an odometer: the last index turns fastest. */
function gather(
  from: Uint8Array | Uint16Array | Uint32Array | Float64Array,
  to: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>,
  shape: readonly number[],
  strides: readonly number[],
): ArrayBuffer {
  const index = shape.map(() => 0)
  let at = 0
  for (let i = 0; i < to.length; i++) {
    to[i] = from[at]!
    for (let d = shape.length - 1; d >= 0; d--) {
      at += strides[d]!
      if (++index[d]! < shape[d]!) break
      at -= strides[d]! * shape[d]!
      index[d] = 0
    }
  }
  return to.buffer
}

function widenFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const values = float16Values()
  const wide = new Float32Array(halves.length)
  for (let i = 0; i < halves.length; i++) wide[i] = values[halves[i]!]!
  return wide
}

/** bfloat16 is the upper half of a float32. */
function widenBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(halves.length)
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16
  return new Float32Array(bits.buffer)
}

let float16Table: Float32Array | undefined

/** Every float16 by its bits: 256 KiB once, and then a look-up a weight. */
function float16Values(): Float32Array {
  float16Table ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => float16Value(bits))
  return float16Table
}

/** IEEE 754 binary16: 1 sign bit, 5 bits of exponent (bias 15), 10 of fraction. */
function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = (bits & 0x3ff) / 1024
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15)
}
