/** Operators: what they compute on the runtime, that their shapes are those announced, and what they refuse. */
import { describe, expect, test } from 'vitest'
import { fromBinary } from '@bufbuild/protobuf'
import { ModelProtoSchema } from 'onnx-buf'
import { openSession } from '../session/session.ts'
import { float32, int64, type Tensor } from '../session/tensor.ts'
import { Graph, GraphError, type Value } from './graph.ts'
import { conv2d, groupNorm, layerNorm, linear } from './layers.ts'
import type { Dim } from './onnx.ts'
import { Weights, type WeightSource } from './weights.ts'

/** Numbers without a pattern, -1 to 1. */
function varied(length: number, seed = 0): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin((i + 1) * (i + 1) * 0.7 + seed))
}

function count(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}

/** Free sizes of these tests. */
const sizes: Readonly<Record<string, number>> = {
  B: 2,
  h: 4,
  w: 6,
  'h*2': 8,
  'w*2': 12,
  'h/2': 2,
  'w/2': 3,
  T: 3,
  'T+1': 4,
  h·w: 24,
  B·T: 6,
}

function known(shape: readonly Dim[]): number[] {
  return shape.map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!))
}

interface Answer {
  readonly x: Float32Array
  readonly y: Float32Array
}

/** Runs `build` on an input of varied numbers; checks that the shape announced is the shape that comes. */
async function run(shape: readonly Dim[], build: (graph: Graph, x: Value) => Value): Promise<Answer> {
  const graph = new Graph()
  const value = build(graph, graph.input('x', shape))
  graph.output('y', value)
  const session = await openSession(graph.bytes(), { device: 'cpu', threads: 1 })
  const x = varied(count(known(shape)))
  const { y } = await session.run({ x: float32(x, known(shape)) })
  await session.release()
  expect(y!.shape).toEqual(known(value.shape))
  return { x, y: y!.data as Float32Array }
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i]!)), 0)
  expect(worst).toBeLessThan(2e-5)
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, i) => total + value * b[i]!, 0)
}

/** Mean 0 and variance 1, as norms make it. */
function normal(values: readonly number[], epsilon: number): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
  return values.map((value) => (value - mean) / Math.sqrt(variance + epsilon))
}

function source(tensors: Readonly<Record<string, Tensor>>): WeightSource {
  return {
    file: 'test.pth',
    has: (key) => key in tensors,
    shape: (key) => tensors[key]?.shape,
    tensor: (key) => tensors[key] as Tensor & { type: 'float32' },
  }
}

describe('M2 operators compute what they say', () => {
  test('M2 sums and products repeat sizes of one', async () => {
    const { x, y } = await run(['B', 3, 'h', 'w'], (graph, value) => {
      const perChannel = graph.constant([1, 2, 3], [3, 1, 1])
      return graph.sub(graph.mul(graph.add(value, perChannel), perChannel), value)
    })
    const expected = [...x].map((v, i) => {
      const c = 1 + (Math.floor(i / 24) % 3)
      return (v + c) * c - v
    })
    expectClose(y, expected)
  })

  test.each([
    ['silu', (g: Graph, x: Value) => g.silu(x), (v: number) => v / (1 + Math.exp(-v))],
    ['quick gelu', (g: Graph, x: Value) => g.quickGelu(x, 1.702), (v: number) => v / (1 + Math.exp(-1.702 * v))],
    ['tanh', (g: Graph, x: Value) => g.tanh(x), Math.tanh],
    ['clamp', (g: Graph, x: Value) => g.clamp(x, -0.25, 0.5), (v: number) => Math.min(0.5, Math.max(-0.25, v))],
  ] as const)('M2 %s of each number', async (_, build, expected) => {
    const { x, y } = await run(['B', 'T'], build)
    expectClose(y, [...x].map(expected))
  })

  test('M2 gelu is the exact form: at -3 the tanh form is 4e-4 off', async () => {
    const { y } = await run([3], (graph, x) =>
      graph.gelu(graph.add(graph.mul(x, graph.constant([0], [1])), graph.constant([1, 2, -3], [3]))),
    )
    expectClose(y, [0.841344746, 1.954499736, -0.004049694])
  })

  test('M2 gather takes rows by number', async () => {
    const graph = new Graph()
    const table = graph.constant([0, 1, 10, 11, 20, 21], [3, 2])
    graph.output('y', graph.gather(table, graph.input('ids', ['B', 2], 'int64')))
    const session = await openSession(graph.bytes(), { device: 'cpu', threads: 1 })
    const { y } = await session.run({ ids: int64([2, 0, 1, 1], [2, 2]) })
    expect(y!.shape).toEqual([2, 2, 2])
    expectClose(y!.data as Float32Array, [20, 21, 0, 1, 10, 11, 10, 11])
  })

  test("M2 split and concat are each other's inverse, and order counts", async () => {
    const swapped = await run(['B', 5, 'T'], (graph, x) => {
      const [a, b] = graph.split(x, [2, 3], 1) as [Value, Value]
      return graph.concat([b, a], 1)
    })
    const at = (b: number, c: number, t: number) => swapped.x[(b * 5 + c) * 3 + t]!
    const expected = Array.from({ length: 30 }, (_, i) =>
      at(Math.floor(i / 15), (Math.floor(i / 3) % 5) + (Math.floor(i / 3) % 5 < 3 ? 2 : -3), i % 3),
    )
    expectClose(swapped.y, expected)
  })

  test('M2 padLast sets one more element at the end of each row', async () => {
    const { x, y } = await run(['B', 'T'], (graph, value) => graph.padLast(value, 7))
    expectClose(y, [...x.subarray(0, 3), 7, ...x.subarray(3), 7])
  })

  test('M2 a doubled map repeats each pixel', async () => {
    const { x, y } = await run(['B', 1, 'h', 'w'], (graph, value) => graph.doubleNearest(value))
    expectClose(
      y,
      Array.from(
        { length: 192 },
        (_, i) => x[Math.floor(i / 96) * 24 + Math.floor((i % 96) / 24) * 6 + Math.floor((i % 12) / 2)]!,
      ),
    )
  })

  test('M2 a map as tokens and back is the same map; tokens go row by row', async () => {
    const there = await run(['B', 3, 'h', 'w'], (graph, x) => graph.toTokens(x))
    expectClose(
      there.y,
      Array.from(
        { length: 144 },
        (_, i) => there.x[Math.floor(i / 72) * 72 + (i % 3) * 24 + (Math.floor(i / 3) % 24)]!,
      ),
    )
    const back = await run(['B', 3, 'h', 'w'], (graph, x) => graph.toMap(graph.toTokens(x), x))
    expectClose(back.y, [...back.x])
  })

  test('M2 matmul multiplies the last two axes', async () => {
    const { x, y } = await run(['B', 'T'], (graph, value) => graph.matmul(value, graph.transpose(value, [1, 0])))
    const row = (i: number) => [...x.subarray(i * 3, i * 3 + 3)]
    expectClose(y, [dot(row(0), row(0)), dot(row(0), row(1)), dot(row(1), row(0)), dot(row(1), row(1))])
  })

  test('M2 attention: heads own consecutive columns, the bias is added before the softmax', async () => {
    const { x, y } = await run(['B', 'T', 4], (graph, value) => {
      const causal = graph.constant([0, -1e9, -1e9, 0, 0, -1e9, 0, 0, 0], [1, 1, 3, 3])
      return graph.attention(value, value, value, { heads: 2, scale: 0.5, bias: causal })
    })
    const at = (b: number, t: number, c: number) => x[(b * 3 + t) * 4 + c]!
    const expected = Array.from({ length: 24 }, (_, i) => {
      const [b, t, c] = [Math.floor(i / 12), Math.floor(i / 4) % 3, i % 4] as const
      const first = c < 2 ? 0 : 2
      const score = (s: number) =>
        Math.exp(0.5 * (at(b, t, first) * at(b, s, first) + at(b, t, first + 1) * at(b, s, first + 1)))
      const seen = Array.from({ length: t + 1 }, (_unused, s) => s)
      const total = seen.reduce((a, s) => a + score(s), 0)
      return seen.reduce((a, s) => a + (score(s) / total) * at(b, s, c), 0)
    })
    expectClose(y, expected)
  })
})

describe('M2 layers compute what they say', () => {
  test("M2 linear works on the last axis of any value, with torch's [out, in] weight", async () => {
    const tensors = { weight: float32(varied(6, 1), [2, 3]), bias: float32(Float32Array.of(1, -1), [2]) }
    const { x, y } = await run(['B', 'T', 3], (graph, value) => linear(new Weights(graph, source(tensors)), value))
    const expected = Array.from({ length: 12 }, (_, i) => {
      const [row, out] = [Math.floor(i / 2), i % 2] as const
      return [0, 1, 2].reduce(
        (a, c) => a + x[row * 3 + c]! * (tensors.weight.data as Float32Array)[out * 3 + c]!,
        1 - 2 * out,
      )
    })
    expectClose(y, expected)
  })

  test('M2 layer norm and group norm: scale and shift per channel', async () => {
    const tensors = {
      weight: float32(Float32Array.of(1, 2, 3, 4), [4]),
      bias: float32(Float32Array.of(0, 1, 0, -1), [4]),
    }
    const [scale, shift] = [
      [1, 2, 3, 4],
      [0, 1, 0, -1],
    ] as const
    const layer = await run(['B', 'T', 4], (graph, x) => layerNorm(new Weights(graph, source(tensors)), x, 0.1))
    const rows = Array.from({ length: 6 }, (_, i) => normal([...layer.x.subarray(i * 4, i * 4 + 4)], 0.1)).flat()
    expectClose(
      layer.y,
      rows.map((v, i) => v * scale[i % 4]! + shift[i % 4]!),
    )
    const group = await run(['B', 4, 'h', 'w'], (graph, x) => groupNorm(new Weights(graph, source(tensors)), x, 2, 0.1))
    const planes = Array.from({ length: 4 }, (_, i) => normal([...group.x.subarray(i * 48, i * 48 + 48)], 0.1)).flat()
    expectClose(
      group.y,
      planes.map((v, i) => v * scale[Math.floor(i / 24) % 4]! + shift[Math.floor(i / 24) % 4]!),
    )
  })

  test('M2 a convolution of stride 2 with zeros on the right and below only', async () => {
    const tensors = { weight: float32(varied(9, 2), [1, 1, 3, 3]) }
    const { x, y } = await run(['B', 1, 'h', 'w'], (graph, value) =>
      conv2d(new Weights(graph, source(tensors)), value, { stride: 2, padding: [0, 0, 1, 1] }),
    )
    const at = (b: number, r: number, c: number) => (r < 4 && c < 6 ? x[b * 24 + r * 6 + c]! : 0)
    const nine = Array.from({ length: 9 }, (_, k) => k)
    const expected = Array.from({ length: 12 }, (_, i) => {
      const [b, r, c] = [Math.floor(i / 6), Math.floor(i / 3) % 2, i % 3] as const
      return nine.reduce(
        (a, k) => a + (tensors.weight.data as Float32Array)[k]! * at(b, 2 * r + Math.floor(k / 3), 2 * c + (k % 3)),
        0,
      )
    })
    expectClose(y, expected)
  })

  test('M2 a convolution in groups has a kernel per channel', async () => {
    const tensors = { weight: float32(Float32Array.of(2, -3), [2, 1, 1, 1]), bias: float32(Float32Array.of(0, 1), [2]) }
    const { x, y } = await run(['B', 2, 'h', 'w'], (graph, value) =>
      conv2d(new Weights(graph, source(tensors)), value, { groups: 2 }),
    )
    expectClose(
      y,
      [...x].map((v, i) => (Math.floor(i / 24) % 2 === 0 ? 2 * v : 1 - 3 * v)),
    )
  })
})

describe('M2 a mistake is reported where it is made', () => {
  const graph = new Graph()
  const map = graph.input('map', ['B', 4, 'h', 'w'])
  const rows = graph.input('rows', ['B', 3])
  const tokens = graph.input('tokens', ['B', 'T', 4])
  const weight = graph.constant([1, 2], [1, 2])
  test.each([
    ['add of sizes that differ', () => graph.add(map, graph.constant([1, 2], [2, 1, 1])), 'Add of map [B,4,h,w]'],
    ['add of free sizes under two names', () => graph.add(map, graph.transpose(map, [0, 1, 3, 2])), 'Add of map'],
    ['gemm of other widths', () => graph.gemm(rows, weight), 'Gemm of [B,3]'],
    ['gemm of a value with three axes', () => graph.gemm(tokens, weight), 'Gemm of [B,T,4]'],
    ['matmul of other inner sizes', () => graph.matmul(rows, weight), 'MatMul of [B,3] and [1,2]'],
    [
      'conv of other channels',
      () => graph.conv(map, graph.constant([1], [1, 1, 1, 1]), undefined),
      'Conv of [B,4,h,w]',
    ],
    [
      'conv with a matrix',
      () => graph.conv(map, graph.constant([1, 2, 3, 4], [1, 4]), undefined),
      'Conv of [B,4,h,w] with',
    ],
    [
      'conv that loses the edge',
      () => graph.conv(map, graph.constant(Array<number>(36).fill(1), [1, 4, 3, 3]), undefined),
      'stride 1, pads 0,0,0,0',
    ],
    [
      'attention in heads that do not divide the width',
      () => graph.attention(tokens, tokens, tokens, { heads: 3, scale: 1 }),
      'v [B,T,4] in 3 heads',
    ],
    [
      'group norm in groups that do not divide the channels',
      () => groupNorm(new Weights(graph, source({ weight: float32(varied(4), [4]) })), map, 3, 1e-5),
      'weight has 4 channels, which 3 groups do not divide.',
    ],
    ['layer norm of another width', () => graph.layerNorm(rows, weight, weight, 1e-5), 'LayerNormalization of [B,3]'],
    [
      'attention of other widths',
      () => graph.attention(tokens, graph.input('k', ['B', 'T', 5]), tokens, { heads: 1, scale: 1 }),
      'Attention of q',
    ],
    [
      'concat of other sizes',
      () => graph.concat([map, graph.input('m', ['B', 4, 'h', 'v'])], 1),
      'Concat of [B,4,h,w], [B,4,h,v] along axis 1',
    ],
    ['split that does not add up', () => graph.split(map, [1, 2], 1), 'Split of [B,4,h,w] into 1,2'],
  ])('M2 %s', (_, build, message) => {
    expect(build).toThrow(GraphError)
    expect(build).toThrow(message)
  })
})

test('M2 equal constants are stored once', () => {
  const graph = new Graph()
  expect(graph.constant([1, 2], [2])).toBe(graph.constant([1, 2], [2]))
  expect(graph.constant([1, 2], [1, 2])).not.toBe(graph.constant([1, 2], [2]))
  expect(graph.int64([1, 2])).not.toBe(graph.constant([1, 2], [2]))
  expect(graph.initializers).toHaveLength(3)
})

describe('M2 layers on rows', () => {
  /** Operators of a graph after two linear layers on `shape`, as the runtime is given them. */
  function operators(shape: readonly Dim[]): string[] {
    const graph = new Graph()
    const weights = new Weights(graph, source({ weight: float32(new Float32Array(64), [8, 8]) }))
    graph.output('y', linear(weights, linear(weights, graph.input('x', shape))))
    return fromBinary(ModelProtoSchema, graph.bytes()).graph!.node.map(({ opType }) => opType)
  }

  test('M2 nothing is reshaped between them, and nothing that no output needs is written', () => {
    const free = operators(['B', 'T', 8])
    expect(free.filter((op) => op === 'Reshape')).toHaveLength(2)
    expect(free.filter((op) => op === 'Gemm')).toHaveLength(2)
  })

  test('M2 a known size needs no node that finds it out', () => {
    expect(operators(['B', 'T', 8])).toContain('Shape')
    expect(operators([2, 3, 8])).not.toContain('Shape')
  })

  test('M2 values whose sizes bear the same names share one shape, those that may be 1 do not', () => {
    const shapes = (first: readonly Dim[], second: readonly Dim[]): number => {
      const graph = new Graph()
      const rows = graph.input('rows', ['R', 4])
      for (const [name, shape] of Object.entries({ a: first, b: second })) {
        graph.output(`y${name}`, graph.reshapeRows(rows, graph.input(name, shape), 4))
      }
      return graph.nodes.filter(({ op }) => op === 'Shape').length
    }
    expect(shapes(['B', 'T', 2], ['B', 'T', 3])).toBe(1)
    expect(shapes(['?B', 'T', 2], ['?B', 'T', 2])).toBe(2)
  })
})
