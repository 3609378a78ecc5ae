/**
 * Sizes that are free until a graph runs, as far as the builder must reason about them.
 *
 * A free size is a name ('h'), or a name times a fraction ('h/2'), or a product of those ('h/2·w/2'). That is enough to
 * check that two values may be added or joined; everything else is the runtime's business.
 */
import type { Dim } from './onnx.ts'

/** dim · by. Halving and doubling again gives the same name back. */
export function scaled(dim: Dim, by: number): Dim {
  if (typeof dim === 'number') return dim * by
  const [, name = dim, factor = '1', divisor = '1'] = /^([A-Za-z_+]+)(?:\*(\d+))?(?:\/(\d+))?$/.exec(dim) ?? []
  const value = (Number(factor) / Number(divisor)) * by
  if (value === 1) return name
  return value > 1 ? `${name}*${value}` : `${name}/${1 / value}`
}

export function product(a: Dim, b: Dim): Dim {
  return typeof a === 'number' && typeof b === 'number' ? a * b : `${a}·${b}`
}

export function sum(a: Dim, b: Dim): Dim {
  return typeof a === 'number' && typeof b === 'number' ? a + b : `${a}+${b}`
}

/** A free size that may also be 1, and is then repeated: '?B' is 1 or B. */
export function optional(name: string): string {
  return `?${name}`
}

/** The size that two dims have after broadcasting, or undefined if they cannot be broadcast. Free sizes must be named alike. */
export function broadcast(a: Dim, b: Dim): Dim | undefined {
  if (a === b || b === 1 || b === `?${a}`) return a
  if (a === 1 || a === `?${b}`) return b
  return undefined
}
