/**
 * Weights as a graph takes them: by their checkpoint key, checked for shape, pointing into the checkpoint's own file.
 *
 * A value keeps its key as its name, so that an error, a profile and a checkpoint viewer agree.
 */
import { Graph, GraphError, type Value } from './graph.ts'
import { elementTypes, type ElementType } from './onnx.ts'

/** One tensor of a checkpoint, as far as a graph must know it. */
export interface WeightTensor {
  readonly type: ElementType
  readonly shape: readonly number[]
  /** Where its bytes lie, or the bytes themselves where they cannot be used in place. */
  readonly data: { readonly location: string; readonly offset: number; readonly byteLength: number } | ArrayBufferView
}

/** A checkpoint's tensors by key, in one file. */
export interface WeightSource {
  /** For messages: the file's name. */
  readonly file: string
  has(key: string): boolean
  shape(key: string): readonly number[] | undefined
  tensor(key: string): WeightTensor
}

export class Weights {
  readonly graph: Graph
  readonly prefix: string
  readonly #source: WeightSource
  readonly #taken: Map<string, Value>
  readonly #used: Set<string>

  constructor(
    graph: Graph,
    source: WeightSource,
    prefix = '',
    used = new Set<string>(),
    taken = new Map<string, Value>(),
  ) {
    this.graph = graph
    this.prefix = prefix
    this.#source = source
    this.#used = used
    this.#taken = taken
  }

  /** The same weights seen from `prefix.` on. */
  at(prefix: string | number): Weights {
    return new Weights(this.graph, this.#source, `${this.prefix}${prefix}.`, this.#used, this.#taken)
  }

  has(key: string): boolean {
    return this.#source.has(this.prefix + key)
  }

  /** @throws GraphError if the checkpoint has no such tensor. */
  shape(key: string): readonly number[] {
    const shape = this.#source.shape(this.prefix + key)
    if (!shape)
      throw new GraphError(
        `"${this.#source.file}" has no tensor ${this.prefix}${key}; it is not a model of this kind, or it is incomplete.`,
      )
    return shape
  }

  /** Size of one axis. */
  size(key: string, axis = 0): number {
    return this.shape(key)[axis] ?? 1
  }

  /**
   * The tensor as a float32 value of the graph.
   * @param shape what it must be
   * @param as the same numbers under another shape (a per-channel vector as [C, 1, 1], a 1 x 1 convolution as a matrix)
   */
  get(key: string, shape: readonly number[], as: readonly number[] = shape): Value {
    const full = this.prefix + key
    const found = this.shape(key)
    if (found.length !== shape.length || found.some((size, i) => size !== shape[i])) {
      throw new GraphError(`"${this.#source.file}": ${full} is [${found.join(', ')}], expected [${shape.join(', ')}].`)
    }
    this.#used.add(full)
    const name = as === shape ? full : `${full}:${as.join('x')}`
    const known = this.#taken.get(name)
    if (known) return known
    const { type, data } = this.#source.tensor(full)
    const stored = this.graph.initializer({ name, type, shape: as, data })
    const value = type === 'float32' ? stored : this.graph.cast(stored, 'float32', elementTypes.float32)
    this.#taken.set(name, value)
    return value
  }

  /** Keys taken so far, by every view of these weights. */
  get used(): ReadonlySet<string> {
    return this.#used
  }
}
