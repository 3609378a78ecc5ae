/** Every way that comes to mind in which a safetensors header can lie. */

import { describe, expect, test } from 'vitest'
import { readContents } from './checkpoint.ts'
import { CheckpointError } from './error.ts'
import { memorySource, safetensors, smallSafetensors } from './samples.helper.ts'

const open = (header: unknown, dataBytes = 16) =>
  readContents(memorySource(safetensors(header, Buffer.alloc(dataBytes))))
const one = (dtype: unknown, shape: unknown, ...offsets: unknown[]) => ({ x: { dtype, shape, data_offsets: offsets } })

describe('S2 hostile safetensors', () => {
  test('the whole of it, as it should be, opens', () => {
    expect(open(one('F32', [2, 2], 0, 16)).tensors.get('x')).toMatchObject({ strides: [2, 1], isDense: true })
  })

  test.each<[string, unknown, RegExp]>([
    ['a type that is unknown', one('F8_E4M3', [16], 0, 16), /type "F8_E4M3"/],
    ['bytes that do not fit the shape', one('F32', [3], 0, 16), /12 bytes, but takes 16/],
    ['an end before its begin', one('F32', [4], 16, 0), /takes -16/],
    ['data beyond the end', one('F32', [8], 0, 32), /cut short/],
    ['data that nobody owns', one('F32', [2], 0, 8), /end at byte/],
    ['a gap', one('F32', [2], 8, 16), /gap/],
    ['a negative size', one('F32', [-4], 0, 16), /not the format's/],
    ['a fractional size', one('F32', [0.5], 0, 16), /not the format's/],
    ['a size beyond counting', one('F32', [2 ** 60], 0, 16), /not the format's/],
    ['sizes that overflow', one('F32', [2 ** 30, 2 ** 30], 0, 16), /impossible shape/],
    ['offsets of other kinds', one('F32', [4], '0', 16), /not the format's/],
    ['three offsets', one('F32', [4], 0, 8, 16), /not the format's/],
    ['a field that is unknown', { x: { dtype: 'F32', shape: [4], data_offsets: [0, 16], run: 1 } }, /not the format's/],
    ['a key with a line break', { 'a\nb': { dtype: 'F32', shape: [4], data_offsets: [0, 16] } }, /tensor named/],
    ['a null', { x: null }, /not the format's/],
    ['metadata that are no texts', { __metadata__: { a: 1 }, ...one('F32', [4], 0, 16) }, /not the format's/],
    ['text that is no JSON', '{"x": }', /not JSON/],
    ['a list', '[1]', /neither/],
    ['deep nesting', `{"x":${'['.repeat(100_000)}`, /nested/],
    ['a key that is cut', '{"x', /not JSON/],
  ])('%s', (_, header, sentence) => {
    expect(() => open(header)).toThrow(sentence)
    expect(() => open(header)).toThrow(CheckpointError)
  })

  test('tensors that overlap', () => {
    const x = { dtype: 'F32', shape: [3], data_offsets: [0, 12] }
    expect(() => open({ x, y: { ...x, data_offsets: [4, 16] } })).toThrow(/overlaps/)
    expect(() => open({ x, y: x }, 12)).toThrow(/overlaps/)
  })

  test('a key twice, written differently or not', () => {
    const value = '{"dtype":"F32","shape":[4],"data_offsets":[0,16]}'
    expect(() => open(`{"x":${value},"x":${value}}`)).toThrow(/"x" twice/)
    expect(() => open(`{"x":${value},"\\u0078" :${value}}`)).toThrow(/"x" twice/)
    expect(() => open('{"x":{"dtype":"F32","shape":[4],"shape":[4],"data_offsets":[0,16]}}')).toThrow(/"shape" twice/)
  })

  test('a header of 2^63 bytes, and one larger than the file', () => {
    const bytes = smallSafetensors()
    bytes.writeBigUInt64LE(2n ** 63n)
    expect(() => readContents(memorySource(bytes))).toThrow(/its header claims/)
    bytes.writeBigUInt64LE(BigInt(bytes.length))
    expect(() => readContents(memorySource(bytes))).toThrow(/cut short/)
  })

  test.each<[string, string]>([
    ['a key of ten million letters', `{"${'a'.repeat(10_000_000)}":1}`],
    ['a text without an end', `{"${'a'.repeat(10_000_000)}`],
    ['five million escaped quotation marks', `{"${'\\"'.repeat(5_000_000)}`],
    ['ten million blanks', `{"a"${' '.repeat(10_000_000)}`],
    ['a number of ten million digits', `{"a":${'1'.repeat(10_000_000)}}`],
  ])('%s: no stack overflows and nothing takes quadratic time', (_, header) => {
    const begun = performance.now()
    expect(() => open(header)).toThrow(CheckpointError)
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  test('a million parts end at a limit', () => {
    expect(() => open(`{"x":{"shape":[${'1,'.repeat(1_100_000)}1]}}`)).toThrow(/more than 1000000 parts/)
  })

  test('a key like __proto__ is only a key', () => {
    const contents = open('{"__proto__":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}')
    expect([...contents.tensors.keys()]).toEqual(['__proto__'])
  })

  test('cut short anywhere, it is refused', () => {
    const bytes = smallSafetensors()
    for (let size = 0; size < bytes.length; size++) {
      expect(() => readContents(memorySource(bytes.subarray(0, size)))).toThrow(CheckpointError)
    }
  })
})
