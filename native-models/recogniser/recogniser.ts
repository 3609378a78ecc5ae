/** A recogniser, opened: boxes of a picture in, names out. */
import path from 'node:path'
import { openCheckpointSync } from '../checkpoint/checkpoint.ts'
import { Graph } from '../graph/graph.ts'
import { Weights } from '../graph/weights.ts'
import { openSession, type Session } from '../session/session.ts'
import { float32 } from '../session/tensor.ts'
import { weightSource } from '../weight-source.ts'
import { crop, type Rgb } from './crop.ts'
import { recogniser, recogniserConfig, type RecogniserConfig } from './graph.ts'

export interface Recognised {
  /** Whether anything is there. */
  readonly present: boolean
  readonly class: string
  readonly colour: string
  readonly texture: string
}

export class Recogniser {
  readonly config: RecogniserConfig
  readonly #session: Session

  private constructor(config: RecogniserConfig, session: Session) {
    this.config = config
    this.#session = session
  }

  /** @throws CheckpointError, RangeError or GraphError for a file that is not a recogniser */
  static async open(file: string): Promise<Recogniser> {
    const checkpoint = openCheckpointSync(file)
    const config = recogniserConfig(checkpoint.metadata)
    const graph = new Graph()
    recogniser(new Weights(graph, weightSource(checkpoint, '')), config)
    const folder = path.dirname(checkpoint.path)
    return new Recogniser(config, await openSession(graph.bytes(), { device: 'cpu', threads: 1, folder }))
  }

  /** @param boxes x0 y0 x1 y1 in pixels */
  async read(picture: Rgb, boxes: readonly (readonly [number, number, number, number])[]): Promise<Recognised[]> {
    const { side, margin, classes, colours, textures } = this.config
    const size = 3 * side * side
    const crops = new Float32Array(boxes.length * size)
    boxes.forEach((box, i) => crops.set(crop(picture, box, margin, side), i * size))
    const answers = await this.#session.run({ crops: float32(crops, [boxes.length, 3, side, side]) })
    const best = (head: string, names: readonly string[], i: number): string =>
      names[largest((answers[head]!.data as Float32Array).subarray(i * names.length, (i + 1) * names.length))]!
    return boxes.map((_, i) => {
      const found = best('class', classes, i)
      return {
        present: found !== classes.at(-1),
        class: found,
        colour: best('colour', colours, i),
        texture: best('texture', textures, i),
      }
    })
  }

  close(): Promise<void> {
    return this.#session.release()
  }
}

function largest(values: Float32Array): number {
  return values.indexOf(Math.max(...values))
}
