/**
 * The recogniser: what stands in a crop of a picture of the starter model's world. It measures pictures and has no part
 * in making them. Trained on real crops only (native-models/training, recogniser.py).
 */
import { conv2d, groupNorm, linear } from '../graph/layers.ts'
import type { Weights } from '../graph/weights.ts'

export interface RecogniserConfig {
  /** Side of the square crops that it reads, pixels. */
  readonly side: number
  /** Added round a box, in its longer sides. */
  readonly margin: number
  readonly strides: readonly number[]
  readonly groups: number
  readonly epsilon: number
  /** Names in the order of the answers; the last class means that nothing is there. */
  readonly classes: readonly string[]
  readonly colours: readonly string[]
  readonly textures: readonly string[]
}

/** @throws RangeError for a file that is not a recogniser */
export function recogniserConfig(metadata: Readonly<Record<string, string>>): RecogniserConfig {
  const value = (key: string): unknown => {
    if (metadata[key] === undefined) throw new RangeError(`The file is no recogniser: its metadata has no "${key}".`)
    return JSON.parse(metadata[key])
  }
  const names = (key: string): string[] => value(key) as string[]
  return {
    side: (value('input') as number[])[1]!,
    margin: value('margin') as number,
    strides: value('strides') as number[],
    groups: value('groups') as number,
    epsilon: value('eps') as number,
    classes: names('classes'),
    colours: names('colours'),
    textures: names('textures'),
  }
}

/** Input `crops` [M, 3, side, side], -1 to 1; outputs `class` [M, classes], `colour`, `texture`: the larger the likelier. */
export function recogniser(weights: Weights, config: RecogniserConfig): void {
  const { graph } = weights
  let x = graph.input('crops', ['M', 3, config.side, config.side])
  for (const [i, stride] of config.strides.entries()) {
    x = graph.silu(
      groupNorm(weights.at(`norm${i}`), conv2d(weights.at(`conv${i}`), x, { stride }), config.groups, config.epsilon),
    )
  }
  const features = graph.globalMean(x)
  for (const head of ['class', 'colour', 'texture']) graph.output(head, linear(weights.at(`head_${head}`), features))
}
