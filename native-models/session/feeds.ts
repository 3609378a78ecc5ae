/** Feeds against the inputs that a graph declares: the runtime's own messages name neither the value nor the rule. */
import { SessionError } from './session-error.ts'
import { size, type Tensor, type TensorType } from './tensor.ts'

export interface InputInfo {
  readonly type: TensorType
  /** A name stands for a size that is free, but the same wherever the name stands. */
  readonly shape: readonly (number | string)[]
}

/** @throws SessionError that names the first feed that does not fit */
export function checkFeeds(inputs: ReadonlyMap<string, InputInfo>, feeds: Readonly<Record<string, Tensor>>): void {
  for (const name of Object.keys(feeds)) {
    if (!inputs.has(name))
      throw wrong(`"${name}" is not an input of the graph, which takes ${[...inputs.keys()].join(', ')}.`)
  }
  const free = new Map<string, { length: number; input: string }>()
  for (const [name, input] of inputs) {
    const feed = feeds[name]
    if (!feed) throw wrong(`The input ${described(name, input)} was not fed.`)
    checkFeed(name, input, feed)
    checkFreeSizes(name, input, feed, free)
  }
}

function checkFeed(name: string, input: InputInfo, feed: Tensor): void {
  if (feed.type !== input.type) throw wrong(`The input ${described(name, input)} was fed as ${feed.type}.`)
  const fits = input.shape.every((length, axis) => typeof length === 'string' || length === feed.shape[axis])
  if (feed.shape.length !== input.shape.length || !fits) {
    throw wrong(`The input ${described(name, input)} was fed with shape [${feed.shape.join(', ')}].`)
  }
  if (feed.data.length !== size(feed.shape)) {
    throw wrong(`The input ${name} was fed with ${feed.data.length} values for shape [${feed.shape.join(', ')}].`)
  }
}

function checkFreeSizes(
  name: string,
  input: InputInfo,
  feed: Tensor,
  free: Map<string, { length: number; input: string }>,
): void {
  for (const [axis, dim] of input.shape.entries()) {
    const length = feed.shape[axis]!
    if (typeof dim === 'number' || dim === '') continue
    const before = free.get(dim)
    if (before && before.length !== length) {
      throw wrong(
        `The size ${dim} is ${before.length} in ${before.input} and ${length} in ${name}; it must be one size.`,
      )
    }
    free.set(dim, { length, input: name })
  }
}

function described(name: string, { type, shape }: InputInfo): string {
  return `${name} (${type} [${shape.join(', ')}])`
}

function wrong(message: string): SessionError {
  return new SessionError('wrongFeed', message)
}
