/** A network of a checkpoint, built and opened for a test. */
import path from 'node:path'
import { openCheckpointSync } from '../native-models/checkpoint/checkpoint.ts'
import { Graph } from '../native-models/graph/graph.ts'
import { Weights } from '../native-models/graph/weights.ts'
import { openSession, type Session } from '../native-models/session/session.ts'
import { weightSource } from '../native-models/weight-source.ts'
import { tinyFolder } from './golden.ts'

export const tinyCheckpoint = path.join(tinyFolder, 'checkpoint.pth')

export interface BuiltNetwork {
  readonly weights: Weights
  /** The group's keys that the graph does not use. */
  readonly leftOver: readonly string[]
  /** Opens it on the CPU. */
  open(): Promise<Session>
}

/**
 * @param group of the checkpoint, as 'text_encoder'
 * @param build declares inputs, layers and outputs
 */
export function buildNetwork(checkpointPath: string, group: string, build: (weights: Weights) => void): BuiltNetwork {
  const checkpoint = openCheckpointSync(checkpointPath)
  const graph = new Graph()
  const weights = new Weights(graph, weightSource(checkpoint, group))
  build(weights)
  const keys = [...checkpoint.tensors.keys()].filter((key) => key.startsWith(`${group}.`))
  return {
    weights,
    leftOver: keys.map((key) => key.slice(group.length + 1)).filter((key) => !weights.used.has(key)),
    open: () => openSession(graph.bytes(), { device: 'cpu', folder: path.dirname(checkpoint.path), threads: 2 }),
  }
}
