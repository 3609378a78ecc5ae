/** Tensors as plain values, so that nothing else has to know the runtime's own. */

/** The array that holds each element type; float16 as its 16 bits, bool as 0 and 1. */
export interface TensorArrays {
  float32: Float32Array
  float64: Float64Array
  float16: Uint16Array
  int8: Int8Array
  uint8: Uint8Array
  int16: Int16Array
  uint16: Uint16Array
  int32: Int32Array
  uint32: Uint32Array
  int64: BigInt64Array
  uint64: BigUint64Array
  bool: Uint8Array
}

export type TensorType = keyof TensorArrays

export type Tensor = {
  [Type in TensorType]: { readonly type: Type; readonly shape: readonly number[]; readonly data: TensorArrays[Type] }
}[TensorType]

export function float32(data: Float32Array, shape: readonly number[]): Tensor {
  return { type: 'float32', shape, data }
}

export function int64(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { type: 'int64', shape, data: BigInt64Array.from(values, BigInt) }
}

/** Number of elements. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** ‖a − b‖ / ‖b‖ over all tensors together; NaN if any value is. Integers count as numbers. */
export function relativeError(actual: readonly Tensor[], expected: readonly Tensor[]): number {
  let [difference, norm] = [0, 0]
  for (const [at, { data }] of expected.entries()) {
    for (let i = 0; i < data.length; i++) {
      const value = Number(data[i])
      difference += (Number(actual[at]?.data[i]) - value) ** 2
      norm += value ** 2
    }
  }
  return Math.sqrt(difference / norm)
}
