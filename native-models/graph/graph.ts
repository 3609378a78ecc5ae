/**
 * Builds an ONNX graph from typed values: every operator checks the shapes that it is given, so that a mistake is
 * reported with its layer and not by the runtime.
 *
 * Only operators that have kernels on both the CPU and WebGPU are here; where there were several forms, the fastest
 * measured one. Layers over weights are in layers.ts.
 */
import { broadcast, product, scaled, sum } from './dims.ts'
import {
  encodeModel,
  type Attribute,
  type Dim,
  type ElementType,
  type Initializer,
  type Node,
  type ValueInfo,
} from './onnx.ts'

export interface Value {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly Dim[]
}

/** A graph was put together wrongly: a fault of ours, or tensors that do not fit one another. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
}

/** One fused kernel, or products and a softmax: slower, with all scores in memory at once, but right on every driver. */
export type AttentionForm = 'fused' | 'plain'

export class Graph {
  readonly #attention: AttentionForm
  readonly nodes: Node[] = []
  readonly initializers: Initializer[] = []
  readonly inputs: ValueInfo[] = []
  readonly outputs: ValueInfo[] = []
  readonly #constants = new Map<string, Value>()
  /** Values as rows, by their names. */
  readonly #rows = new Map<string, Value>()
  #count = 0

  constructor({ attention = 'fused' }: { readonly attention?: AttentionForm | undefined } = {}) {
    this.#attention = attention
  }

  input(name: string, shape: readonly Dim[], type: ElementType = 'float32'): Value {
    const value = { name, type, shape }
    this.inputs.push(value)
    return value
  }

  /** Gives `value` out of the graph under `name`. */
  output(name: string, value: Value): void {
    this.nodes.push({ op: 'Identity', domain: '', name, inputs: [value.name], outputs: [name], attributes: {} })
    this.outputs.push({ name, type: value.type, shape: value.shape })
  }

  initializer(tensor: Initializer): Value {
    this.initializers.push(tensor)
    return { name: tensor.name, type: tensor.type, shape: tensor.shape }
  }

  /** A float32 constant; equal ones are stored once. */
  constant(values: readonly number[], shape: readonly number[]): Value {
    return this.#constant('float32', values, shape, () => Float32Array.from(values))
  }

  int64(values: readonly number[]): Value {
    return this.#constant('int64', values, [values.length], () => BigInt64Array.from(values.map(BigInt)))
  }

  /** Without the nodes that no output needs: the runtime would remove them too, but more slowly. */
  bytes(): Uint8Array {
    const needed = new Set(this.outputs.map(({ name }) => name))
    const nodes = this.nodes.toReversed().filter(({ inputs, outputs }) => {
      const isNeeded = outputs.some((output) => needed.has(output))
      if (isNeeded) for (const input of inputs) needed.add(input)
      return isNeeded
    })
    const initializers = this.initializers.filter(({ name }) => needed.has(name))
    return encodeModel({ nodes: nodes.reverse(), initializers, inputs: this.inputs, outputs: this.outputs })
  }

  add(a: Value, b: Value): Value {
    return this.#elementwise('Add', a, b)
  }

  sub(a: Value, b: Value): Value {
    return this.#elementwise('Sub', a, b)
  }

  mul(a: Value, b: Value): Value {
    return this.#elementwise('Mul', a, b)
  }

  tanh(x: Value): Value {
    return this.#op('Tanh', [x], x.shape)
  }

  clamp(x: Value, min: number, max: number): Value {
    return this.#op('Clip', [x, this.constant([min], []), this.constant([max], [])], x.shape)
  }

  /** x·sigmoid(alpha·x); alpha 1 is SiLU, 1.702 CLIP's quick gelu. One fused kernel on every device. */
  quickGelu(x: Value, alpha: number): Value {
    return this.#op('QuickGelu', [x], x.shape, { alpha: { float: alpha } }, 'com.microsoft')
  }

  silu(x: Value): Value {
    return this.quickGelu(x, 1)
  }

  /** The exact (erf) form. */
  gelu(x: Value): Value {
    return this.#op('Gelu', [x], x.shape)
  }

  cast(x: Value, type: ElementType, code: number): Value {
    return { ...this.#op('Cast', [x], x.shape, { to: { int: code } }), type }
  }

  /** [..., M, K] · [..., K, N]. */
  matmul(a: Value, b: Value): Value {
    const [inner, outer] = [a.shape.at(-1), b.shape.at(-2)]
    if (inner !== outer) throw new GraphError(`MatMul of [${a.shape}] and [${b.shape}]`)
    return this.#op('MatMul', [a, b], [...a.shape.slice(0, -1), b.shape.at(-1)!])
  }

  /** x [R, in] · weight [out, in]ᵀ + bias: a linear layer on the weights as torch stores them. */
  gemm(x: Value, weight: Value, bias?: Value): Value {
    if (x.shape.length !== 2 || x.shape[1] !== weight.shape[1]) {
      throw new GraphError(`Gemm of [${x.shape}] with ${weight.name} [${weight.shape}]`)
    }
    const inputs = bias ? [x, weight, bias] : [x, weight]
    return this.#op('Gemm', inputs, [x.shape[0]!, weight.shape[0]!], { transB: { int: 1 } })
  }

  /** x [B, in, h, w], weight [out, in/groups, k, k]; pads are top, left, bottom, right. */
  conv(
    x: Value,
    weight: Value,
    bias: Value | undefined,
    how: { stride?: number; pads?: readonly number[]; groups?: number } = {},
  ): Value {
    const { stride = 1, pads = [0, 0, 0, 0], groups = 1 } = how
    const [batch, channels, height, width] = x.shape as [Dim, Dim, Dim, Dim]
    const [out, perGroup, kernel, across] = weight.shape as [number, number, number, number]
    if (weight.shape.length !== 4 || kernel !== across || channels !== perGroup * groups)
      throw new GraphError(`Conv of [${x.shape}] with ${weight.name} [${weight.shape}]`)
    // at every size that the stride divides, what comes out must be the size announced below
    const spare = [pads[0]! + pads[2]!, pads[1]! + pads[3]!].map((padding) => padding - kernel + stride)
    if (!spare.every((pixels) => pixels >= 0 && pixels < stride))
      throw new GraphError(`Conv with ${weight.name} [${weight.shape}], stride ${stride}, pads ${pads}`)
    const attributes = {
      kernel_shape: { ints: [kernel, kernel] },
      strides: { ints: [stride, stride] },
      pads: { ints: pads },
      group: { int: groups },
    }
    const shape = [batch, out, scaled(height, 1 / stride), scaled(width, 1 / stride)]
    return this.#op('Conv', bias ? [x, weight, bias] : [x, weight], shape, attributes)
  }

  /** Mean over the pixels of [B, C, h, w]: [B, C]. */
  globalMean(x: Value): Value {
    const [batch, channels] = x.shape as [Dim, Dim]
    return this.reshape(this.#op('GlobalAveragePool', [x], [batch, channels, 1, 1]), [0, 0], [batch, channels])
  }

  /** Twice the height and width of [B, C, h, w], each pixel repeated. */
  doubleNearest(x: Value): Value {
    const [batch, channels, height, width] = x.shape as [Dim, Dim, Dim, Dim]
    const scales = this.constant([1, 1, 2, 2], [4])
    const attributes: Record<string, Attribute> = {
      mode: { string: 'nearest' },
      nearest_mode: { string: 'floor' },
      coordinate_transformation_mode: { string: 'asymmetric' },
    }
    return this.#op(
      'Resize',
      [x, undefined, scales],
      [batch, channels, scaled(height, 2), scaled(width, 2)],
      attributes,
    )
  }

  /** Mean 0 and variance 1 over the last axis, then scale and shift, [C] each. */
  layerNorm(x: Value, scale: Value, shift: Value, epsilon: number): Value {
    if (x.shape.at(-1) !== scale.shape[0])
      throw new GraphError(`LayerNormalization of [${x.shape}] with ${scale.name} [${scale.shape}]`)
    return this.#op('LayerNormalization', [x, scale, shift], x.shape, {
      axis: { int: -1 },
      epsilon: { float: epsilon },
    })
  }

  /** Mean 0 and variance 1 of each [b, g] plane of [B, G, M]. */
  instanceNorm(x: Value, epsilon: number): Value {
    const groups = x.shape[1] as number
    const ones = this.constant(Array<number>(groups).fill(1), [groups])
    const zeros = this.constant(Array<number>(groups).fill(0), [groups])
    return this.#op('InstanceNormalization', [x, ones, zeros], x.shape, { epsilon: { float: epsilon } })
  }

  /**
   * softmax(q kᵀ · scale + bias) v for `heads` heads; q [B, N, heads·K], k [B, M, heads·K], v [B, M, heads·V], bias
   * [1, 1, N, M]. Head h owns columns h·K to h·K+K-1.
   */
  attention(q: Value, k: Value, v: Value, how: { heads: number; scale: number; bias?: Value }): Value {
    const isCut = [q, v].every(({ shape }) => (shape[2] as number) % how.heads === 0)
    if (!isCut || q.shape[2] !== k.shape[2] || k.shape[1] !== v.shape[1]) {
      throw new GraphError(`Attention of q [${q.shape}], k [${k.shape}], v [${v.shape}] in ${how.heads} heads`)
    }
    if (this.#attention === 'plain') return this.#plainAttention(q, k, v, how)
    const inputs = how.bias ? [q, k, v, undefined, undefined, how.bias] : [q, k, v]
    const attributes = { num_heads: { int: how.heads }, scale: { float: how.scale } }
    return this.#op('MultiHeadAttention', inputs, [q.shape[0]!, q.shape[1]!, v.shape[2]!], attributes, 'com.microsoft')
  }

  /** Rows of `table` [V, C] by their index: [...indices, C]. */
  gather(table: Value, indices: Value): Value {
    return this.#op('Gather', [table, indices], [...indices.shape, ...table.shape.slice(1)])
  }

  /** WebGPU's fused kernel was seen to be wrong where a software driver computes, for head widths that are multiples of 4. */
  #plainAttention(q: Value, k: Value, v: Value, how: { heads: number; scale: number; bias?: Value }): Value {
    const q_BANK = this.transpose(this.#heads(q, how.heads), [0, 2, 1, 3])
    const k_BAKM = this.transpose(this.#heads(k, how.heads), [0, 2, 3, 1])
    const v_BAMV = this.transpose(this.#heads(v, how.heads), [0, 2, 1, 3])
    const scores_BANM = this.mul(this.matmul(q_BANK, k_BAKM), this.constant([how.scale], [1]))
    const biased_BANM = how.bias ? this.add(scores_BANM, how.bias) : scores_BANM
    const share_BANM = this.#op('Softmax', [biased_BANM], biased_BANM.shape, { axis: { int: -1 } })
    const out_BNAV = this.transpose(this.matmul(share_BANM, v_BAMV), [0, 2, 1, 3])
    return this.reshape(out_BNAV, [0, 0, -1], [q.shape[0]!, q.shape[1]!, v.shape[2]!])
  }

  /** [B, N, A·K] as [B, N, A, K]. */
  #heads(x: Value, heads: number): Value {
    const [batch, count, width] = x.shape as [Dim, Dim, number]
    return this.reshape(x, [0, 0, heads, -1], [batch, count, heads, width / heads])
  }

  concat(values: readonly Value[], axis: number): Value {
    const [first] = values as [Value, ...Value[]]
    for (const value of values) {
      const differs = value.shape.some((dim, i) => i !== axis && dim !== first.shape[i])
      if (differs || value.shape.length !== first.shape.length) {
        throw new GraphError(`Concat of ${values.map((v) => `[${v.shape}]`).join(', ')} along axis ${axis}`)
      }
    }
    const shape = first.shape.map((dim, i) =>
      i === axis ? values.slice(1).reduce((a, v) => sum(a, v.shape[axis]!), dim) : dim,
    )
    return this.#op('Concat', values, shape, { axis: { int: axis } })
  }

  /** Cuts an axis of known size into parts of the given sizes. */
  split(x: Value, sizes: readonly number[], axis: number): Value[] {
    if (x.shape[axis] !== sizes.reduce((a, b) => a + b, 0)) throw new GraphError(`Split of [${x.shape}] into ${sizes}`)
    const outputs = sizes.map(() => this.#name('Split'))
    this.nodes.push({
      op: 'Split',
      domain: '',
      name: outputs[0]!,
      inputs: [x.name, this.int64(sizes).name],
      outputs,
      attributes: { axis: { int: axis } },
    })
    return outputs.map((name, i) => ({
      name,
      type: x.type,
      shape: x.shape.map((dim, at) => (at === axis ? sizes[i]! : dim)),
    }))
  }

  /** Elements `from` to `to` (exclusive) of an axis. */
  slice(x: Value, from: number, to: number, axis: number): Value {
    const inputs = [x, this.int64([from]), this.int64([to]), this.int64([axis])]
    return this.#op(
      'Slice',
      inputs,
      x.shape.map((dim, at) => (at === axis ? to - from : dim)),
    )
  }

  /** One more element at the end of the last axis, of the given value. */
  padLast(x: Value, value: number): Value {
    const pads = [...Array<number>(x.shape.length * 2 - 1).fill(0), 1]
    const inputs = [x, this.int64(pads), this.constant([value], [])]
    return this.#op('Pad', inputs, [...x.shape.slice(0, -1), sum(x.shape.at(-1)!, 1)])
  }

  transpose(x: Value, order: readonly number[]): Value {
    return this.#op(
      'Transpose',
      [x],
      order.map((i) => x.shape[i]!),
      { perm: { ints: order } },
    )
  }

  /**
   * A new shape. Sizes that stay free are taken from `like` (the leading axes that bear the same names); 0 copies the
   * size at the same position, -1 is what remains.
   */
  reshape(x: Value, to: readonly number[], shape: readonly Dim[]): Value {
    return this.#reshapeTo(x, this.int64(to), shape)
  }

  /** x, in the shape of `like` but for the last axis, which is `last`: from rows back to [B, N, C]. */
  reshapeRows(x: Value, like: Value, last: number): Value {
    const shape = [...like.shape.slice(0, -1), last]
    const shaped = this.#reshapeTo(x, isKnown(shape) ? this.int64(shape) : this.#shapeOfRows(like, last), shape)
    this.#rows.set(shaped.name, x)
    return shaped
  }

  /** x, whose elements are those of a value shaped like `like`, in that shape. */
  reshapeLike(x: Value, like: Value): Value {
    if (isKnown(like.shape)) return this.reshape(x, like.shape, like.shape)
    const shape = this.#shared(`shape:${nameOfSize(like, like.shape)}`, () => this.#shapeOf(like, like.shape.length))
    return this.#reshapeTo(x, shape, like.shape)
  }

  /** [..., C] as rows [R, C]; of what `reshapeRows` made, the rows that it was made from. */
  rows(x: Value): Value {
    if (x.shape.length === 2) return x
    const last = x.shape.at(-1) as number
    const rows =
      this.#rows.get(x.name) ??
      this.reshape(x, [-1, last], [x.shape.slice(0, -1).reduce((a, b) => product(a, b)), last])
    this.#rows.set(x.name, rows)
    return rows
  }

  /** [B, C, h, w] to [B, h·w, C], row by row. */
  toTokens(x: Value): Value {
    const [batch, channels, height, width] = x.shape as [Dim, Dim, Dim, Dim]
    return this.transpose(this.reshape(x, [0, 0, -1], [batch, channels, product(height, width)]), [0, 2, 1])
  }

  /** [B, h·w, C] back to the map that `like` [B, ?, h, w] is; its channels must be C. */
  toMap(x: Value, like: Value): Value {
    return this.reshapeLike(this.transpose(x, [0, 2, 1]), like)
  }

  /** The shape of `like`, but for the last axis. */
  #shapeOfRows(like: Value, last: number): Value {
    const name = `rows:${nameOfSize(like, like.shape.slice(0, -1))}`
    const leading = this.#shared(name, () => this.#shapeOf(like, like.shape.length - 1))
    return this.#shared(`${name}:${last}`, () =>
      this.#op('Concat', [leading, this.int64([last])], [like.shape.length], { axis: { int: 0 } }),
    )
  }

  #shapeOf(x: Value, end: number): Value {
    return { ...this.#op('Shape', [x], [end], { end: { int: end } }), type: 'int64' }
  }

  #reshapeTo(x: Value, target: Value, shape: readonly Dim[]): Value {
    return this.#op('Reshape', [x, target], shape)
  }

  #shared(key: string, make: () => Value): Value {
    const known = this.#constants.get(key)
    if (known) return known
    const made = make()
    this.#constants.set(key, made)
    return made
  }

  #constant(
    type: 'float32' | 'int64',
    values: readonly number[],
    shape: readonly number[],
    data: () => ArrayBufferView,
  ): Value {
    const key = `${type}:${shape}:${values.length > 64 ? `${values.length}@${this.#count}` : values}`
    return this.#shared(key, () => this.initializer({ name: this.#name('constant'), type, shape, data: data() }))
  }

  #elementwise(op: string, a: Value, b: Value): Value {
    const rank = Math.max(a.shape.length, b.shape.length)
    const shape: Dim[] = []
    for (let i = 1; i <= rank; i++) {
      const dim = broadcast(a.shape.at(-i) ?? 1, b.shape.at(-i) ?? 1)
      if (dim === undefined) throw new GraphError(`${op} of ${a.name} [${a.shape}] and ${b.name} [${b.shape}]`)
      shape.unshift(dim)
    }
    return this.#op(op, [a, b], shape)
  }

  #op(
    op: string,
    inputs: readonly (Value | undefined)[],
    shape: readonly Dim[],
    attributes: Record<string, Attribute> = {},
    domain: Node['domain'] = '',
  ): Value {
    const name = this.#name(op)
    this.nodes.push({ op, domain, name, inputs: inputs.map((input) => input?.name ?? ''), outputs: [name], attributes })
    return { name, type: inputs[0]!.type, shape }
  }

  #name(what: string): string {
    return `${what}_${this.#count++}`
  }
}

/** Sizes that bear the same names are the same sizes, so one shape serves all values of them; but not one that may be 1. */
function nameOfSize(value: Value, shape: readonly Dim[]): string {
  return shape.some((dim) => `${dim}`.startsWith('?')) ? value.name : `${shape}`
}

function isKnown(shape: readonly Dim[]): shape is readonly number[] {
  return shape.every((dim) => typeof dim === 'number')
}
