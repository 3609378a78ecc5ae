/** A detector, opened: a picture in, what it sees out. */
import path from 'node:path'
import { openCheckpointSync, readFloats, tensorOf, type Checkpoint } from '../checkpoint/checkpoint.ts'
import { Graph } from '../graph/graph.ts'
import { Weights } from '../graph/weights.ts'
import type { Rgb } from '../recogniser/crop.ts'
import { openSession, type Session } from '../session/session.ts'
import { float32 } from '../session/tensor.ts'
import { fromBytes } from '../vae/pixels.ts'
import { weightSource } from '../weight-source.ts'
import { decode, type Peak } from './decode.ts'
import { detector, detectorConfig, type DetectorConfig } from './graph.ts'

export interface Answers {
  /** [classes + 16, h, h] */
  readonly map: Float32Array
  readonly background: Float32Array
  readonly features: Float32Array
}

export interface Detected {
  /** The surest first; many are none at all: their scores say so. */
  readonly peaks: readonly Peak[]
  readonly background: string
  readonly features: Float32Array
}

/** Of features of real pictures. */
export interface FeatureStatistics {
  readonly mean: Float32Array
  /** [F, F] */
  readonly covariance: Float32Array
}

export class Detector {
  readonly config: DetectorConfig
  readonly statistics: FeatureStatistics
  readonly #session: Session

  private constructor(checkpoint: Checkpoint, session: Session) {
    const floats = (key: string): Float32Array => readFloats(checkpoint, tensorOf(checkpoint, key))
    this.config = detectorConfig(checkpoint.metadata)
    this.statistics = { mean: floats('real.mean'), covariance: floats('real.covariance') }
    this.#session = session
  }

  /** @throws CheckpointError, RangeError or GraphError for a file that is not a detector */
  static async open(file: string): Promise<Detector> {
    const checkpoint = openCheckpointSync(file)
    const graph = new Graph()
    detector(new Weights(graph, weightSource(checkpoint, '')), detectorConfig(checkpoint.metadata))
    const folder = path.dirname(checkpoint.path)
    return new Detector(checkpoint, await openSession(graph.bytes(), { device: 'cpu', threads: 1, folder }))
  }

  async read(picture: Rgb): Promise<Detected> {
    const { map, background, features } = await this.answers(picture)
    return {
      peaks: decode(map, this.config),
      background: this.config.backgrounds[background.indexOf(Math.max(...background))]!,
      features,
    }
  }

  /** What the network says, before anybody reads it. @throws RangeError for a picture of another size than its own */
  async answers({ width, height, rgb }: Rgb): Promise<Answers> {
    const { side } = this.config
    if (width !== side || height !== side)
      throw new RangeError(`The detector reads pictures of ${side} x ${side} pixels, not ${width} x ${height}.`)
    const outputs = await this.#session.run({ pictures: float32(fromBytes(rgb), [1, 3, side, side]) })
    const floats = (name: string): Float32Array => outputs[name]!.data as Float32Array
    return { map: floats('map'), background: floats('background'), features: floats('features') }
  }

  close(): Promise<void> {
    return this.#session.release()
  }
}
