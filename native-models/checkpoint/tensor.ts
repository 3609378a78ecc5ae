/**
 * Where one tensor lies in a checkpoint file, and the arithmetic that says whether it can lie there.
 */

import { invalid, quoted } from './error.ts'

export type DType =
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'float64'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool'

export const BYTES_PER_ELEMENT: Readonly<Record<DType, 1 | 2 | 4 | 8>> = {
  float64: 8,
  int64: 8,
  float32: 4,
  int32: 4,
  float16: 2,
  bfloat16: 2,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
}

export interface StoredTensor {
  readonly key: string
  readonly dtype: DType
  readonly shape: readonly number[]
  /** In elements. */
  readonly strides: readonly number[]
  /** The byte of the file where element 0 begins. */
  readonly offset: number
  /** Of all elements without gaps; they lie in the file like that only where `isDense`. */
  readonly byteLength: number
  /** In C order without gaps: the bytes may be mapped where they lie. */
  readonly isDense: boolean
}

const MOST_DIMENSIONS = 16
const LONGEST_KEY = 500

/** Keys become names in graphs, messages and lists. @throws CheckpointError for one that is none */
export function checkKey(key: string): void {
  if (key === '' || key.length > LONGEST_KEY || /\p{Cc}/u.test(key))
    throw invalid(`it has a tensor named ${quoted(key)}.`)
}

/** Checks a shape and counts its elements. @throws CheckpointError for sizes that are no sizes, or overflow */
export function elementCount(key: string, shape: readonly number[]): number {
  if (shape.length > MOST_DIMENSIONS) throw invalid(`${quoted(key)} has ${shape.length} dimensions.`)
  let count = 1
  for (const size of shape) {
    count *= size
    if (!isSize(size) || !isSize(count)) {
      throw invalid(`${quoted(key)} has the impossible shape [${shape.join(', ')}].`)
    }
  }
  return count
}

export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1)
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = strides[d + 1]! * Math.max(shape[d + 1]!, 1)
  return strides
}

/** Strides of dimensions of size 1, and all strides of an empty tensor, are never followed and may be anything. */
export function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  if (shape.includes(0)) return true
  const dense = contiguousStrides(shape)
  return shape.every((size, d) => size === 1 || strides[d] === dense[d])
}

/**
 * How many elements of the storage a view reaches, from its element 0 to its last one.
 *
 * @throws CheckpointError for negative or overflowing strides
 */
export function elementSpan(key: string, shape: readonly number[], strides: readonly number[]): number {
  if (strides.length !== shape.length || !strides.every(isSize)) {
    throw invalid(`${quoted(key)} has ${shape.length} dimensions, but ${strides.length} strides, or impossible ones.`)
  }
  if (shape.includes(0)) return 0
  const last = shape.reduce((sum, size, d) => sum + (size - 1) * strides[d]!, 0)
  if (!isSize(last)) throw invalid(`${quoted(key)} has strides [${strides.join(', ')}], which reach too far.`)
  return last + 1
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
