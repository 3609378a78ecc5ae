/** What is written, read again by code that is generated from the published schema. */
import { fromBinary } from '@bufbuild/protobuf'
import { ModelProtoSchema, type GraphProto, type ModelProto, type TensorProto } from 'onnx-buf'
import { describe, expect, test } from 'vitest'
import { encodeModel, type GraphDefinition } from './onnx.ts'

const far = 13_600_000_001

const definition: GraphDefinition = {
  nodes: [
    {
      op: 'Resize',
      domain: '',
      name: 'Resize_0',
      inputs: ['latents', '', 'scales'],
      outputs: ['grown'],
      attributes: {
        mode: { string: 'nearest' },
        axis: { int: -1 },
        epsilon: { float: 0.5 },
        pads: { ints: [0, 0, 1, -1] },
      },
    },
    {
      op: 'QuickGelu',
      domain: 'com.microsoft',
      name: 'QuickGelu_1',
      inputs: ['grown'],
      outputs: ['image'],
      attributes: {},
    },
  ],
  initializers: [
    { name: 'scales', type: 'float32', shape: [4], data: Float32Array.of(1, 1, 2, 2) },
    { name: 'part', type: 'int64', shape: [2], data: BigInt64Array.of(7n, -1n, 9n).subarray(1) },
    {
      name: 'model.weight',
      type: 'bfloat16',
      shape: [3, 2],
      data: { location: 'büro/x.pth', offset: far, byteLength: 12 },
    },
    { name: 'scalar', type: 'uint8', shape: [], data: Uint8Array.of(200) },
  ],
  inputs: [{ name: 'latents', type: 'float32', shape: ['B', 4, 'h', 'w/2'] }],
  outputs: [{ name: 'image', type: 'float16', shape: [] }],
}

const model: ModelProto = fromBinary(ModelProtoSchema, encodeModel(definition))
const graph: GraphProto = model.graph!

function tensor(name: string): TensorProto {
  return graph.initializer.find((one) => one.name === name)!
}

describe('M2 the ONNX writer', () => {
  test('M2 states the format version and both operator sets', () => {
    expect(model.irVersion).toBe(10n)
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([
      ['', 21n],
      ['com.microsoft', 1n],
    ])
  })

  test('M2 writes nodes with their domain, and an empty name for an input that is left out', () => {
    const [resize, gelu] = graph.node
    expect(resize).toMatchObject({
      opType: 'Resize',
      domain: '',
      name: 'Resize_0',
      input: ['latents', '', 'scales'],
      output: ['grown'],
    })
    expect(gelu).toMatchObject({
      opType: 'QuickGelu',
      domain: 'com.microsoft',
      input: ['grown'],
      output: ['image'],
      attribute: [],
    })
  })

  test('M2 writes each kind of attribute under its own type', () => {
    const attributes = graph.node[0]!.attribute
    expect(attributes.map(({ name, type }) => [name, type])).toEqual([
      ['mode', 3],
      ['axis', 2],
      ['epsilon', 1],
      ['pads', 7],
    ])
    expect(new TextDecoder().decode(attributes[0]!.s)).toBe('nearest')
    expect(attributes[1]!.i).toBe(-1n)
    expect(attributes[2]!.f).toBe(0.5)
    expect(attributes[3]!.ints).toEqual([0n, 0n, 1n, -1n])
  })

  test('M2 writes values of an initializer as its raw bytes, of a part of an array only that part', () => {
    const scales = tensor('scales')
    expect([scales.dims, scales.dataType, scales.dataLocation]).toEqual([[4n], 1, 0])
    expect(new Float32Array(scales.rawData.slice().buffer)).toEqual(Float32Array.of(1, 1, 2, 2))
    expect(new BigInt64Array(tensor('part').rawData.slice().buffer)).toEqual(BigInt64Array.of(-1n, 9n))
    expect([tensor('scalar').dims, [...tensor('scalar').rawData]]).toEqual([[], [200]])
  })

  test('M2 points into a file at any byte offset, beyond 4 GiB too', () => {
    const weight = tensor('model.weight')
    expect([weight.dims, weight.dataType, weight.dataLocation, weight.rawData.length]).toEqual([[3n, 2n], 16, 1, 0])
    const places = weight.externalData.map(({ key, value }) => [key, value])
    expect(Object.fromEntries(places)).toEqual({ location: 'büro/x.pth', offset: String(far), length: '12' })
  })

  test('M2 writes known sizes as numbers and free ones by name', () => {
    const { type } = graph.input[0]!
    const tensorType = type!.value.case === 'tensorType' ? type!.value.value : undefined
    expect(tensorType?.elemType).toBe(1)
    expect(tensorType?.shape?.dim.map((dim) => dim.value.value)).toEqual(['B', 4n, 'h', 'w/2'])
    const output = graph.output[0]!.type!.value
    expect(output.case === 'tensorType' && [output.value.elemType, output.value.shape?.dim]).toEqual([10, []])
  })
})
