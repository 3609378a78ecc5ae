/** Weights by key: shapes checked, use recorded, half precision widened. */
import { describe, expect, test } from 'vitest'
import { Graph, GraphError } from './graph.ts'
import { Weights, type WeightSource, type WeightTensor } from './weights.ts'

const place = { location: 'tiny.pth', offset: 64, byteLength: 24 }
const stored: Record<string, WeightTensor> = {
  'a.weight': { type: 'float32', shape: [2, 3], data: place },
  'a.half': { type: 'float16', shape: [2], data: Uint16Array.of(0, 0) },
  'b.weight': { type: 'float32', shape: [1], data: Float32Array.of(1) },
}
const source: WeightSource = {
  file: 'tiny.pth',
  has: (key) => key in stored,
  shape: (key) => stored[key]?.shape,
  tensor: (key) => stored[key]!,
}

describe('M2 weights', () => {
  test('M2 a value keeps its key as name and points to its place in the file', () => {
    const graph = new Graph()
    const value = new Weights(graph, source).at('a').get('weight', [2, 3])
    expect(value).toEqual({ name: 'a.weight', type: 'float32', shape: [2, 3] })
    expect(graph.initializers).toEqual([{ name: 'a.weight', type: 'float32', shape: [2, 3], data: place }])
  })

  test('M2 asked for twice, a tensor is one initializer; under another shape it is another over the same bytes', () => {
    const graph = new Graph()
    const weights = new Weights(graph, source)
    expect(weights.get('a.weight', [2, 3])).toBe(weights.at('a').get('weight', [2, 3]))
    expect(weights.get('a.weight', [2, 3], [6, 1])).toMatchObject({ name: 'a.weight:6x1', shape: [6, 1] })
    expect(graph.initializers.map(({ data }) => data)).toEqual([place, place])
  })

  test('M2 half precision is widened in the graph', () => {
    const graph = new Graph()
    expect(new Weights(graph, source).get('a.half', [2]).type).toBe('float32')
    expect(graph.initializers[0]?.type).toBe('float16')
    expect(graph.nodes).toMatchObject([{ op: 'Cast', inputs: ['a.half'], attributes: { to: { int: 1 } } }])
  })

  test('M2 every view records what was taken, and nothing else', () => {
    const weights = new Weights(new Graph(), source)
    weights.at('a').get('half', [2])
    weights.at('b').size('weight')
    expect([...weights.used]).toEqual(['a.half'])
  })

  test('M2 a tensor of another shape is refused with file, key and both shapes', () => {
    const weights = new Weights(new Graph(), source)
    expect(() => weights.get('a.weight', [3, 2])).toThrow(
      new GraphError('"tiny.pth": a.weight is [2, 3], expected [3, 2].'),
    )
    expect(() => weights.get('a.weight', [2, 3, 1])).toThrow('expected [2, 3, 1]')
  })

  test('M2 a tensor that is missing is refused with file and key', () => {
    expect(() => new Weights(new Graph(), source).at('c').get('weight', [1])).toThrow(
      /"tiny\.pth" has no tensor c\.weight/,
    )
  })
})
