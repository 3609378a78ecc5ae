/** A group of a checkpoint ('model', 'autoencoder', …) as the weights of a graph, used where they lie in the file. */
import path from 'node:path'
import { readFloats, tensorOf, type Checkpoint } from './checkpoint/checkpoint.ts'
import type { WeightSource } from './graph/weights.ts'

/** @param group first part of the keys, which graphs do not say; '' for a file without groups */
export function weightSource(checkpoint: Checkpoint, group: string): WeightSource {
  const prefix = group && `${group}.`
  const location = path.basename(checkpoint.path)
  return {
    file: location,
    has: (key) => checkpoint.tensors.has(prefix + key),
    shape: (key) => checkpoint.tensors.get(prefix + key)?.shape,
    tensor(key) {
      const stored = tensorOf(checkpoint, prefix + key)
      const { shape, offset, byteLength } = stored
      return stored.isDense
        ? { type: stored.dtype, shape, data: { location, offset, byteLength } }
        : { type: 'float32', shape, data: readFloats(checkpoint, stored) }
    },
  }
}
