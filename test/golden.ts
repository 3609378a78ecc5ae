/**
 * The golden cases of test/fixtures: what the published code answered, and how far an answer of ours is from it.
 *
 * Reads safetensors by itself, so that our own reader is not checked against itself.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export const tinyFolder = path.join(import.meta.dirname, 'fixtures/tiny')
export const demosFolder = path.join(import.meta.dirname, 'fixtures/demos')

export interface GoldenCase {
  readonly id: string
  readonly kind: string
  /** Name in the case -> name of the tensor. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly params: Readonly<Record<string, unknown>>
}

interface Arrays {
  F32: Float32Array
  F64: Float64Array
  U8: Uint8Array
  I32: Int32Array
  I64: BigInt64Array
}

export interface GoldenTensor<Type extends keyof Arrays = keyof Arrays> {
  readonly shape: readonly number[]
  readonly data: Arrays[Type]
}

export class Golden {
  readonly folder: string
  readonly cases: readonly GoldenCase[]
  readonly #header: Record<string, { dtype: keyof Arrays; shape: number[]; data_offsets: [number, number] }>
  readonly #data: Buffer

  constructor(folder: string) {
    this.folder = folder
    this.cases = JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')).cases
    const file = readFileSync(path.join(folder, 'golden.safetensors'))
    const headerEnd = 8 + Number(file.readBigUInt64LE(0))
    this.#header = JSON.parse(file.toString('utf8', 8, headerEnd))
    this.#data = file.subarray(headerEnd)
  }

  /** @throws Error for an unknown id: a renamed case must not pass by not running */
  case(id: string): GoldenCase {
    const found = this.cases.find((one) => one.id === id)
    if (!found) throw new Error(`There is no golden case ${id} in ${this.folder}.`)
    return found
  }

  casesOf(kind: string): GoldenCase[] {
    const found = this.cases.filter((one) => one.kind === kind)
    if (found.length === 0) throw new Error(`There is no golden case of kind ${kind} in ${this.folder}.`)
    return found
  }

  tensor<Type extends keyof Arrays>(name: string, type: Type): GoldenTensor<Type> {
    const entry = this.#header[name]
    if (entry?.dtype !== type) throw new Error(`${name} is ${entry?.dtype ?? 'missing'}, expected ${type}.`)
    const bytes = new Uint8Array(this.#data.subarray(...entry.data_offsets)) // a copy, so that it is aligned
    const arrays = { F32: Float32Array, F64: Float64Array, U8: Uint8Array, I32: Int32Array, I64: BigInt64Array }
    return { shape: entry.shape, data: new arrays[type](bytes.buffer) as Arrays[Type] }
  }

  input<Type extends keyof Arrays>(of: GoldenCase, name: string, type: Type): GoldenTensor<Type> {
    return this.tensor(of.inputs[name] ?? name, type)
  }

  output<Type extends keyof Arrays>(of: GoldenCase, name: string, type: Type): GoldenTensor<Type> {
    return this.tensor(of.outputs[name] ?? name, type)
  }
}

/** ‖actual − expected‖ / ‖expected‖. Infinite for different lengths or a NaN, so that no comparison passes by them. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity
  let [difference, size] = [0, 0]
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2
    size += expected[i]! ** 2
  }
  const error = difference === 0 ? 0 : Math.sqrt(difference / size)
  return Number.isNaN(error) ? Infinity : error
}
